using System.Text.Json;
using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Embedded;

// Verifying, restating, and putting a restatement in force. The new books are made beside the old ones, which are served
// meanwhile. Then the old hosts stop, the new books catch up with the journal and become durable, the decision is
// journaled, and the manifest names the new books. A crash before the manifest leaves the old books, whole; when the
// decision was journaled by then, the next start finishes it.
public sealed partial class EmbeddedNode
{
    private const int VerifyAttemptsMax = 20;
    private const int RoundsBeforeSwap = 3;

    /// <summary>For tests: told after each step, so that they can take the folder as a crash there would leave it.</summary>
    internal Action<string>? StepTaken { get; set; }

    /// <inheritdoc/>
    public override async Task<Verification> Verify(IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var replay = new Replay(_manifest.Partitions, _options, await RestatedInForce(cancel));
        // Both must be looked at in the same place: what arrives meanwhile is caught up with, which is soon done.
        for (var attempt = 0; attempt < VerifyAttemptsMax; attempt++)
        {
            var head = Head;
            await replay.Run(_journal, head, progress, cancel);
            var verification = await replay.CompareWith(Calls, cancel);
            if (Head == head) return verification;
        }
        throw new InvalidOperationException("Interactions arrived faster than the books could be compared. Verify again when less is going on, or with the server stopped.");
    }

    /// <inheritdoc/>
    public override async Task<Restatement> Restate(JsonElement policy, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var reading = ScoringPolicyJson.Read(policy);
        if (reading.Policy is null) throw new ArgumentException(string.Join(' ', reading.Errors), nameof(policy));
        var head = Head;
        var version = (await Books.Policies(cancel)).FirstOrDefault(published => published.Policy.GetRawText() == policy.GetRawText())?.Version ?? -1;
        var replay = new Replay(_manifest.Partitions, _options, new(version, head, new(reading.Policy), []));
        await replay.Run(_journal, head, progress, cancel);
        return await replay.Restatement(Books, version, head, cancel);
    }

    /// <inheritdoc/>
    public override async Task<DeskResult> PublishRestatement(
        int policyVersion, string author, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        if (InForce.Hinders(policyVersion, await Books.Policies(cancel)) is { } hindered) return hindered;
        if (!await _changing.WaitAsync(0, cancel)) return RestatementInForce.Busy;
        try
        {
            var decision = new RestatementPublished(policyVersion, 0, author);
            var at = await PutInForce(decision, decided: Position.None, progress, cancel);
            return RestatementInForce.Done(policyVersion, _manifest.RestatedUpTo, at);
        }
        finally
        {
            _changing.Release();
        }
    }

    private RestatementInForce InForce => new(_manifest.RestatedAt, _manifest.RestatedVersion, _manifest.RestatedUpTo);

    private async Task<Position> PutInForce(RestatementPublished decision, Position decided, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var manifest = _manifest with { Generation = _manifest.Generation + 1 };
        // While a decision is being made all that is replayed lies before it; a decision made earlier says up to where.
        var upTo = decided == Position.None ? long.MaxValue : decision.UpTo;
        var restated = new Restated(decision.Version, upTo, await Books.GraderOf(decision.Version, cancel), []);
        await using var next = await NextBooks.Begin(_folder, manifest, _options, restated);
        for (var round = 0; round < RoundsBeforeSwap; round++) await next.CatchUp(_journal, _journal.Head, progress, cancel);
        await next.Commit(cancel);
        StepTaken?.Invoke("made");
        return await Swap(next, manifest, decision, decided);
    }

    private async Task<Position> Swap(NextBooks next, BooksManifest manifest, RestatementPublished decision, Position decided)
    {
        var (old, before) = (_kept, _manifest);
        _calls.Close();
        await old.Stop();
        StepTaken?.Invoke("stopped");
        try
        {
            // The old hosts append nothing any more: an effect that is not in the journal now is the new hosts' to append.
            var head = _journal.Head;
            await next.CatchUp(_journal, head, null, _stop.Token);
            await next.Commit(_stop.Token);
            StepTaken?.Invoke("durable");
            var upTo = decided == Position.None ? head.Value : decision.UpTo;
            if (decided == Position.None) decided = await Desk.NoteRestatement(decision with { UpTo = upTo });
            StepTaken?.Invoke("decided");
            manifest = manifest with { RestatedAt = decided.Value, RestatedVersion = decision.Version, RestatedUpTo = upTo };
            manifest.Write(_folder);
            _manifest = manifest;
            StepTaken?.Invoke("named");
        }
        catch
        {
            await Keep(old.Checkpoints, CancellationToken.None);
            throw;
        }
        await old.Close();
        await Keep(next.Take(), _stop.Token);
        Directory.Delete(before.BooksFolder(_folder), recursive: true);
        return decided;
    }

    /// <summary>Puts a restatement in force that was decided before a crash and is not in force yet.</summary>
    private async Task FinishRestatement(CancellationToken cancel)
    {
        var (decision, at) = await _calls.Ask(0, new RestatementQuery(), cancel);
        if (decision is null || at <= _manifest.RestatedAt) return;
        await PutInForce(decision, new(at), progress: null, cancel);
    }

    /// <summary>Whether the books the manifest calls restated were lost, so that plain replaying would bring back the old ones.</summary>
    private async Task<bool> LacksItsRestatement(IReadOnlyList<SqliteCheckpoints> checkpoints)
    {
        if (_manifest.RestatedAt == 0) return false;
        foreach (var partition in checkpoints)
            if ((await partition.Open(_manifest.Epoch)).Position < _manifest.RestatedUpTo)
                return true;
        return false;
    }

    private async Task<IReadOnlyList<SqliteCheckpoints>> MakeAgain(CancellationToken cancel)
    {
        var manifest = _manifest with { Generation = _manifest.Generation + 1 };
        var grader = new Grader(await PublishedPolicies.Read(_journal, manifest.RestatedVersion, cancel));
        await using var next = await NextBooks.Begin(_folder, manifest, _options, new(manifest.RestatedVersion, manifest.RestatedUpTo, grader, []));
        await next.CatchUp(_journal, _journal.Head, null, cancel);
        await next.Commit(cancel);
        manifest.Write(_folder);
        _manifest = manifest;
        manifest.DeleteOthers(_folder);
        return next.Take();
    }

    private async Task<Restated?> RestatedInForce(CancellationToken cancel) => _manifest.RestatedAt == 0
        ? null
        : new(_manifest.RestatedVersion, _manifest.RestatedUpTo, await Books.GraderOf(_manifest.RestatedVersion, cancel), []);
}
