using System.Text.Json;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Engine;

/// <summary>
/// Where people's decisions enter the books: each is an entry in the journal with an author, and takes effect where
/// everything else does. Returns once the decision is durable and visible. Thread-safe.
/// </summary>
public sealed partial class Desk(IJournal journal, Books books, TimeProvider time)
{
    private readonly IJournal _journal = journal;
    private readonly Books _books = books;
    private readonly TimeProvider _time = time;

    /// <summary>Reverses the posting of the interaction at <paramref name="posting"/>; reversing twice is refused.</summary>
    public Task<DeskResult> Reverse(long posting, string author, string reason, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Opens a dispute of a posting.</summary>
    public Task<DeskResult> OpenDispute(long posting, string author, string reason, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Ends a dispute; upholding it reverses the posting.</summary>
    public Task<DeskResult> ResolveDispute(long posting, string author, bool upheld, string reason, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Folds one customer into another. Ids as in <see cref="Books.Customer"/>.</summary>
    public Task<DeskResult> Merge(string from, string into, string author, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Undoes a merge.</summary>
    public Task<DeskResult> Unmerge(string from, string into, string author, string reason, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Publishes a scoring policy (a document of the grading project, already checked there); returns its version in <see cref="DeskResult.Position"/>'s view.</summary>
    public Task<DeskResult> PublishPolicy(JsonElement policy, string author, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Marks a quarantined event as replayed or discarded.</summary>
    public Task<DeskResult> SettleQuarantined(long position, bool replayed, string author, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Takes back every posting of an import and marks it undone; may run long and be repeated after a crash.</summary>
    public Task<DeskResult> UndoImport(string import, string author, IProgress<(long Done, long Total)>? progress, CancellationToken cancel = default) => throw new NotImplementedException();
}

/// <summary>How a decision went.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Detail">What happened or what is wrong, for people, in English.</param>
/// <param name="Position">Where the decision stands in the journal; none when it was refused.</param>
public sealed record DeskResult(DeskStatus Status, string Detail, Position Position = default);

/// <summary>Outcome of a decision, in order of precedence.</summary>
public enum DeskStatus
{
    /// <summary>In the books.</summary>
    Done = 1,
    /// <summary>It was so already; nothing changed.</summary>
    AlreadyDone = 2,
    /// <summary>What it speaks of does not exist.</summary>
    NotFound = 3,
    /// <summary>The books do not allow it.</summary>
    Refused = 4,
}
