using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Access;
using Veinte.Server.Alerts;
using Veinte.Server.Hosting;
using Veinte.Server.Tests.Alerts;
using Veinte.Simulation;

namespace Veinte.Cluster.Tests;

/// <summary>Servers of a cluster share the outbox of alerts: one at a time has an address, however many reach for it.</summary>
public sealed class Alerts_are_taken_by_one_on_PostgreSQL : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-alerts-pg-").FullName;

    [Fact]
    public async Task Of_many_who_take_an_address_at_the_same_moment_one_has_it_and_one_notes()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var host = await VeinteHost.Start(new() { Data = _folder, Port = 0, Cluster = new() { Postgres = postgres } }, TimeProvider.System, TestContext.Current.CancellationToken);
        await ClaimedByOne.Holds(host.Services, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_takes_the_oldest_away_holds_none_while_he_waits_for_who_has_the_address()
    {
        var cancel = TestContext.Current.CancellationToken;
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var host = await VeinteHost.Start(
            new() { Data = _folder, Port = 0, Cluster = new() { Postgres = postgres }, Configuration = new Dictionary<string, string?> { ["Alerts:WaitingMax"] = "1" } }, TimeProvider.System, cancel);
        await ClaimedByOne.Write(host.Services, "shared", "https://example.com/alerts");
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancel);
        for (var i = 0; i < 3; i++) db.Alerts.Add(new() { Id = $"alert-{i}", Address = "shared", Subject = "promise", Body = "{}", CreatedMs = i, NextMs = long.MaxValue });
        await db.SaveChangesAsync(cancel);

        // A person changes the address, and then what waits for it.
        await using var person = await db.Database.BeginTransactionAsync(cancel);
        await db.AlertAddresses.Where(a => a.Id == "shared").ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, "renamed"), cancel);
        var bound = host.Services.GetRequiredService<AlertOutbox>().Bound("shared", cancel);
        await using var watcher = await host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancel);
        await Patience.Until(
            () => watcher.Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync(cancel),
            waiting => waiting > 0, cancel);
        Assert.Equal(3, await db.Alerts.Where(a => a.Address == "shared").ExecuteUpdateAsync(set => set.SetProperty(a => a.NextMs, long.MaxValue - 1), cancel));
        await person.CommitAsync(cancel);
        await bound;
        Assert.Equal(["alert-2"], await watcher.Alerts.Where(a => a.DoneMs == null).Select(a => a.Id).ToListAsync(cancel));
        Assert.Equal(2, (await watcher.AlertAddresses.AsNoTracking().SingleAsync(a => a.Id == "shared", cancel)).Lost);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
