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

    // An address as a whole is tried at least this often, in seconds: what is new must not wait for hours because something old did.
    private const int AddressRetryMax = 15 * 60;

    // Time alone says nothing: a server that was off for days has tried once.
    private const int FailuresToGiveUp = 8;
    private const string PublicAddressSetting = "public-address";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), ForgetAfter = TimeSpan.FromDays(30);
    private readonly Dictionary<string, Task> _rounds = [];

    // The longest a try takes, twice, and a stall of the machine.
    private long ClaimMs => 1_000 * (2 * options.Value.TimeoutSeconds + 20);

    /// <summary>One round for every address: notes what is new, sends what is due. Ends when all of it was tried once.</summary>
    public async Task Round(CancellationToken cancel)
    {
        var (verdicts, wanting) = await Wanting(cancel);
        await Task.WhenAll(wanting.Select(id => Serve(id, verdicts, cancel)));
    }

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
        await Forget(db, id, cancel);
        if (alert.Delivered) await SendAtOnce(db, id, cancel);
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
                    if (claimsAreOld) await ForgetClaims(stop);
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

    private async Task ForgetClaims(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await db.AlertAddresses.Where(a => a.ClaimedUntilMs != 0).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, 0), cancel);
    }

    private async Task Serve(string id, Verdicts verdicts, CancellationToken cancel)
    {
        try
        {
            await using var db = await database.CreateDbContextAsync(cancel);
            var until = Now + ClaimMs;
            if (await db.AlertAddresses.Where(a => a.Id == id && a.ClaimedUntilMs < Now).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, until), cancel) != 1) return;
            var address = await db.AlertAddresses.SingleAsync(a => a.Id == id, cancel);
            try
            {
                await Note(db, address, verdicts, cancel);
                await Send(db, address, cancel);
            }
            finally
            {
                await db.AlertAddresses.Where(a => a.Id == id && a.ClaimedUntilMs == address.ClaimedUntilMs).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, 0), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; what waits is sent when it starts again.
        }
        catch (Exception failure)
        {
            // The books or the data are busy, or somebody has deleted the address meanwhile: the next second looks again. Anything else must not go unsaid.
            if (failure is DbException or DbUpdateException or PartitionUnavailableException) LogSkipped(failure.Message);
            else LogFailed(id, failure.Message);
        }
    }

    /// <summary>What has been found since the address was last told becomes an alert, in one transaction with how far it was told.</summary>
    private async Task Note(AppDb db, StoredAlertAddress address, Verdicts verdicts, CancellationToken cancel)
    {
        if (address.NotedUpTo > verdicts.End)
        {
            // Other books than before: those of a demo that was wiped, or put back from a copy. What they hold already is no news.
            address.NotedUpTo = verdicts.Last;
            await db.SaveChangesAsync(cancel);
            return;
        }
        var found = verdicts.All.Where(pair => pair.Verdict.Position > address.NotedUpTo).ToList();
        if (found.Count == 0) return;
        var (workspace, origin) = (await settings.Get(WorkspaceSettings.WorkspaceName, cancel), await settings.Get(PublicAddressSetting, cancel));
        foreach (var (promise, verdict) in found.Where(pair => !address.OnlyBroken || pair.Verdict.Reached.Verdict == PromiseWords.Broken))
        {
            var id = $"verdict-{AlertMessage.IdOf(verdict)}-{address.Id}";
            if (await db.Alerts.AnyAsync(a => a.Id == id, cancel)) continue;
            db.Alerts.Add(new() { Id = id, Address = address.Id, Subject = promise.Id, CreatedMs = Now, Body = AlertMessage.Of(promise, verdict, workspace, origin, time.GetUtcNow()) });
        }
        address.NotedUpTo = found[^1].Verdict.Position;
        await db.SaveChangesAsync(cancel);
        await Bound(db, address, cancel);
    }

    /// <summary>Takes the oldest away where too many wait, and what was done long ago.</summary>
    private async Task Bound(AppDb db, StoredAlertAddress address, CancellationToken cancel)
    {
        await Forget(db, address.Id, cancel);
        var over = await db.Alerts.CountAsync(a => a.Address == address.Id && a.DoneMs == null, cancel) - options.Value.WaitingMax;
        if (over <= 0) return;
        foreach (var alert in await db.Alerts.Where(a => a.Address == address.Id && a.DoneMs == null).OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).Take(over).ToListAsync(cancel))
            (alert.DoneMs, alert.Fault) = (Now, AlertFault.Crowded);
        address.Lost += over;
        await db.SaveChangesAsync(cancel);
    }

    private async Task Forget(AppDb db, string address, CancellationToken cancel)
    {
        var before = Now - (long)ForgetAfter.TotalMilliseconds;
        await db.Alerts.Where(a => a.Address == address && a.DoneMs != null && a.DoneMs < before).ExecuteDeleteAsync(cancel);
    }

    // The address takes things again: what waits need not wait longer, and goes oldest first.
    private static async Task SendAtOnce(AppDb db, string address, CancellationToken cancel)
    {
        await db.Alerts.Where(a => a.Address == address && a.DoneMs == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextMs, 0), cancel);
        await db.AlertAddresses.Where(a => a.Id == address).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextMs, 0), cancel);
    }

    private async Task Send(AppDb db, StoredAlertAddress address, CancellationToken cancel)
    {
        if (address.StoppedMs is not null || address.NextMs > Now) return;
        var due = await db.Alerts.Where(a => a.Address == address.Id && a.DoneMs == null && a.NextMs <= Now).OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).Take(SentAtOnceMax).ToListAsync(cancel);
        foreach (var alert in due)
        {
            if (!await Claimed(db, address, cancel)) return;
            var tried = await post.Try(address, alert, cancel);
            var failedBefore = address.Failures > 0;
            Judge(address, alert, tried);
            await db.SaveChangesAsync(cancel);
            if (tried.Fault is not null) return;
            if (!failedBefore) continue;
            await SendAtOnce(db, address.Id, cancel);
            return;
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
        address.NextMs = Now + Math.Min(Wait(address.Failures, tried.Wait), Math.Max(1_000 * AddressRetryMax, (long)(tried.Wait?.TotalMilliseconds ?? 0)));
        var patience = (long)TimeSpan.FromHours(options.Value.GiveUpHours).TotalMilliseconds;
        if (tried.Gone || (address.Failures >= FailuresToGiveUp && Now - address.FailingSinceMs >= patience))
        {
            address.StoppedMs = Now;
            LogStopped(address.Name, tried.Fault);
        }
        else if (alert.Attempts >= FailuresToGiveUp && Now - alert.CreatedMs >= patience && address.DeliveredMs > alert.CreatedMs)
        {
            // Others are taken there and this one never: it says nothing about the address.
            alert.DoneMs = Now;
            address.Lost++;
            (address.Failures, address.FailingSinceMs, address.NextMs) = (0, null, 0);
        }
    }

    /// <summary>Four times as long after each failure, up to six hours, and a quarter more or less, so that those who failed together do not come back together.</summary>
    private long Wait(int failures, TimeSpan? asked)
    {
        var seconds = Math.Min(RetryMax, options.Value.RetrySeconds * Math.Pow(4, Math.Min(failures - 1, 12)) * (0.75 + 0.5 * Random.Shared.NextDouble()));
        return (long)(1_000 * Math.Max(seconds, Math.Min(RetryMax, asked?.TotalSeconds ?? 0)));
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
