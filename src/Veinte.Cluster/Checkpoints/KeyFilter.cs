namespace Veinte.Cluster.Checkpoints;

/// <summary>
/// Says of most keys that are not stored that they are not, without a trip to the database: a Bloom filter (Bloom 1970) of
/// ten bits a key, which errs for about one stranger in a hundred and never for a key that is in it. A new customer is
/// looked for before he is made, so this is the common case. Grows by a further filter of twice the size. Not thread-safe.
/// </summary>
internal sealed class KeyFilter(long expected)
{
    private const int BitsPerKey = 10;
    private const int Hashes = 7;
    private const long KeysMin = 16_384;

    private readonly List<(ulong[] Bits, long Room)> _filters = [New(Math.Max(KeysMin, expected * 2))];
    private long _inLast;

    /// <summary>Adds a key.</summary>
    public void Add(UInt128 key)
    {
        if (_inLast == _filters[^1].Room)
        {
            _filters.Add(New(_filters[^1].Room * 2));
            _inLast = 0;
        }
        var bits = _filters[^1].Bits;
        var (hash, step) = Split(key);
        for (var i = 0; i < Hashes; i++, hash = unchecked(hash + step)) bits[WordOf(hash, bits)] |= 1UL << (int)(hash & 63);
        _inLast++;
    }

    /// <summary>False when the key is certainly not in it.</summary>
    public bool MayHold(UInt128 key)
    {
        foreach (var (bits, _) in _filters)
            if (In(bits, key))
                return true;
        return false;
    }

    private static bool In(ulong[] bits, UInt128 key)
    {
        var (hash, step) = Split(key);
        for (var i = 0; i < Hashes; i++, hash = unchecked(hash + step))
            if ((bits[WordOf(hash, bits)] & 1UL << (int)(hash & 63)) == 0)
                return false;
        return true;
    }

    // Keys are hashes: their halves are the two independent hashes of which the others are made (Kirsch & Mitzenmacher 2006).
    private static (ulong Hash, ulong Step) Split(UInt128 key) => unchecked(((ulong)key, (ulong)(key >> 64) | 1));

    // The upper bits choose the word, the lowest six the bit in it.
    private static long WordOf(ulong hash, ulong[] bits) => (long)Math.BigMul(hash, (ulong)bits.Length, out _);

    private static (ulong[], long) New(long room) => (new ulong[room * BitsPerKey / 64 + 1], room);
}
