using System.Diagnostics.CodeAnalysis;

namespace Veinte.Engine.Partitions;

/// <summary>
/// The customers in memory by key, in one array of slots: a question costs one trip to memory where a dictionary costs
/// two. At most three quarters of the slots are taken; a customer stands at his own slot or behind it with no empty slot
/// between. Not thread-safe.
/// </summary>
internal sealed class CustomerIndex
{
    private const int FirstSlots = 1_024;
    private Slot[] _slots = new Slot[FirstSlots];

    /// <summary>How many customers.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, in no order. Nothing may be added or removed meanwhile.</summary>
    public IEnumerable<CustomerState> All()
    {
        foreach (var slot in _slots)
            if (slot.State is { } state)
                yield return state;
    }

    /// <summary>Finds a customer.</summary>
    public bool TryFind(UInt128 key, [NotNullWhen(true)] out CustomerState? state)
    {
        state = _slots[SlotOf(_slots, key)].State;
        return state is not null;
    }

    /// <summary>Adds a customer who is not in it.</summary>
    public void Add(CustomerState state)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L) Grow();
        ref var slot = ref _slots[SlotOf(_slots, state.Key)];
        Invariant.Holds(slot.State is null, "a customer is in the table once");
        slot = new(state.Key, state);
        Count++;
    }

    /// <summary>Removes a customer who is in it.</summary>
    public void Remove(UInt128 key)
    {
        var (slots, mask) = (_slots, _slots.Length - 1);
        var hole = SlotOf(slots, key);
        Invariant.Holds(slots[hole].State is not null, "who leaves the table was in it");
        // Whoever stands behind the hole and could stand in it moves up, so that nobody is cut off from his own slot.
        for (var at = (hole + 1) & mask; slots[at].State is not null; at = (at + 1) & mask)
        {
            var home = HomeOf(slots[at].Key, mask);
            if (((at - home) & mask) < ((at - hole) & mask)) continue;
            slots[hole] = slots[at];
            hole = at;
        }
        slots[hole] = default;
        Count--;
    }

    // Where the customer stands, or the empty slot where he would.
    private static int SlotOf(Slot[] slots, UInt128 key)
    {
        var mask = slots.Length - 1;
        var at = HomeOf(key, mask);
        while (slots[at].State is not null && slots[at].Key != key) at = (at + 1) & mask;
        return at;
    }

    // Not the key's own bits: identifiers come from outside, and whoever chooses them must not choose their slots. The
    // hash of a UInt128 is seeded anew in every process.
    private static int HomeOf(UInt128 key, int mask) => key.GetHashCode() & mask;

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        foreach (var slot in _slots)
            if (slot.State is not null)
                larger[SlotOf(larger, slot.Key)] = slot;
        _slots = larger;
    }

    private readonly record struct Slot(UInt128 Key, CustomerState? State);
}
