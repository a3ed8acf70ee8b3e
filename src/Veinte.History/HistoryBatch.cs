using Veinte.Model;

namespace Veinte.History;

/// <summary>One interaction as the history keeps it: what the journal says of it, and what the books made of it.</summary>
/// <param name="Position">Where it stands in the journal; its id everywhere.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="ReceivedAt">When the door received it.</param>
/// <param name="Identifier">The identifier it came with, its kind first: <c>u:ana</c>, <c>a:device-7</c>.</param>
/// <param name="Touchpoint">Where it happened.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Intent">What for.</param>
/// <param name="Staff">Staff member, or null.</param>
/// <param name="Area">Area, or null.</param>
/// <param name="Stage">Stage, or null.</param>
/// <param name="Journey">Journey, or null.</param>
/// <param name="Source">By which source it came.</param>
/// <param name="MessageId">The client's message id.</param>
/// <param name="Grade">The grade the books gave it, or null when ungraded.</param>
/// <param name="Weight">The weight it was posted with.</param>
/// <param name="Par">The par it was posted against.</param>
/// <param name="Amount">What it posted, from the customer's side; zero when ungraded.</param>
/// <param name="PolicyVersion">The scoring policy that graded it.</param>
public sealed record HistoryRow(
    Position Position, Instant OccurredAt, Instant ReceivedAt, string Identifier, string Touchpoint, Channel Channel, Intent Intent,
    string? Staff, string? Area, string? Stage, string? Journey, string Source, string MessageId, Grade? Grade, Weight Weight,
    Grade Par, Points Amount, int PolicyVersion);

/// <summary>A posting was taken back.</summary>
/// <param name="Posting">Position of the interaction.</param>
/// <param name="At">Position of the entry that took it back.</param>
public sealed record HistoryReversal(Position Posting, Position At);

/// <summary>An identifier was merged into another customer, or became one of its own again.</summary>
/// <param name="From">The identifier, its kind first.</param>
/// <param name="Into">Whom it belongs to from now on; null for itself.</param>
/// <param name="Since">Position of the decision: of two about the same identifier the later one holds, in whatever order they arrive.</param>
public sealed record HistoryPointer(string From, string? Into, Position Since);

/// <summary>How far the history has come.</summary>
/// <param name="Position">Everything up to here is in it.</param>
/// <param name="Fingerprint">Of some of the book lines it was made from, so that books restated since are noticed.</param>
public readonly record struct HistoryMark(Position Position, ulong Fingerprint)
{
    /// <summary>Nothing yet.</summary>
    public static HistoryMark None => default;
}

/// <summary>A stretch of the books. Becomes part of the history as a whole or not at all.</summary>
/// <param name="Rows">Interactions in the books, by position.</param>
/// <param name="Reversals">Postings taken back.</param>
/// <param name="Pointers">Identifiers merged or given back.</param>
/// <param name="Mark">How far the history is with this batch.</param>
public sealed record HistoryBatch(
    IReadOnlyList<HistoryRow> Rows, IReadOnlyList<HistoryReversal> Reversals, IReadOnlyList<HistoryPointer> Pointers, HistoryMark Mark);

/// <summary>
/// Where the history comes from: the books in production, a list in tests. One reader.
/// </summary>
public interface IHistorySource
{
    /// <summary>How far a reader can come now.</summary>
    ValueTask<Position> Head(CancellationToken cancel = default);

    /// <summary>All that follows a mark, in order, and then everything new as it comes; ends when cancelled.</summary>
    /// <exception cref="BooksRestatedException">What lies before the mark is no longer what it was.</exception>
    IAsyncEnumerable<HistoryBatch> Read(HistoryMark after, CancellationToken cancel = default);
}

/// <summary>The books before the mark were restated: a history made from them must be made anew.</summary>
public sealed class BooksRestatedException() : Exception("The books have been restated since the history was made; it is built again.");
