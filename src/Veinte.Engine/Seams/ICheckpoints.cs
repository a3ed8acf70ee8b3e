namespace Veinte.Engine.Seams;

/// <summary>
/// The second seam: where a partition's state, its daybook and its position are committed together, fenced by the
/// owner's epoch. Behind it stand SQLite with a daybook file (embedded) and the simulated one; PostgreSQL can.
/// One instance serves one partition and is used by its owner only.
/// </summary>
public interface ICheckpoints : IAsyncDisposable
{
    /// <summary>Takes the partition over under <paramref name="epoch"/> (older owners are fenced from now on) and returns the last commit.</summary>
    ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default);

    /// <summary>The stored state under a key, or null. Synchronous: the partition's loop calls it on a cache miss.</summary>
    T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class;

    /// <summary>Copies daybook bytes from <paramref name="offset"/> on; only committed bytes may be asked for.</summary>
    void ReadDaybook(long offset, Span<byte> target);

    /// <summary>Rows of customers in the order asked for, from the last commit.</summary>
    IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing);

    /// <summary>
    /// Commits everything of <paramref name="change"/> or nothing. May run on another thread than <see cref="Read"/>. The
    /// change's bytes are lent: once this has returned they are overwritten.
    /// </summary>
    /// <returns>False when a newer epoch owns the partition: the caller must stop at once.</returns>
    ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default);
}

/// <summary>Makes a state of its stored bytes, which are lent: they are others once it has returned.</summary>
public delegate T StateDecoder<out T>(ReadOnlySpan<byte> stored);

/// <summary>What the last commit held.</summary>
/// <param name="Position">Position up to which everything is in the state; 0 when there is none.</param>
/// <param name="DaybookLength">Bytes of the daybook that belong to it.</param>
/// <param name="Aggregates">The partition's own state (accounts, folds, pending effects), or null when there is none.</param>
public sealed record CheckpointHead(long Position, long DaybookLength, byte[]? Aggregates);

/// <summary>One commit: the change since the one before.</summary>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Position">Position up to which everything is in the state.</param>
/// <param name="Aggregates">The partition's own state, whole.</param>
/// <param name="Customers">The customers that changed.</param>
/// <param name="DaybookOffset">Where <paramref name="Daybook"/> begins: the length before.</param>
/// <param name="Daybook">Daybook bytes since the commit before.</param>
public sealed record CheckpointChange(
    long Epoch, long Position, ReadOnlyMemory<byte> Aggregates, IReadOnlyList<ChangedCustomer> Customers, long DaybookOffset,
    IReadOnlyList<ReadOnlyMemory<byte>> Daybook);

/// <summary>A customer as he is to be stored.</summary>
/// <param name="Row">The columns by which lists are made, without the state.</param>
/// <param name="State">The whole state; lent until the commit is over.</param>
public readonly record struct ChangedCustomer(CustomerRow Row, ReadOnlyMemory<byte> State);

/// <summary>A customer as stored: the whole state and the columns by which lists are made.</summary>
/// <param name="Key">Hash of the identifier.</param>
/// <param name="Text">The identifier with its kind: <c>u:ana</c>, <c>a:device-7</c>.</param>
/// <param name="Name">Name for people and for searching, or null.</param>
/// <param name="Listed">False for an identifier that only points to another customer.</param>
/// <param name="BalanceMilli">Balance in milli-points.</param>
/// <param name="GradeMilli">Plain mean grade in thousandths, or −1 when nothing is graded.</param>
/// <param name="Interactions">How many interactions.</param>
/// <param name="Graded">How many of them are graded.</param>
/// <param name="LastAt">Time of the last interaction, Unix microseconds.</param>
/// <param name="State">The whole state; empty in changes, which carry it beside the row.</param>
public sealed record CustomerRow(
    UInt128 Key, string Text, string? Name, bool Listed, long BalanceMilli, int GradeMilli, long Interactions, long Graded,
    long LastAt, byte[] State);

/// <summary>Which customers are wanted, in which order.</summary>
/// <param name="Search">Part of the identifier or the name, whatever its case; null for all.</param>
/// <param name="Sort">By what.</param>
/// <param name="Descending">Greatest first.</param>
/// <param name="Skip">How many to leave out.</param>
/// <param name="Take">How many at most.</param>
public sealed record CustomerListing(string? Search, CustomerSort Sort, bool Descending, int Skip, int Take);

/// <summary>By what customers are sorted.</summary>
public enum CustomerSort
{
    /// <summary>By identifier.</summary>
    Key = 1,
    /// <summary>By balance.</summary>
    Balance = 2,
    /// <summary>By plain mean grade; ungraded last.</summary>
    Grade = 3,
    /// <summary>By number of interactions.</summary>
    Interactions = 4,
    /// <summary>By time of the last interaction.</summary>
    LastAt = 5,
}
