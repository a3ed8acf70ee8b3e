using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Seams;
using Veinte.Server.Access;
using Veinte.Server.Hosting;

namespace Veinte.Server.Alerts;

/// <summary>
/// Turns verdicts into alerts and delivers them, at least once. What is known of a verdict is in the journal and how far an address has been told is in the application
/// data, so nothing is lost with the process: whoever comes next goes on from there. Of several servers one at a time has an address to itself, for as long as it renews its claim.
/// </summary>
internal sealed partial class AlertCourier(
    IDbContextFactory<AppDb> database, AlertOutbox outbox, PromiseDesk promises, VeinteNode node, WorkspaceSettings settings, ServerSettings server, AlertPost post, IOptions<AlertOptions> options,
    TimeProvider time, ILogger<AlertCourier> log) : BackgroundService
{
    private const int SentAtOnceMax = 20;
    private const string PublicAddressSetting = "public-address";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Task> _rounds = [];

    /// <summary>One round for every address: notes what is new, sends what is due. Ends when all of it was tried once.</summary>
    public async Task Round(CancellationToken cancel)
    {
        var (verdicts, wanting) = await Wanting(cancel);
        await Task.WhenAll(wanting.Select(id => Serve(id, verdicts, cancel)));
    }

    /// <summary>Posts a test at once and remembers what became of it; null when there is no such address.</summary>
    public async Task<StoredAlert?> Test(string id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } address) return null;
        var key = $"test-{Guid.NewGuid():n}";
        var alert = new StoredAlert
        {
            Id = key, Address = id, Subject = "test", CreatedMs = Now, Attempts = 1,
            Body = AlertMessage.Test(key, await settings.Get(WorkspaceSettings.WorkspaceName, cancel), await settings.Get(PublicAddressSetting, cancel), time.GetUtcNow()),
        };
        var tried = await post.Try(address, alert, cancel);
        (alert.DoneMs, alert.Delivered, alert.Fault) = (Now, tried.Fault is null, tried.Fault);
        if (!await outbox.Keep(alert, cancel)) return null;
        if (alert.Delivered) await outbox.SendAtOnce(id, cancel);
        return alert;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var claimsAreOld = server.Cluster is null;
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                // Not within the clock's own call: a clock that is set a week ahead would wait for as many rounds as the week has seconds.
                await Task.Yield();
                try
                {
                    // A server that is alone with its folder follows nobody who could still hold a claim: one that was killed.
                    if (claimsAreOld) await outbox.ReleaseAll(stop);
                    claimsAreOld = false;
                    var (verdicts, wanting) = await Wanting(stop);
                    // An address that does not answer holds up nobody else.
                    foreach (var id in wanting)
                        if (!_rounds.TryGetValue(id, out var round) || round.IsCompleted) _rounds[id] = Serve(id, verdicts, stop);
                    foreach (var done in _rounds.Where(round => round.Value.IsCompleted).Select(round => round.Key).ToList()) _rounds.Remove(done);
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                    LogSkipped(failure.Message);
                }
            }
        }
        finally
        {
            // What is on its way is ended and its claim given back before the data close.
            await Task.WhenAll(_rounds.Values);
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // Asked for once for all addresses, and nothing is written while nothing is to be done.
    private async Task<(Verdicts Verdicts, IReadOnlyList<string> Ids)> Wanting(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var enabled = await db.AlertAddresses.AsNoTracking().Where(a => a.Enabled).ToListAsync(cancel);
        if (enabled.Count == 0) return (new([], long.MaxValue), []);
        var all = (await promises.Reached(cancel)).SelectMany(promise => promise.Verdicts.Select(verdict => (promise, verdict))).OrderBy(pair => pair.verdict.Position).ToList();
        var now = Now;
        var due = await db.Alerts.Where(a => a.DoneMs == null && a.NextMs <= now).Select(a => a.Address).Distinct().ToListAsync(cancel);
        var last = all.Count == 0 ? 0 : all[^1].verdict.Position;
        // Addresses that were told of more than there is: their books may be others now.
        var end = enabled.Exists(address => address.NotedUpTo > last) ? (await node.Books.TrialBalance(cancel)).Position : long.MaxValue;
        var ids = enabled.Where(address => address.NotedUpTo < last || address.NotedUpTo > end || (address.StoppedMs is null && address.NextMs <= now && due.Contains(address.Id)));
        return (new(all, end), [.. ids.Select(address => address.Id)]);
    }

    private async Task<StoredAlertAddress?> Find(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.AlertAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);
    }

    private async Task Serve(string id, Verdicts verdicts, CancellationToken cancel)
    {
        try
        {
            if (await outbox.Claim(id, cancel) is not { } claim) return;
            try
            {
                if (await Find(id, cancel) is not { } address) return;
                await Note(address, verdicts, cancel);
                await Send(claim, address, cancel);
            }
            finally
            {
                await outbox.Release(claim);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; what waits is sent when it starts again.
        }
        catch (Exception failure)
        {
            // The books or the data are busy: the next second looks again. Anything else must not go unsaid.
            if (failure is DbException or DbUpdateException or PartitionUnavailableException) LogSkipped(failure.Message);
            else LogFailed(id, failure.Message);
        }
    }

    /// <summary>What has been found since the address was last told becomes an alert.</summary>
    private async Task Note(StoredAlertAddress address, Verdicts verdicts, CancellationToken cancel)
    {
        if (address.NotedUpTo > verdicts.End)
        {
            // Other books than before: those of a demo that was wiped, or put back from a copy. What they hold already is no news.
            await outbox.Note(address, [], verdicts.Last, cancel);
            return;
        }
        var found = verdicts.All.Where(pair => pair.Verdict.Position > address.NotedUpTo).ToList();
        if (found.Count == 0) return;
        var (workspace, origin) = (await settings.Get(WorkspaceSettings.WorkspaceName, cancel), await settings.Get(PublicAddressSetting, cancel));
        var alerts = found.Where(pair => !address.OnlyBroken || pair.Verdict.Reached.Verdict == PromiseWords.Broken).Select(pair => new StoredAlert
        {
            Id = $"verdict-{AlertMessage.IdOf(pair.Verdict)}-{address.Id}", Address = address.Id, Subject = pair.Promise.Id, CreatedMs = Now,
            Body = AlertMessage.Of(pair.Promise, pair.Verdict, workspace, origin, time.GetUtcNow()),
        });
        await outbox.Note(address, [.. alerts], found[^1].Verdict.Position, cancel);
        await outbox.Bound(address.Id, cancel);
    }

    private async Task Send(AlertClaim claim, StoredAlertAddress address, CancellationToken cancel)
    {
        if (address.StoppedMs is not null || address.NextMs > Now) return;
        foreach (var alert in await outbox.Due(address.Id, SentAtOnceMax, cancel))
        {
            // What a person has changed since (its url, its secret) counts from this try on.
            if (await outbox.Renew(claim, cancel) is not { } asked) return;
            var tried = await post.Try(asked, alert, cancel);
            var after = AlertTurn.After(asked, alert, tried, options.Value, Now, Random.Shared.NextDouble());
            var stands = await outbox.Settle(claim, alert, after, cancel);
            if (tried.Fault is { } fault)
            {
                if (stands && after.Address.StoppedMs is not null) LogStopped(asked.Name, fault);
                return;
            }
            if (asked.Failures == 0) continue;
            await outbox.SendAtOnce(address.Id, cancel);
            return;
        }
    }

    [LoggerMessage(6551, LogLevel.Debug, "Alerts were not sent this second: {Reason}")]
    private partial void LogSkipped(string reason);

    [LoggerMessage(6552, LogLevel.Warning, "Alerts to '{Name}' are given up until somebody starts them again: {Fault}")]
    private partial void LogStopped(string name, string fault);

    [LoggerMessage(6553, LogLevel.Warning, "Alerts to the address {Id} could not be sent and will be tried again: {Reason}")]
    private partial void LogFailed(string id, string reason);

    /// <summary>What the books hold of verdicts, as of one second.</summary>
    /// <param name="All">All that are kept, in their order.</param>
    /// <param name="End">The position the books are at; the largest number where nobody needs to know.</param>
    private sealed record Verdicts(IReadOnlyList<(PromiseReading Promise, PromiseVerdict Verdict)> All, long End)
    {
        public long Last => All.Count == 0 ? 0 : All[^1].Verdict.Position;
    }
}
