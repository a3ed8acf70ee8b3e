namespace Veinte.Engine.Partitions;

/// <summary>
/// A set of dedupe keys in one array of slots: a question costs one trip to memory where a set with buckets costs two. At
/// most half of the slots are taken; a key stands at its own slot or behind it with no empty slot between. 0 is no key.
/// Not thread-safe.
/// </summary>
internal sealed class MessageSet
{
    private const int FirstSlots = 2_048;
    private UInt128[] _slots = new UInt128[FirstSlots];

    /// <summary>How many keys.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a key is in it; 0 never is.</summary>
    public bool Contains(UInt128 key) => key != UInt128.Zero && _slots[SlotOf(key)] == key;

    /// <summary>Reads the key's own slot, so that it is near when it is asked for; says nothing.</summary>
    public long ReadAhead(UInt128 key) => _slots[HomeOf(key, _slots.Length - 1)] == key ? 1 : 0;

    /// <summary>Adds a key; false when it is in it already, or is 0.</summary>
    public bool Add(UInt128 key)
    {
        if (key == UInt128.Zero) return false;
        var slot = SlotOf(key);
        if (_slots[slot] == key) return false;
        _slots[slot] = key;
        if (++Count > _slots.Length / 2) Grow();
        return true;
    }

    /// <summary>Removes a key, if it is in it.</summary>
    public void Remove(UInt128 key)
    {
        if (key == UInt128.Zero) return;
        var hole = SlotOf(key);
        if (_slots[hole] != key) return;
        Count--;
        var mask = _slots.Length - 1;
        // Whoever stands behind the hole and could stand in it moves up, so that no key is cut off from its own slot.
        for (var slot = (hole + 1) & mask; _slots[slot] != UInt128.Zero; slot = (slot + 1) & mask)
        {
            var home = HomeOf(_slots[slot], mask);
            if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
            _slots[hole] = _slots[slot];
            hole = slot;
        }
        _slots[hole] = UInt128.Zero;
    }

    // Where the key stands, or the empty slot where it would.
    private int SlotOf(UInt128 key)
    {
        var (slots, mask) = (_slots, _slots.Length - 1);
        var slot = HomeOf(key, mask);
        while (slots[slot] != UInt128.Zero && slots[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }

    // Not the key's own bits: message ids come from outside, and whoever chooses them must not choose their slots. The
    // hash of a UInt128 is seeded anew in every process.
    private static int HomeOf(UInt128 key, int mask) => key.GetHashCode() & mask;

    private void Grow()
    {
        var before = _slots;
        _slots = new UInt128[before.Length * 2];
        foreach (var key in before)
            if (key != UInt128.Zero)
                _slots[SlotOf(key)] = key;
    }
}
