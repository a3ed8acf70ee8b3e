using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// Where promises are read, written, started and ended, and where verdicts enter the journal. Holds no state: what was
/// acknowledged before a call is in its answer. Thread-safe.
/// </summary>
public sealed class PromiseDesk(Books books, Desk desk)
{
    /// <summary>Promises that may exist at once.</summary>
    public const int PromisesMax = PromisesFold.PromisesMax;

    private const string Capability = "promises";

    // Whole promises, of which each may have some hundred kilobytes in every partition.
    private const int ReadAtOnce = 8;

    /// <summary>All promises, in the order in which they were first written.</summary>
    /// <param name="depth">How much of them. All of five hundred whole would be hundreds of megabytes: that is for one (<see cref="Find"/>).</param>
    /// <param name="cancel">Ends the question.</param>
    public async Task<IReadOnlyList<PromiseReading>> All(PromiseDepth depth = PromiseDepth.Judged, CancellationToken cancel = default)
    {
        var shares = (await books.AskEach(new PromisesQuery(null, depth), cancel)).SelectMany(partition => partition);
        return [.. shares.GroupBy(share => share.Id).Select(same => PromiseReading.Merge([.. same])).OrderBy(promise => promise.Versions[0].Position)];
    }

    /// <summary>All promises with their verdicts and without evidence: definitions and verdicts are in the journal, so one partition knows them all.</summary>
    public async Task<IReadOnlyList<PromiseReading>> Reached(CancellationToken cancel = default) =>
        [.. (await books.AskOne(new PromisesQuery(null, PromiseDepth.Judged), cancel)).Select(share => PromiseReading.Merge([share]) with { Evidence = null })];

    /// <summary>Those of them that have fallen silent, by their ids. Days are read only where one may have, and of a few at a time.</summary>
    public async Task<IReadOnlyDictionary<string, PromiseSilence>> Silent(IReadOnlyList<PromiseReading> promises, Instant now, CancellationToken cancel = default)
    {
        var found = new Dictionary<string, PromiseSilence>();
        foreach (var few in promises.Where(promise => PromiseSilence.MayBe(promise, now)).Chunk(ReadAtOnce))
            foreach (var whole in await Task.WhenAll(few.Select(promise => Find(promise.Id, cancel))))
                if (whole is not null && PromiseSilence.Of(whole, now) is { } silence) found[whole.Id] = silence;
        return found;
    }

    /// <summary>One promise, or null.</summary>
    public async Task<PromiseReading?> Find(string id, CancellationToken cancel = default)
    {
        var shares = (await books.AskEach(new PromisesQuery(id, PromiseDepth.Whole), cancel)).SelectMany(partition => partition).ToList();
        return shares.Count == 0 ? null : PromiseReading.Merge(shares);
    }

    /// <summary>Writes a promise as the next version of its id; the caller has checked it (<see cref="PromiseCheck"/>).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="expected">The version it was made from, 0 for a new one.</param>
    /// <param name="promise">The promise.</param>
    /// <param name="author">Who writes it.</param>
    /// <param name="cancel">Ends the wait, not the decision.</param>
    public async Task<DeskResult> Write(string id, int expected, PromiseDefinition promise, string author, CancellationToken cancel = default)
    {
        if (PromiseCheck.Of(promise, null, spanish: false) is { Count: > 0 } problems)
            return new(DeskStatus.Refused, string.Join(' ', problems.Select(problem => problem.Problem)));
        var all = await All(cancel: cancel);
        if (expected == 0 && all.Count >= PromisesMax)
            return new(DeskStatus.Refused, $"There are {PromisesMax} promises already, which is the most there can be.");
        if (expected > 0 && all.All(known => known.Id != id)) return NoPromise(id);
        return await desk.Define(Capability, id, expected, promise.Write(), author, cancel);
    }

    /// <summary>Starts a draft: from here on every interaction it is about is evidence.</summary>
    public Task<DeskResult> Start(string id, string author, CancellationToken cancel = default) =>
        Turn(id, author, PromiseWords.Draft, PromiseWords.Running, "is running already or has ended; write a new version instead", cancel);

    /// <summary>Ends a running promise; its evidence stays readable.</summary>
    public Task<DeskResult> End(string id, string author, CancellationToken cancel = default) =>
        Turn(id, author, PromiseWords.Running, PromiseWords.Ended, "is not running", cancel);

    /// <summary>Journals a verdict as the next of its promise. Refused when another one came first.</summary>
    public async Task<DeskResult> Reach(VerdictReached verdict, CancellationToken cancel = default)
    {
        var at = await desk.Note(verdict, cancel);
        var promise = await Find(verdict.Promise, cancel);
        return promise is not null && promise.Verdicts.Any(reached => reached.Position == at.Value)
            ? new(DeskStatus.Done, $"'{verdict.Promise}' is {verdict.Verdict}.", at)
            : new(DeskStatus.Refused, $"'{verdict.Promise}' had another verdict or version at the same moment.");
    }

    /// <summary>The arm a customer is given by the hash of his identifier, for a promise whose arms are shared out by customer.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="userId">The firm's own id of the customer.</param>
    public static string ArmOf(PromiseReading promise, string userId) => promise.Definition.Arms is { } arms
        ? arms.Items[promise.Plan.ArmOf(StableHash.Customer(IdentifierKind.User, userId))].Name
        : throw new InvalidOperationException($"'{promise.Id}' compares nothing.");

    private async Task<DeskResult> Turn(string id, string author, string from, string to, string refusal, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } promise) return NoPromise(id);
        if (promise.Definition.State == to) return new(DeskStatus.AlreadyDone, $"'{id}' is {to} already.");
        if (promise.Definition.State != from) return new(DeskStatus.Refused, $"'{id}' {refusal}.");
        return await desk.Define(Capability, id, promise.Version.Number, (promise.Definition with { State = to }).Write(), author, cancel);
    }

    private static DeskResult NoPromise(string id) => new(DeskStatus.NotFound, $"There is no promise '{id}'.");
}
