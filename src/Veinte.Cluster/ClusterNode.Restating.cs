using System.Text.Json;
using Veinte.Cluster.Checkpoints;
using Veinte.Cluster.Restating;
using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Cluster;

// Verifying, restating, and putting a restatement in force. Which set of books is in force stands in one row; every owner
// reads it when he begins, and stops at a decision in the journal that names another set than the one he keeps.
public sealed partial class ClusterNode
{
    private const int VerifyAttemptsMax = 20;

    /// <inheritdoc/>
    public override async Task<Verification> Verify(IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var facts = await _database.ReadBooks(cancel);
        var replay = new Replay(_calls.Count, _options.Partitions, await RestatedBy(facts, cancel));
        for (var attempt = 0; attempt < VerifyAttemptsMax; attempt++)
        {
            var head = await _journal.ReadHead(cancel);
            await replay.Run(_journal, head.Value, progress, cancel);
            var verification = await replay.CompareWith(_calls, cancel);
            if (await _journal.ReadHead(cancel) == head) return verification;
        }
        throw new InvalidOperationException("Interactions arrived faster than the books could be compared. Verify again when less is going on.");
    }

    /// <inheritdoc/>
    public override async Task<Restatement> Restate(JsonElement policy, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var reading = ScoringPolicyJson.Read(policy);
        if (reading.Policy is null) throw new ArgumentException(string.Join(' ', reading.Errors), nameof(policy));
        var head = (await _journal.ReadHead(cancel)).Value;
        var version = (await Books.Policies(cancel)).FirstOrDefault(published => published.Policy.GetRawText() == policy.GetRawText())?.Version ?? -1;
        var replay = new Replay(_calls.Count, _options.Partitions, new(version, head, new(reading.Policy), []));
        await replay.Run(_journal, head, progress, cancel);
        return await replay.Restatement(Books, version, head, cancel);
    }

    /// <inheritdoc/>
    public override async Task<DeskResult> PublishRestatement(
        int policyVersion, string author, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var before = await _database.ReadBooks(cancel);
        if (InForceOf(before).Hinders(policyVersion, await Books.Policies(cancel)) is { } hindered) return hindered;
        var wanted = new WantedBooks(
            new(policyVersion, 0, author), Position.None, await Books.GraderOf(policyVersion, cancel), Desk.NoteOf, facts => Task.FromResult(facts.Generation == before.Generation));
        if (await NewReplacement().PutInForce(wanted, progress, cancel) is not { } now || now.RestatedVersion != policyVersion) return RestatementInForce.Busy;
        await AllPartitionsAnswer(cancel);
        return RestatementInForce.Done(policyVersion, now.RestatedUpTo, new(now.RestatedAt));
    }

    private BooksReplacement NewReplacement() => new(_database, _journal, _options.Partitions);

    private static RestatementInForce InForceOf(BooksFacts facts) => new(facts.RestatedAt, facts.RestatedVersion, facts.RestatedUpTo);

    private async Task<Restated?> RestatedBy(BooksFacts facts, CancellationToken cancel) =>
        facts.RestatedAt == 0 ? null : new(facts.RestatedVersion, facts.RestatedUpTo, await Books.GraderOf(facts.RestatedVersion, cancel), []);

    /// <summary>Puts a restatement in force that the journal has and the books have not: it was decided elsewhere, before they were moved here.</summary>
    private async Task FinishRestatement(CancellationToken cancel)
    {
        var (decision, at) = await _calls.Ask(0, new RestatementQuery(), cancel);
        if (decision is null || at <= (await _database.ReadBooks(cancel)).RestatedAt) return;
        var grader = await Books.GraderOf(decision.Version, cancel);
        await InForceHereOrElsewhere(new(decision, new(at), grader, Desk.NoteOf, facts => Task.FromResult(facts.RestatedAt < at)), cancel);
        await AllPartitionsAnswer(cancel);
    }

    /// <summary>
    /// Restated books that were lost, or are of an earlier version, do not follow from the journal alone: they are made again
    /// under the decision that holds, for all partitions together.
    /// </summary>
    private async Task MakeAgain(BooksFacts lost, CancellationToken cancel)
    {
        var grader = new Grader(await PublishedPolicies.Read(_journal, lost.RestatedVersion, cancel));
        var decision = new RestatementPublished(lost.RestatedVersion, lost.RestatedUpTo, "");
        await InForceHereOrElsewhere(new(decision, new(lost.RestatedAt), grader, Desk.NoteOf, facts => Task.FromResult(facts.Generation == lost.Generation)), cancel);
    }

    private async Task InForceHereOrElsewhere(WantedBooks wanted, CancellationToken cancel)
    {
        // Null: another node is at it, and the next look finds its work done.
        while (await NewReplacement().PutInForce(wanted, progress: null, cancel) is null) await Task.Delay(TimeSpan.FromMilliseconds(200), _time, cancel);
    }

    private static async Task<bool> LacksItsRestatement(BooksFacts facts, PostgresCheckpoints checkpoints, CancellationToken cancel) =>
        facts.RestatedAt != 0 && await checkpoints.StoredPosition(cancel) < facts.RestatedUpTo;

    // The decision stands alone in its record, written together with the row that names the books. Whoever keeps others ends
    // before he has taken it in, so that nobody is ever answered from them after it.
    private async ValueTask<bool> Ends(Journal.JournalRecord record, BooksFacts kept, CancellationToken cancel)
    {
        if (record.Count != 1 || KindOf(record) != EntryKind.RestatementPublished) return false;
        return (await _database.ReadBooks(cancel)).Generation != kept.Generation;
    }

    private static EntryKind KindOf(Journal.JournalRecord record)
    {
        var entries = record.GetEnumerator();
        return entries.MoveNext() ? entries.Current.Header.Kind : default;
    }
}
