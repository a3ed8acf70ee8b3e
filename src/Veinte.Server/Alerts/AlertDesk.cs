using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Veinte.Engine.Folds.Promises;
using Veinte.Server.Access;

namespace Veinte.Server.Alerts;

/// <summary>Where addresses of alerts are read and decided about. Holds no state: all of it is in the application data. Thread-safe.</summary>
internal sealed class AlertDesk(IDbContextFactory<AppDb> database, PromiseDesk promises, AlertTargets targets, TimeProvider time)
{
    /// <summary>Addresses at most.</summary>
    public const int AddressesMax = 20;

    /// <summary>Longest name of one.</summary>
    public const int NameMax = 100;

    private const int ShownMax = 20;
    private static readonly TimeSpan EarlierSecretFor = TimeSpan.FromHours(24);

    /// <summary>All addresses in the order in which they were made, each with its latest alerts, newest first.</summary>
    public async Task<IReadOnlyList<(StoredAlertAddress Address, int Waiting, IReadOnlyList<StoredAlert> Latest)>> All(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var all = new List<(StoredAlertAddress, int, IReadOnlyList<StoredAlert>)>();
        foreach (var address in await db.AlertAddresses.AsNoTracking().OrderBy(a => a.CreatedMs).ThenBy(a => a.Id).ToListAsync(cancel))
        {
            var latest = await db.Alerts.AsNoTracking().Where(a => a.Address == address.Id).OrderByDescending(a => a.CreatedMs).ThenByDescending(a => a.Id).Take(ShownMax).ToListAsync(cancel);
            all.Add((address, await db.Alerts.CountAsync(a => a.Address == address.Id && a.DoneMs == null, cancel), latest));
        }
        return all;
    }

    /// <summary>One address, or null.</summary>
    public async Task<StoredAlertAddress?> Find(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.AlertAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);
    }

    /// <summary>Adds an address; verdicts from now on go there. The problem in words, or the address with its secret.</summary>
    public async Task<(StoredAlertAddress? Made, string? Problem)> Add(string name, string url, bool onlyBroken, string author, CancellationToken cancel)
    {
        if (ProblemOf(name, url) is { } problem) return (null, problem);
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.AlertAddresses.CountAsync(cancel) >= AddressesMax) return (null, $"There are {AddressesMax} addresses already, which is the most there can be.");
        var address = new StoredAlertAddress
        {
            Id = Guid.NewGuid().ToString("n"),
            Name = name.Trim(),
            Url = url.Trim(),
            OnlyBroken = onlyBroken,
            Enabled = true,
            Secret = AlertSecret.New(),
            CreatedMs = Now,
            CreatedBy = author,
            NotedUpTo = await LastVerdict(cancel),
        };
        db.AlertAddresses.Add(address);
        await db.SaveChangesAsync(cancel);
        return (address, null);
    }

    /// <summary>Changes an address. Turned on again, or sent elsewhere, it begins without the failures of before. The problem in words, or null.</summary>
    /// <param name="id">Which address.</param>
    /// <param name="name">A name for people.</param>
    /// <param name="url">Where alerts are posted.</param>
    /// <param name="onlyBroken">Whether only broken promises are told.</param>
    /// <param name="enabled">Whether anything is sent; null to leave that as it is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Not found when there is no such address.</returns>
    public async Task<(bool Found, string? Problem)> Change(string id, string name, string url, bool onlyBroken, bool? enabled, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } address) return (false, null);
        (name, url) = (name.Trim(), url.Trim());
        // What may not be asked any more can still be turned off, and renamed while it is.
        var stays = !(enabled ?? address.Enabled) && address.Url == url;
        if ((stays ? NameProblem(name) : ProblemOf(name, url)) is { } problem) return (true, problem);
        return (await Write(address, url, enabled, set => set.SetProperty(a => a.Name, name).SetProperty(a => a.Url, url).SetProperty(a => a.OnlyBroken, onlyBroken), cancel), null);
    }

    /// <summary>Turns an address off, or on: then it begins without the failures of before. The problem in words, or null.</summary>
    /// <returns>Not found when there is no such address.</returns>
    public async Task<(bool Found, string? Problem)> Turn(string id, bool on, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } address) return (false, null);
        if (on && targets.Problem(address.Url) is { } problem) return (true, problem);
        return (await Write(address, address.Url, on, _ => { }, cancel), null);
    }

    // Column by column. Where it begins anew the claim is taken away, so that a try which is under way has no more to say about it.
    private async Task<bool> Write(StoredAlertAddress before, string url, bool? enabled, Action<UpdateSettersBuilder<StoredAlertAddress>> decided, CancellationToken cancel)
    {
        var (on, moved) = (enabled ?? before.Enabled, before.Url != url);
        // What was said while it was off is not told afterwards.
        var told = on && !before.Enabled ? await LastVerdict(cancel) : 0;
        var anew = on && (!before.Enabled || before.StoppedMs is not null || moved);
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var whole = await db.Database.BeginTransactionAsync(cancel);
        var found = await db.AlertAddresses.Where(a => a.Id == before.Id).ExecuteUpdateAsync(
            set =>
            {
                decided(set);
                if (enabled is { } turned) set.SetProperty(a => a.Enabled, turned);
                if (told > 0) set.SetProperty(a => a.NotedUpTo, a => a.NotedUpTo > told ? a.NotedUpTo : told);
                if (anew)
                    set.SetProperty(a => a.ClaimedUntilMs, 0).SetProperty(a => a.NextMs, 0).SetProperty(a => a.Failures, 0).SetProperty(a => a.FailingSinceMs, (long?)null).SetProperty(a => a.StoppedMs, (long?)null).SetProperty(a => a.LastFault, (string?)null);
            },
            cancel);
        if (anew) await db.Alerts.Where(a => a.Address == before.Id && a.DoneMs == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextMs, 0), cancel);
        await whole.CommitAsync(cancel);
        return found == 1;
    }

    /// <summary>Gives an address a new secret; for a day alerts carry both signatures. Null when there is no such address.</summary>
    public async Task<string?> RenewSecret(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.AlertAddresses.SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } address) return null;
        (address.EarlierSecret, address.EarlierUntilMs, address.Secret) = (address.Secret, Now + (long)EarlierSecretFor.TotalMilliseconds, AlertSecret.New());
        await db.SaveChangesAsync(cancel);
        return address.Secret;
    }

    /// <summary>Deletes an address with all its alerts, those that wait too; false when there is none.</summary>
    public async Task<bool> Delete(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var whole = await db.Database.BeginTransactionAsync(cancel);
        var gone = await db.AlertAddresses.Where(a => a.Id == id).ExecuteDeleteAsync(cancel) > 0;
        await db.Alerts.Where(a => a.Address == id).ExecuteDeleteAsync(cancel);
        await whole.CommitAsync(cancel);
        return gone;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static string? NameProblem(string name) => string.IsNullOrWhiteSpace(name) || name.Length > NameMax ? $"Give the address a name of 1 to {NameMax} characters." : null;

    private string? ProblemOf(string name, string url) => NameProblem(name) ?? targets.Problem(url.Trim());

    private async Task<long> LastVerdict(CancellationToken cancel) =>
        (await promises.Reached(cancel)).SelectMany(promise => promise.Verdicts).Select(verdict => verdict.Position).DefaultIfEmpty(0).Max();
}
