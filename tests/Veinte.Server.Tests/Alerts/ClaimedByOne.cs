using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Engine;
using Veinte.Journal.Entries;
using Veinte.Server.Access;
using Veinte.Server.Alerts;

namespace Veinte.Server.Tests.Alerts;

/// <summary>An address that many servers reach for at the same moment, over whatever database there is.</summary>
internal static class ClaimedByOne
{
    private const int Many = 8, Times = 10;
    private const long UpTo = 7;

    /// <summary>Writes an address down past all that is asked of one.</summary>
    public static async Task Write(IServiceProvider services, string id, string url)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.AlertAddresses.Add(new() { Id = id, Name = id, Url = url, Enabled = true, Secret = "whsec_" + Convert.ToBase64String(new byte[32]), CreatedBy = "test" });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Fails unless exactly one of many has the address each time, and of many who note what comes next exactly one does.</summary>
    public static async Task Holds(IServiceProvider services, CancellationToken cancel)
    {
        var outbox = services.GetRequiredService<AlertOutbox>();
        await Write(services, "shared", "https://example.com/alerts");
        for (var time = 0; time < Times; time++)
        {
            var claim = Assert.Single((await AtOnce(() => outbox.Claim("shared", cancel))).OfType<AlertClaim>());
            Assert.Null(await outbox.Claim("shared", cancel));
            Assert.NotNull(await outbox.Renew(claim, cancel));
            Assert.Null(await outbox.Renew(new("shared") { UntilMs = claim.UntilMs - 1 }, cancel));
            await outbox.Release(claim);
        }

        // As far into the books as it is told of: the courier of this server takes what lies beyond them for other books.
        using var batch = new EntryBatchBuilder();
        for (var i = 0; i < UpTo; i++) Said.Add(batch, "ana", "Desk", rating: 4, staff: null, area: null, i);
        await services.GetRequiredService<VeinteNode>().Journal.Append(batch.Build(), cancel);
        var read = (await services.GetRequiredService<AlertDesk>().Find("shared", cancel))!;
        var number = 0;
        await AtOnce(async () =>
        {
            await outbox.Note(read, [new() { Id = $"alert-{Interlocked.Increment(ref number)}", Address = "shared", Subject = "promise", Body = "{}", NextMs = long.MaxValue }], UpTo, cancel);
            return true;
        });
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancel);
        Assert.Equal((1, UpTo), (await db.Alerts.CountAsync(a => a.Address == "shared", cancel), (await db.AlertAddresses.AsNoTracking().SingleAsync(a => a.Id == "shared", cancel)).NotedUpTo));
    }

    private static Task<T[]> AtOnce<T>(Func<Task<T>> ask) => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(ask)));
}
