using System.Net;
using Npgsql;
using Veinte.Cluster.Journaling;
using Veinte.Cluster.Tests.Faults;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Simulation;

namespace Veinte.Cluster.Tests;

/// <summary>The database's machine is off, or a firewall drops what is sent to it: nothing is refused and nothing is answered.</summary>
public sealed class A_line_that_swallows_everything
{
    private const int Owners = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_is_refused_together_and_the_journal_closes_without_trying_each()
    {
        var direct = await PostgresServer.Instance.NewDatabase();
        await using var wire = new Wire(new(IPAddress.Loopback, 0), PostgresServer.Instance.Address);
        var through = new NpgsqlConnectionStringBuilder(direct) { Port = wire.Near.Port, Timeout = 10 }.ConnectionString;
        await using var database = await ClusterDatabase.Open(through, Owners, Cancel);
        var journal = await PostgresJournal.Open(database.Source, new() { RetryFor = TimeSpan.FromSeconds(1) }, TimeProvider.System, Cancel);
        await journal.Append(Batch("before"), Cancel);

        wire.Cut();
        // Of each owner, in his own name: none shares a record with another.
        var waiting = Enumerable.Range(0, Owners).Select(partition => journal.Append(Batch($"m-{partition}"), new Fence(partition, 0), Cancel).AsTask()).ToList();
        var refusals = new List<JournalUnavailableException>();
        foreach (var append in waiting) refusals.Add(await Assert.ThrowsAsync<JournalUnavailableException>(() => append.WaitAsync(Patience.Max, Cancel)));
        // Only of the first it is not known whether it has come through.
        Assert.Equal(Owners - 1, refusals.Count(refusal => refusal.NothingAppended));
        Assert.Equal(0, journal.Queue.Bytes);

        var late = Enumerable.Range(0, Owners).Select(partition => journal.Append(Batch($"l-{partition}"), new Fence(partition, 0), Cancel).AsTask()).ToList();
        await journal.DisposeAsync().AsTask().WaitAsync(Patience.Max, Cancel);
        foreach (var append in late) await Assert.ThrowsAsync<JournalUnavailableException>(() => append);

        wire.Mend(delivering: false);
        await using var mended = await ClusterDatabase.Open(direct, Owners, Cancel);
        await using var reopened = await PostgresJournal.Open(mended.Source, new(), TimeProvider.System, Cancel);
        Assert.Equal(1, (await reopened.ReadHead(Cancel)).Value);
    }

    private static EntryBatch Batch(string message)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, "ana", "shop", 4, message);
        return builder.Build();
    }
}
