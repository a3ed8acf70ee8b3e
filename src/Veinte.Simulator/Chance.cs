namespace Veinte.Simulator;

/// <summary>
/// Seeded randomness that answers the same on every machine: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), and normal
/// values from sums only, because <c>Math.Log</c> may differ in its last bit between processors. Mutable; pass by reference.
/// </summary>
/// <param name="seed">Where the sequence starts.</param>
internal struct Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A seed of its own for a thing that is named by up to three numbers.</summary>
    public static ulong Seed(ulong seed, ulong a, ulong b = 0, ulong c = 0)
    {
        unchecked
        {
            return Scramble(Scramble(Scramble(seed ^ (a * 0xD6E8FEB86659FD93)) ^ (b * 0xA0761D6478BD642F)) ^ (c * 0xE7037ED1A0B428DB));
        }
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            return Scramble(_state);
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + (high - low) * Uniform();

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Math.BigMul(Next(), (ulong)count, out _));

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Whole(int low, int high) => low + Below(high - low + 1);

    /// <summary>True with the given probability.</summary>
    public bool Is(double probability) => Uniform() < probability;

    /// <summary>Mean 0, variance 1, at most 3.46 away: the sum of four uniform values (Irwin–Hall), close to a normal one.</summary>
    public double Normal()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum + 2) / 65536.0 - 2) * 1.7320508075688772;
    }

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
