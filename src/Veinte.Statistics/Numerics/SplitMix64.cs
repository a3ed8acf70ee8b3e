namespace Veinte.Statistics;

/// <summary>
/// The generator of Steele, Lea &amp; Flood (2014): a counter through a bijective mixer. Small, seedable, the same on every
/// machine; for resampling and simulation, not for secrets.
/// </summary>
/// <remarks>
/// <b>Equation.</b> s ← s + 0x9E3779B97F4A7C15, scrambled by two multiply-xor-shifts. <b>Validity.</b> Period 2⁶⁴; streams from seeds that were mixed are taken for independent. <b>Error.</b> None is claimed beyond its passing BigCrush.
/// </remarks>
/// <param name="seed">Where the sequence starts.</param>
public struct SplitMix64(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state = unchecked(_state + Step);
        return Scramble(_state);
    }

    /// <summary>The next number in [0, 1), in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next whole number in [0, <paramref name="below"/>).</summary>
    public int NextInt(int below) => (int)Math.BigMul(Next(), (ulong)below, out _);

    /// <summary>A hash of 64 bits whose bits are all alike.</summary>
    public static ulong Mix(ulong key) => Scramble(unchecked(key + Step));

    private static ulong Scramble(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
