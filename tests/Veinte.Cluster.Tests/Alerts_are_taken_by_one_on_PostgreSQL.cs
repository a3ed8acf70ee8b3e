using Veinte.Server.Hosting;
using Veinte.Server.Tests.Alerts;

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
