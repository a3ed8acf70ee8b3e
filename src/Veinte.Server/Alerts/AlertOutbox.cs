using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Veinte.Server.Access;

namespace Veinte.Server.Alerts;

/// <summary>
/// What the courier writes down: whose turn it is, what is to be told, and what became of a try. Each write names what it rests on and touches nothing else, so that what a person has changed
/// meanwhile stays as he left it, and of several servers one has its way. What changes an address and its alerts takes the address first, here and in <see cref="AlertDesk"/>, so that nobody waits
/// for anybody who waits for him. Holds no state: all of it is in the application data. Thread-safe.
/// </summary>
internal sealed class AlertOutbox(IDbContextFactory<AppDb> database, IOptions<AlertOptions> options, TimeProvider time)
{
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(30);

    // The longest a try takes, twice, and a stall of the machine.
    private long ClaimMs => 1_000 * (2 * options.Value.TimeoutSeconds + 20);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes an address for this server alone; null when another has it, or when it was turned off or deleted.</summary>
    public async Task<AlertClaim?> Claim(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var (now, until) = (Now, Now + ClaimMs);
        var taken = await db.AlertAddresses.Where(a => a.Id == id && a.Enabled && a.ClaimedUntilMs < now).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, until), cancel);
        return taken == 1 ? new(id) { UntilMs = until } : null;
    }

    /// <summary>Holds an address for longer and reads it as it is now; null when it was turned off, deleted, or has become another server's.</summary>
    public async Task<StoredAlertAddress?> Renew(AlertClaim claim, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var (held, until) = (claim.UntilMs, Math.Max(claim.UntilMs + 1, Now + ClaimMs));
        if (await db.AlertAddresses.Where(a => a.Id == claim.Id && a.Enabled && a.ClaimedUntilMs == held).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, until), cancel) != 1) return null;
        claim.UntilMs = until;
        return await db.AlertAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == claim.Id, cancel);
    }

    /// <summary>Gives an address back, unless it is another server's by now.</summary>
    public async Task Release(AlertClaim claim)
    {
        await using var db = await database.CreateDbContextAsync(CancellationToken.None);
        var held = claim.UntilMs;
        await db.AlertAddresses.Where(a => a.Id == claim.Id && a.ClaimedUntilMs == held).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, 0), CancellationToken.None);
    }

    /// <summary>Gives every address back: for a server that is alone with its folder, which follows nobody who could still hold one but a process that was killed.</summary>
    public async Task ReleaseAll(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await db.AlertAddresses.Where(a => a.ClaimedUntilMs != 0).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntilMs, 0), cancel);
    }

    /// <summary>
    /// Writes down alerts, those that are there already left out, in one transaction with how far the address has been told. Nothing when it has been told of other verdicts since it was read, or was turned off.
    /// </summary>
    public async Task Note(StoredAlertAddress address, IReadOnlyList<StoredAlert> alerts, long upTo, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var whole = await db.Database.BeginTransactionAsync(cancel);
        var noted = await db.AlertAddresses.Where(a => a.Id == address.Id && a.Enabled && a.NotedUpTo == address.NotedUpTo).ExecuteUpdateAsync(set => set.SetProperty(a => a.NotedUpTo, upTo), cancel);
        if (noted != 1) return;
        foreach (var alert in alerts)
            if (!await db.Alerts.AnyAsync(a => a.Id == alert.Id, cancel)) db.Alerts.Add(alert);
        await db.SaveChangesAsync(cancel);
        await whole.CommitAsync(cancel);
    }

    /// <summary>Takes the oldest away where too many wait, and what was done long ago.</summary>
    public async Task Bound(string address, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await Forget(db, address, cancel);
        if (await Over() <= 0) return;
        await using var whole = await db.Database.BeginTransactionAsync(cancel);
        if (!await Take(db, address, cancel)) return;
        var (over, now) = (await Over(), Now);
        if (over <= 0) return;
        var oldest = await db.Alerts.Where(a => a.Address == address && a.DoneMs == null).OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).Take(over).Select(a => a.Id).ToListAsync(cancel);
        var lost = await db.Alerts.Where(a => oldest.Contains(a.Id) && a.DoneMs == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.DoneMs, now).SetProperty(a => a.Fault, AlertFault.Crowded), cancel);
        await db.AlertAddresses.Where(a => a.Id == address).ExecuteUpdateAsync(set => set.SetProperty(a => a.Lost, a => a.Lost + lost), cancel);
        await whole.CommitAsync(cancel);

        async Task<int> Over() => await db.Alerts.CountAsync(a => a.Address == address && a.DoneMs == null, cancel) - options.Value.WaitingMax;
    }

    /// <summary>What is due for an address, oldest first.</summary>
    public async Task<IReadOnlyList<StoredAlert>> Due(string address, int most, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var now = Now;
        return await db.Alerts.AsNoTracking().Where(a => a.Address == address && a.DoneMs == null && a.NextMs <= now).OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>
    /// Writes down what became of a try. How the address stands is written only by who still has it to itself: whoever lets it begin anew takes it away, for a failure of before says nothing about it.
    /// </summary>
    /// <param name="claim">By which it was tried.</param>
    /// <param name="alert">The alert that was tried.</param>
    /// <param name="after">How both stand now.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether how the address stands was written.</returns>
    public async Task<bool> Settle(AlertClaim claim, StoredAlert alert, AlertTurn after, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var whole = await db.Database.BeginTransactionAsync(cancel);
        var (address, fate, held) = (after.Address, after.Alert, claim.UntilMs);
        var stands = await db.AlertAddresses.Where(a => a.Id == claim.Id && a.ClaimedUntilMs == held).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Failures, address.Failures).SetProperty(a => a.FailingSinceMs, address.FailingSinceMs).SetProperty(a => a.StoppedMs, address.StoppedMs)
                .SetProperty(a => a.NextMs, address.NextMs).SetProperty(a => a.DeliveredMs, address.DeliveredMs).SetProperty(a => a.LastFault, address.LastFault)
                .SetProperty(a => a.Lost, a => a.Lost + address.Lost),
            cancel) == 1;
        await db.Alerts.Where(a => a.Id == alert.Id && a.DoneMs == null).ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(a => a.Attempts, a => a.Attempts + 1).SetProperty(a => a.Fault, fate.Fault);
                if (stands || fate.Delivered) set.SetProperty(a => a.DoneMs, fate.DoneMs).SetProperty(a => a.Delivered, fate.Delivered).SetProperty(a => a.NextMs, fate.NextMs);
            },
            cancel);
        await whole.CommitAsync(cancel);
        return stands;
    }

    /// <summary>The address takes things again: what waits need not wait longer, and goes oldest first.</summary>
    public async Task SendAtOnce(string address, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var whole = await db.Database.BeginTransactionAsync(cancel);
        await db.AlertAddresses.Where(a => a.Id == address).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextMs, 0), cancel);
        await db.Alerts.Where(a => a.Address == address && a.DoneMs == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextMs, 0), cancel);
        await whole.CommitAsync(cancel);
    }

    /// <summary>Keeps a test that was posted, for the list of an address; false when that was deleted meanwhile.</summary>
    public async Task<bool> Keep(StoredAlert test, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (!await db.AlertAddresses.AnyAsync(a => a.Id == test.Address, cancel)) return false;
        db.Alerts.Add(test);
        await db.SaveChangesAsync(cancel);
        await Forget(db, test.Address, cancel);
        return true;
    }

    // Until the transaction ends nobody else changes the address.
    private static async Task<bool> Take(AppDb db, string address, CancellationToken cancel) =>
        await db.AlertAddresses.Where(a => a.Id == address).ExecuteUpdateAsync(set => set.SetProperty(a => a.Lost, a => a.Lost), cancel) == 1;

    private async Task Forget(AppDb db, string address, CancellationToken cancel)
    {
        var before = Now - (long)ForgetAfter.TotalMilliseconds;
        await db.Alerts.Where(a => a.Address == address && a.DoneMs != null && a.DoneMs < before).ExecuteDeleteAsync(cancel);
    }
}

/// <summary>That one server has an address to itself. Owned by its round.</summary>
/// <param name="id">Which address.</param>
internal sealed class AlertClaim(string id)
{
    /// <summary>Which address.</summary>
    public string Id => id;

    /// <summary>Until when, in Unix milliseconds; no two claims of an address end at the same.</summary>
    public required long UntilMs { get; set; }
}
