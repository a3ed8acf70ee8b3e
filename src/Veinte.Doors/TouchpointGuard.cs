using System.IO.Hashing;

namespace Veinte.Doors;

/// <summary>
/// Remembers which touchpoints a source has brought, so that a client that puts an order number into every event's name
/// cannot open a million accounts. Bounded memory: eight bytes a name. Reading takes no lock. It starts empty with every
/// process, so after a restart a source has its full allowance again, and names are compared by a 64-bit hash.
/// </summary>
public sealed class TouchpointGuard
{
    private const int SlotsMin = 64;
    private readonly Lock _writing = new();
    private ulong[] _slots = new ulong[SlotsMin];
    private int _count;

    /// <summary>How many different names were admitted.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether a name may be used: it is known, or there is room for one more.</summary>
    public bool Admit(ReadOnlySpan<byte> nameUtf8, int max)
    {
        var hash = XxHash3.HashToUInt64(nameUtf8);
        if (hash == 0) hash = 1;
        return Find(Volatile.Read(ref _slots), hash) || Add(hash, max);
    }

    private static bool Find(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(hash & (uint)mask); ; at = (at + 1) & mask)
        {
            var found = Volatile.Read(ref slots[at]);
            if (found == hash) return true;
            if (found == 0) return false;
        }
    }

    private bool Add(ulong hash, int max)
    {
        lock (_writing)
        {
            if (Find(_slots, hash)) return true;
            if (_count >= max) return false;
            if (_count * 2 >= _slots.Length)
            {
                var larger = new ulong[_slots.Length * 2];
                foreach (var known in _slots)
                    if (known != 0)
                        Put(larger, known);
                Volatile.Write(ref _slots, larger);
            }
            Put(_slots, hash);
            Volatile.Write(ref _count, _count + 1);
            return true;
        }
    }

    private static void Put(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        var at = (int)(hash & (uint)mask);
        while (slots[at] != 0) at = (at + 1) & mask;
        Volatile.Write(ref slots[at], hash);
    }
}
