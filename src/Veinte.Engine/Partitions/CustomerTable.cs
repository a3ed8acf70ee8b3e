using Veinte.Engine.Seams;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>
/// The customers of one partition: those in use in memory, all others behind the checkpoints. What a snapshot must hold
/// is encoded before it is changed again, so that a snapshot is of one position although it is taken in slices between
/// records. Owned by the partition's loop.
/// </summary>
internal sealed class CustomerTable(ICheckpoints checkpoints, int inMemoryMax, uint lastNumber, long known)
{
    // A round looks at everyone in memory; it is worth that once so large a share of them has come since the last.
    private const int RoundShare = 4;

    private readonly CustomerIndex _inMemory = new();
    private readonly Queue<CustomerState> _awaiting = new();
    private List<CustomerState> _dirty = [];
    private List<CustomerState> _inFlight = [];
    private List<ChangedCustomer>? _snapshot;
    private int _roundAbove = inMemoryMax + inMemoryMax / RoundShare;

    /// <summary>Where the bytes of the snapshot lie that is being taken or committed.</summary>
    public SnapshotBytes SnapshotBytes { get; } = new();

    /// <summary>The number last given to a customer.</summary>
    public uint LastNumber { get; private set; } = lastNumber;

    /// <summary>Customers that are of their own (pointing identifiers do not count).</summary>
    public long Known { get; set; } = known;

    /// <summary>Customers in memory now.</summary>
    public int InMemory => _inMemory.Count;

    /// <summary>Customers looked at so far to find out who may leave memory: what keeping to the limit has cost.</summary>
    public long LookedAt { get; private set; }

    /// <summary>Customers changed since the last snapshot began.</summary>
    public int DirtyCount => _dirty.Count;

    /// <summary>All that changed since the last finished commit, for lists that must be up to date.</summary>
    public IEnumerable<CustomerState> Uncommitted()
    {
        foreach (var state in _dirty) yield return state;
        foreach (var state in _inFlight)
            if (!state.Dirty)
                yield return state;
    }

    /// <summary>How many <see cref="Uncommitted"/> are there at most.</summary>
    public int UncommittedCount => _dirty.Count + _inFlight.Count;

    /// <summary>Rows of the last commit; those of <see cref="IsUncommitted"/> may be out of date.</summary>
    public IReadOnlyList<CustomerRow> Stored(CustomerListing listing) => checkpoints.ListCustomers(listing);

    /// <summary>Whether a stored row may be out of date.</summary>
    public bool IsUncommitted(UInt128 key) => _inMemory.TryFind(key, out var state) && (state.Dirty || state.InFlight);

    /// <summary>Finds a customer, from memory or from the checkpoints; null when there is none.</summary>
    public CustomerState? Find(UInt128 key)
    {
        if (_inMemory.TryFind(key, out var state))
        {
            state.Used = true;
            return state;
        }
        // Everyone who ever had a number is in memory: whoever is not here is new, and the disk need not be asked.
        if (_inMemory.Count == LastNumber) return null;
        state = checkpoints.Read(key, CustomerCodec.Decode);
        if (state is not null) Keep(state);
        return state;
    }

    /// <summary>The customer if he is in memory, without using him.</summary>
    public CustomerState? Peek(UInt128 key) => _inMemory.TryFind(key, out var state) ? state : null;

    /// <summary>Makes a customer that <see cref="Find"/> did not find.</summary>
    public CustomerState Add(Identifier identifier, UInt128 key)
    {
        var state = new CustomerState { Identifier = identifier, Key = key, Number = ++LastNumber };
        Known++;
        Keep(state);
        return state;
    }

    /// <summary>Must be called before a customer is changed.</summary>
    public void BeforeChange(CustomerState state)
    {
        if (state.AwaitsSnapshot) EncodeForSnapshot(state);
        if (state.Dirty) return;
        Invariant.Holds(_inMemory.TryFind(state.Key, out var known) && ReferenceEquals(known, state), "a customer that changes is the one in the table");
        state.Dirty = true;
        _dirty.Add(state);
    }

    /// <summary>Begins a snapshot of all that changed; it is complete once <see cref="TakeSlice"/> has returned true.</summary>
    public void BeginSnapshot()
    {
        _snapshot = new(_dirty.Count);
        foreach (var state in _dirty)
        {
            state.Dirty = false;
            state.InFlight = true;
            state.AwaitsSnapshot = true;
            _awaiting.Enqueue(state);
        }
        (_inFlight, _dirty) = (_dirty, []);
    }

    /// <summary>Encodes at most <paramref name="max"/> customers; true when none is left.</summary>
    public bool TakeSlice(int max)
    {
        while (max-- > 0 && _awaiting.TryDequeue(out var state))
            if (state.AwaitsSnapshot)
                EncodeForSnapshot(state);
        return _awaiting.Count == 0;
    }

    /// <summary>The finished snapshot's rows.</summary>
    public IReadOnlyList<ChangedCustomer> EndSnapshot()
    {
        var rows = _snapshot ?? throw new InvalidOperationException("No snapshot was begun.");
        _snapshot = null;
        return rows;
    }

    /// <summary>The snapshot is committed: its customers may leave memory.</summary>
    public void Committed()
    {
        foreach (var state in _inFlight) state.InFlight = false;
        _inFlight = [];
        SnapshotBytes.Release();
        Evict();
    }

    /// <summary>
    /// Lets customers leave memory when there are too many. Called between entries and questions only: whoever holds a
    /// customer in between must find that it is still the one in the table. There are rounds at a quarter above the limit,
    /// or above those who had to stay last time, as their changes were not committed yet, and not for every customer.
    /// </summary>
    public void Trim()
    {
        if (_inMemory.Count > _roundAbove) Evict();
    }

    /// <summary>The row by which a customer is stored and listed.</summary>
    public static CustomerRow RowOf(CustomerState state, bool withState) => new(
        state.Key,
        (state.Identifier.Kind == IdentifierKind.User ? "u:" : "a:") + state.Identifier.Value,
        state.Name,
        state.PointsTo is null,
        state.Figures.Balance.Milli,
        state.Figures.Mean?.Milli ?? -1,
        state.Figures.Interactions,
        state.Figures.Graded,
        state.Figures.LastAt.UnixMicros,
        withState ? CustomerCodec.Encode(state) : []);

    private void EncodeForSnapshot(CustomerState state)
    {
        state.AwaitsSnapshot = false;
        _snapshot!.Add(new(RowOf(state, withState: false), SnapshotBytes.Keep(CustomerCodec.Lend(state))));
    }

    private void Keep(CustomerState state)
    {
        state.Used = true;
        _inMemory.Add(state);
    }

    // Second chance: whoever was not used since the last round leaves, as long as his state is committed.
    private void Evict()
    {
        for (var round = 0; round < 2 && _inMemory.Count > inMemoryMax; round++)
        {
            var leave = new List<CustomerState>();
            foreach (var state in _inMemory.All())
            {
                LookedAt++;
                if (_inMemory.Count - leave.Count <= inMemoryMax) break;
                if (state.Dirty || state.InFlight) continue;
                if (state.Used) state.Used = false;
                else leave.Add(state);
            }
            foreach (var state in leave)
            {
                _inMemory.Remove(state.Key);
                foreach (var memory in state.Memories) memory.Release();
            }
        }
        var left = Math.Max(inMemoryMax, _inMemory.Count);
        _roundAbove = left + left / RoundShare;
    }
}
