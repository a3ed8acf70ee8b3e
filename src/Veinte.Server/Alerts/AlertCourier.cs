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
    IDbContextFactory<AppDb> database, PromiseDesk promises, VeinteNode node, WorkspaceSettings settings, ServerSettings server, AlertPost post, IOptions<AlertOptions> options, TimeProvider time,
    ILogger<AlertCourier> log) : BackgroundService
{
    private const int SentAtOnceMax = 20, RetryMax = 6 * 3_600;
    private const string PublicAddressSetting = "public-address";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), ForgetAfter = TimeSpan.FromDays(30);
    private readonly Dictionary<string, Task> _rounds = [];

    // The longest a try takes, twice, and a stall of the machine.
    private long ClaimMs => 1_000 * (2 * options.Value.TimeoutSeconds + 20);

    /// <summary>One round for every address: notes what is new, sends what is due. Ends when all of it was tried once.</summary>
    public async Task Round(CancellationToken cancel) => await Task.WhenAll((await Enabled(cancel)).Select(id => Serve(id, cancel)));

    /// <summary>Posts a test at once and remembers what became of it; null when there is no such address.</summary>
    public async Task<StoredAlert?> Test(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.AlertAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } address) return null;
        var key = $"test-{Guid.NewGuid():n}";
        var alert = new StoredAlert
        {
            Id = key, Address = id, Subject = "test", CreatedMs = Now, Attempts = 1,
            Body = AlertMessage.Test(key, await settings.Get(WorkspaceSettings.WorkspaceName, cancel), await settings.Get(PublicAddressSetting, cancel), time.GetUtcNow()),
        };
        var tried = await post.Try(address, alert, cancel);
        (alert.DoneMs, alert.Delivered, alert.Fault) = (Now, tried.Fault is null, tried.Fault);
        db.Alerts.Add(alert);
        await db.SaveChangesAsync(cancel);
        return alert;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        // A server that is alone with its folder follows nobody who could still hold a claim: one that was killed.
        if (server.Cluster is null)
        {
            await using var db = await database.CreateDbContextAsync(stop);
            await db.AlertAddresses.ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, 0), stop);
        }
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                // An address that does not answer holds up nobody else.
                foreach (var id in await Enabled(stop))
                    if (!_rounds.TryGetValue(id, out var round) || round.IsCompleted) _rounds[id] = Serve(id, stop);
                foreach (var done in _rounds.Where(round => round.Value.IsCompleted).Select(round => round.Key).ToList()) _rounds.Remove(done);
            }
            catch (Exception failure) when (failure is DbException or PartitionUnavailableException)
            {
                LogSkipped(failure.Message);
            }
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<List<string>> Enabled(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.AlertAddresses.Where(a => a.Enabled).Select(a => a.Id).ToListAsync(cancel);
    }

    private async Task Serve(string id, CancellationToken cancel)
    {
        try
        {
            await using var db = await database.CreateDbContextAsync(cancel);
            var until = Now + ClaimMs;
            if (await db.AlertAddresses.Where(a => a.Id == id && a.ClaimedUntilMs < Now).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, until), cancel) != 1) return;
            var address = await db.AlertAddresses.SingleAsync(a => a.Id == id, cancel);
            try
            {
                await Note(db, address, cancel);
                await Send(db, address, cancel);
            }
            finally
            {
                await db.AlertAddresses.Where(a => a.Id == id && a.ClaimedUntilMs == address.ClaimedUntilMs).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, 0), CancellationToken.None);
            }
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or PartitionUnavailableException or InvalidOperationException)
        {
            // The books or the data are busy, or somebody has deleted the address meanwhile: the next second looks again.
            LogSkipped(failure.Message);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; what waits is sent when it starts again.
        }
    }

    /// <summary>What has been found since the address was last told becomes an alert, in one transaction with how far it was told.</summary>
    private async Task Note(AppDb db, StoredAlertAddress address, CancellationToken cancel)
    {
        var all = await promises.All(cancel: cancel);
        var found = all.SelectMany(promise => promise.Verdicts.Select(verdict => (promise, verdict))).Where(pair => pair.verdict.Position > address.NotedUpTo).OrderBy(pair => pair.verdict.Position).ToList();
        if (found.Count == 0)
        {
            // Other books than before: those of a demo that was wiped, or put back from a copy.
            if (address.NotedUpTo > 0 && all.All(promise => promise.Verdicts.All(verdict => verdict.Position != address.NotedUpTo)) && (await node.Books.TrialBalance(cancel)).Position < address.NotedUpTo)
            {
                address.NotedUpTo = 0;
                await db.SaveChangesAsync(cancel);
            }
            return;
        }
        var (workspace, origin) = (await settings.Get(WorkspaceSettings.WorkspaceName, cancel), await settings.Get(PublicAddressSetting, cancel));
        foreach (var (promise, verdict) in found.Where(pair => !address.OnlyBroken || pair.verdict.Reached.Verdict == PromiseWords.Broken))
        {
            var id = $"verdict-{AlertMessage.IdOf(verdict)}-{address.Id}";
            if (await db.Alerts.AnyAsync(a => a.Id == id, cancel)) continue;
            db.Alerts.Add(new() { Id = id, Address = address.Id, Subject = promise.Id, CreatedMs = Now, Body = AlertMessage.Of(promise, verdict, workspace, origin, time.GetUtcNow()) });
        }
        address.NotedUpTo = found[^1].verdict.Position;
        await db.SaveChangesAsync(cancel);
        await Bound(db, address, cancel);
    }

    /// <summary>Takes the oldest away where too many wait, and what was done long ago.</summary>
    private async Task Bound(AppDb db, StoredAlertAddress address, CancellationToken cancel)
    {
        var before = Now - (long)ForgetAfter.TotalMilliseconds;
        await db.Alerts.Where(a => a.Address == address.Id && a.DoneMs != null && a.DoneMs < before).ExecuteDeleteAsync(cancel);
        var over = await db.Alerts.CountAsync(a => a.Address == address.Id && a.DoneMs == null, cancel) - options.Value.WaitingMax;
        if (over <= 0) return;
        foreach (var alert in await db.Alerts.Where(a => a.Address == address.Id && a.DoneMs == null).OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).Take(over).ToListAsync(cancel))
            (alert.DoneMs, alert.Fault) = (Now, AlertFault.Crowded);
        address.Lost += over;
        await db.SaveChangesAsync(cancel);
    }

    private async Task Send(AppDb db, StoredAlertAddress address, CancellationToken cancel)
    {
        if (address.StoppedMs is not null || address.NextMs > Now) return;
        var due = await db.Alerts.Where(a => a.Address == address.Id && a.DoneMs == null && a.NextMs <= Now).OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).Take(SentAtOnceMax).ToListAsync(cancel);
        foreach (var alert in due)
        {
            if (!await Claimed(db, address, cancel)) return;
            var tried = await post.Try(address, alert, cancel);
            Judge(address, alert, tried);
            await db.SaveChangesAsync(cancel);
            if (tried.Fault is not null) return;
        }
    }

    /// <summary>Renews the claim before each try; false when the address was turned off, deleted, or has become another server's.</summary>
    private async Task<bool> Claimed(AppDb db, StoredAlertAddress address, CancellationToken cancel)
    {
        var (held, until) = (address.ClaimedUntilMs, Math.Max(address.ClaimedUntilMs + 1, Now + ClaimMs));
        if (await db.AlertAddresses.Where(a => a.Id == address.Id && a.Enabled && a.ClaimedUntilMs == held).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, until), cancel) != 1) return false;
        // What a person has changed since (its url, its secret) counts from this try on.
        await db.Entry(address).ReloadAsync(cancel);
        return true;
    }

    private void Judge(StoredAlertAddress address, StoredAlert alert, AlertTried tried)
    {
        alert.Attempts++;
        alert.Fault = address.LastFault = tried.Fault;
        if (tried.Fault is null)
        {
            (alert.DoneMs, alert.Delivered) = (Now, true);
            (address.DeliveredMs, address.Failures, address.FailingSinceMs, address.NextMs) = (Now, 0, null, 0);
            return;
        }
        address.Failures++;
        address.FailingSinceMs ??= Now;
        alert.NextMs = Now + Wait(alert.Attempts, tried.Wait);
        address.NextMs = Now + Wait(address.Failures, tried.Wait);
        var patience = (long)TimeSpan.FromHours(options.Value.GiveUpHours).TotalMilliseconds;
        if (tried.Gone || Now - address.FailingSinceMs >= patience)
        {
            address.StoppedMs = Now;
            LogStopped(address.Name, tried.Fault);
        }
        else if (Now - alert.CreatedMs >= patience)
        {
            // Others are taken there and this one never.
            alert.DoneMs = Now;
            address.Lost++;
        }
    }

    /// <summary>Four times as long after each failure, up to six hours, and a quarter more or less, so that those who failed together do not come back together.</summary>
    private long Wait(int failures, TimeSpan? asked)
    {
        var seconds = Math.Min(RetryMax, options.Value.RetrySeconds * Math.Pow(4, Math.Min(failures - 1, 12))) * (0.75 + 0.5 * Random.Shared.NextDouble());
        return (long)(1_000 * Math.Max(seconds, Math.Min(RetryMax, asked?.TotalSeconds ?? 0)));
    }

    [LoggerMessage(6551, LogLevel.Debug, "Alerts were not sent this second: {Reason}")]
    private partial void LogSkipped(string reason);

    [LoggerMessage(6552, LogLevel.Warning, "Alerts to '{Name}' are given up until somebody starts them again: {Fault}")]
    private partial void LogStopped(string name, string fault);
}
