using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Tests.Importing;

/// <summary>A server that was paused in the middle of an import writes what it had ready when it wakes. By then another may have finished the import, or taken it back.</summary>
public sealed class An_import_goes_one_way_only(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("running finished running", "finished")]
    [InlineData("running finished undoing running", "undoing")]
    [InlineData("running finished undoing finished", "undoing")]
    [InlineData("running undoing undone running", "undone")]
    [InlineData("running undoing undone undoing", "undone")]
    [InlineData("running running", "running")]
    public async Task What_comes_late_does_not_set_it_back(string told, string state)
    {
        var import = $"test-{told.Replace(' ', '-')}";
        using var builder = new EntryBatchBuilder();
        foreach (var (number, one) in told.Split(' ').Index())
        {
            builder.Add(
                new()
                {
                    Kind = EntryKind.ImportProgressed,
                    Key = StableHash.Customer(IdentifierKind.User, "import:" + import),
                    Message = StableHash.Message(StableHash.Source("test:import"), $"{import}:{number}"),
                    OccurredAt = Instant.From(DateTimeOffset.UtcNow),
                    ReceivedAt = Instant.From(DateTimeOffset.UtcNow),
                },
                new ImportProgressed(import, "shop.csv", one, number + 1, number + 1, 0, "kim"), EntryJson.Default.ImportProgressed);
        }
        await server.Host.Node.Journal.Append(builder.Build(), Cancel);
        var known = (await server.Get("/api/v1/imports", await server.CreateKey("admin"))).Expect(200).GetProperty("items").EnumerateArray();
        Assert.Equal(state, known.Single(one => one.GetProperty("id").GetString() == import).GetProperty("state").GetString());
    }
}
