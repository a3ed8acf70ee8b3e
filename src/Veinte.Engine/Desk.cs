using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine;

/// <summary>
/// Where people's decisions enter the books: each is an entry in the journal with an author, and takes effect where
/// everything else does. Returns once the decision is durable and visible. Thread-safe.
/// </summary>
/// <param name="journal">Where decisions are appended.</param>
/// <param name="books">Where their effect is read.</param>
/// <param name="time">The clock of this edge: decisions carry the time they were made.</param>
public sealed partial class Desk(IJournal journal, Books books, TimeProvider time)
{
    private static readonly TimeSpan SettleInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SettleTimeMax = TimeSpan.FromSeconds(10);
    private static readonly long DeskSource = StableHash.Source("veinte:desk");

    private readonly IJournal _journal = journal;
    private readonly Books _books = books;
    private readonly TimeProvider _time = time;

    /// <summary>Reverses the posting of the interaction at <paramref name="posting"/>; a second time changes nothing.</summary>
    public async Task<DeskResult> Reverse(long posting, string author, string reason, CancellationToken cancel = default)
    {
        if (await _books.CustomerOfPosting(posting, cancel) is not { } found) return NoPosting(posting);
        var mark = (await _books.MarksOf(found.Key, posting, cancel))[0];
        if (mark.Line is null) return NoPosting(posting);
        if (mark.Reversed) return new(DeskStatus.AlreadyDone, $"Posting {posting} was reversed before.");
        var at = await Append(EntryKind.ReversalRequested, found.Key, new ReversalRequested(posting, author, reason, null), EntryJson.Default.ReversalRequested, cancel);
        return new(DeskStatus.Done, $"Posting {posting} is reversed.", at);
    }

    /// <summary>Opens a dispute of a posting.</summary>
    public async Task<DeskResult> OpenDispute(long posting, string author, string reason, CancellationToken cancel = default)
    {
        if (await _books.CustomerOfPosting(posting, cancel) is not { } found) return NoPosting(posting);
        var mark = (await _books.MarksOf(found.Key, posting, cancel))[0];
        if (mark.Line is null) return NoPosting(posting);
        if (mark.Dispute == "open") return new(DeskStatus.AlreadyDone, $"Posting {posting} is already disputed.");
        if (mark.Reversed) return new(DeskStatus.Refused, $"Posting {posting} was reversed; there is nothing left to dispute.");
        var at = await Append(EntryKind.DisputeOpened, found.Key, new DisputeOpened(posting, author, reason), EntryJson.Default.DisputeOpened, cancel);
        return new(DeskStatus.Done, $"Posting {posting} is disputed.", at);
    }

    /// <summary>Ends a dispute; upholding it reverses the posting.</summary>
    public async Task<DeskResult> ResolveDispute(long posting, string author, bool upheld, string reason, CancellationToken cancel = default)
    {
        if (await _books.CustomerOfPosting(posting, cancel) is not { } found) return NoPosting(posting);
        var mark = (await _books.MarksOf(found.Key, posting, cancel))[0];
        if (mark.Dispute != "open") return new(DeskStatus.Refused, $"Posting {posting} has no open dispute.");
        var at = await Append(
            EntryKind.DisputeResolved, found.Key, new DisputeResolved(posting, author, upheld, reason), EntryJson.Default.DisputeResolved, cancel);
        return new(DeskStatus.Done, upheld ? $"The dispute of posting {posting} is upheld; the posting is reversed." : $"The dispute of posting {posting} is rejected.", at);
    }

    /// <summary>Folds one customer into another. Ids as in <see cref="Books.Customer"/>.</summary>
    public async Task<DeskResult> Merge(string from, string into, string author, CancellationToken cancel = default)
    {
        if (await _books.OwnIdentifierOf(from, cancel) is not { } giver) return NoCustomer(from);
        if (await _books.IdentifierOf(into, cancel) is not { } receiver) return NoCustomer(into);
        if (giver == receiver) return new(DeskStatus.Refused, $"'{from}' and '{into}' are the same customer already.");
        if (await _books.PointsTo(giver, receiver, cancel)) return new(DeskStatus.AlreadyDone, $"'{from}' is merged into '{into}' already.");
        var at = await Append(EntryKind.MergeRequested, giver.Key, new MergeRequested(giver, receiver, "person", author), EntryJson.Default.MergeRequested, cancel);
        return await Settled(async () => await _books.HasMerged(receiver, giver, cancel), cancel)
            ? new(DeskStatus.Done, $"'{from}' is merged into '{into}'.", at)
            : new(DeskStatus.Refused, $"'{from}' could not be merged into '{into}': it belongs to another customer already, or the merges would form a circle.", at);
    }

