using System.Numerics;

namespace Veinte.Statistics;

/// <summary>
/// How many different things have been seen: HyperLogLog of Flajolet, Fusy, Gandouet &amp; Meunier (2007) with 64-bit hashes and
/// the linear count for small numbers. Standard error 1.04/√registers. Merging is exact and order-free. One owner.
/// </summary>
/// <remarks>
/// <b>Equation.</b> α·m²/Σ2^(−register). <b>Validity.</b> Hashes mixed well, all by the same function.
/// </remarks>
public sealed class HyperLogLog
{
    private readonly byte[] _registers;

    /// <summary>An empty sketch.</summary>
    /// <param name="lgRegisters">Binary logarithm of the number of registers, 4–18; 12 is 4 kB and 1.6 %.</param>
    public HyperLogLog(int lgRegisters = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lgRegisters, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lgRegisters, 18);
        (LgRegisters, _registers) = (lgRegisters, new byte[1 << lgRegisters]);
    }

    /// <summary>Binary logarithm of the number of registers.</summary>
    public int LgRegisters { get; }

    /// <summary>The registers, to save them.</summary>
    public ReadOnlySpan<byte> Registers => _registers;

    /// <summary>Takes a thing in by a well-mixed 64-bit hash of it; the same hash function always.</summary>
    public void Add(ulong hash)
    {
        var at = (int)(hash >> (64 - LgRegisters));
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << LgRegisters) | (1UL << (LgRegisters - 1))) + 1);
        if (rank > _registers[at]) _registers[at] = rank;
    }

    /// <summary>Adds what another sketch of the same size has seen.</summary>
    public void Merge(HyperLogLog other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.LgRegisters != LgRegisters) throw new ArgumentException("Sketches of different sizes cannot be merged.", nameof(other));
        for (var i = 0; i < _registers.Length; i++) _registers[i] = Math.Max(_registers[i], other._registers[i]);
    }

    /// <summary>Estimated number of different things.</summary>
    public double Estimate()
    {
        double m = _registers.Length, sum = 0;
        var empty = 0;
        foreach (var register in _registers)
        {
            sum += Math.Pow(2, -register);
            if (register == 0) empty++;
        }
        var alpha = m switch { 16 => 0.673, 32 => 0.697, 64 => 0.709, _ => 0.7213 / (1 + 1.079 / m) };
        var raw = alpha * m * m / sum;
        return raw <= 2.5 * m && empty > 0 ? m * Math.Log(m / empty) : raw;
    }
}