    /// <summary>Undoes a merge.</summary>
    public async Task<DeskResult> Unmerge(string from, string into, string author, string reason, CancellationToken cancel = default)
    {
        if (await _books.OwnIdentifierOf(from, cancel) is not { } giver) return NoCustomer(from);
        if (await _books.OwnIdentifierOf(into, cancel) is not { } receiver) return NoCustomer(into);
        if (!await _books.HasMerged(receiver, giver, cancel)) return new(DeskStatus.Refused, $"'{from}' was not merged into '{into}'.");
        var at = await Append(EntryKind.UnmergeRequested, receiver.Key, new UnmergeRequested(giver, receiver, author, reason), EntryJson.Default.UnmergeRequested, cancel);
        return await Settled(async () => !await _books.PointsTo(giver, receiver, cancel), cancel)
            ? new(DeskStatus.Done, $"'{from}' is a customer of its own again.", at)
            : new(DeskStatus.Refused, $"'{into}' is itself merged into another customer: undo that merge first.", at);
    }

    /// <summary>Publishes a scoring policy; it grades what comes from now on. Checked here again: what is in the journal can be read.</summary>
    public async Task<DeskResult> PublishPolicy(JsonElement policy, string author, CancellationToken cancel = default, string? note = null)
    {
        var reading = ScoringPolicyJson.Read(policy);
        if (reading.Policy is null) return new(DeskStatus.Refused, string.Join(' ', reading.Errors));
        var version = (await _books.Policies(cancel))[0].Version + 1;
        var at = await Append(EntryKind.PolicyPublished, UInt128.Zero, new PolicyPublished(version, author, policy, string.IsNullOrWhiteSpace(note) ? null : note.Trim()), EntryJson.Default.PolicyPublished, cancel, EntryFlags.Broadcast);
        return (await _books.Policies(cancel)).Any(published => published.Version == version && published.Position == at.Value)
            ? new(DeskStatus.Done, $"Scoring policy {version} holds from now on.", at)
            : new(DeskStatus.Refused, $"Somebody else published scoring policy {version} at the same moment. Look at it and publish again.", at);
    }

    /// <summary>Sets the workspace's time zone and currency.</summary>
    public async Task<DeskResult> SetWorkspace(string timeZone, string currency, CancellationToken cancel = default)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _)) return new(DeskStatus.Refused, $"'{timeZone}' is not a time zone. Use an IANA name such as Europe/Madrid.");
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper)) return new(DeskStatus.Refused, $"'{currency}' is not a currency code. Use three capital letters such as EUR.");
        var at = await Append(EntryKind.WorkspaceSet, UInt128.Zero, new WorkspaceSet(timeZone, currency), EntryJson.Default.WorkspaceSet, cancel, EntryFlags.Broadcast);
        return new(DeskStatus.Done, "The workspace's settings are saved.", at);
    }

    /// <summary>Marks a quarantined event as replayed or discarded.</summary>
    public async Task<DeskResult> SettleQuarantined(long position, bool replayed, string author, CancellationToken cancel = default)
    {
        if (await _books.Quarantined(position, cancel) is not { } waiting) return new(DeskStatus.NotFound, $"There is no event {position} in quarantine.");
        if (waiting.State != "waiting") return new(DeskStatus.AlreadyDone, $"Event {position} was {waiting.State} before.");
        var at = await Append(
            EntryKind.QuarantineSettled, QuarantinedView.KeyOf(waiting.Source), new QuarantineSettled(position, waiting.Source, replayed, author),
            EntryJson.Default.QuarantineSettled, cancel);
        return new(DeskStatus.Done, replayed ? $"Event {position} is replayed." : $"Event {position} is discarded.", at);
    }

    /// <summary>Journals that books restated under another policy are about to be put in force.</summary>
    internal Task<Position> NoteRestatement(RestatementPublished decision) => _journal.Append(NoteOf(decision)).AsTask();

    /// <summary>The entry that says so, for whoever appends it together with something else.</summary>
    internal EntryBatch NoteOf(RestatementPublished decision) =>
        Entry(EntryKind.RestatementPublished, UInt128.Zero, decision, EntryJson.Default.RestatementPublished, EntryFlags.Broadcast);

    private async Task<Position> Append<T>(EntryKind kind, UInt128 key, T body, JsonTypeInfo<T> type, CancellationToken cancel, EntryFlags flags = EntryFlags.None) =>
        await _journal.Append(Entry(kind, key, body, type, flags), cancel);

    private EntryBatch Entry<T>(EntryKind kind, UInt128 key, T body, JsonTypeInfo<T> type, EntryFlags flags)
    {
        var now = Instant.From(_time.GetUtcNow());
        var header = new EntryHeader { Kind = kind, Flags = flags, Key = key, Message = NewMessage(), OccurredAt = now, ReceivedAt = now };
        using var builder = new EntryBatchBuilder(1_024);
        builder.Add(header, body, type);
        return builder.Build();
    }

    // A decision is made once, by a person: it only needs a key that nobody else has.
    private static UInt128 NewMessage() => StableHash.Message(DeskSource, Guid.NewGuid().ToByteArray());

    private async Task<bool> Settled(Func<Task<bool>> done, CancellationToken cancel)
    {
        var start = _time.GetTimestamp();
        while (!await done())
        {
            if (_time.GetElapsedTime(start) > SettleTimeMax) return false;
            await Task.Delay(SettleInterval, _time, cancel);
        }
        return true;
    }

    private static DeskResult NoPosting(long posting) => new(DeskStatus.NotFound, $"There is no posting {posting}.");

    private static DeskResult NoCustomer(string id) => new(DeskStatus.NotFound, $"There is no customer '{id}'.");
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
