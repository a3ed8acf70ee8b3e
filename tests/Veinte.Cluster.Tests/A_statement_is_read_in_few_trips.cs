using Veinte.Model;
using Veinte.Simulation;

namespace Veinte.Cluster.Tests;

public sealed class A_statement_is_read_in_few_trips
{
    private const int Lines = 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccountKind.Touchpoint, "shop")]
    [InlineData(AccountKind.Customer, "c0")]
    public async Task A_page_of_many_lines_takes_no_more_trips_over_the_network_than_it_has_owners_to_ask(AccountKind kind, string key)
    {
        await using var books = await Scenario.Open();
        // One after the other: each is a record of its own in the journal.
        for (var i = 0; i < Lines; i++) await books.Rates(kind == AccountKind.Customer ? key : $"c{i}", "shop", 1 + i % 5, $"m{i}");
        await books.Balanced();
        // Nodes that come now have no record in memory: all of them are looked up in the database.
        await books.Restart();

        using var trips = new CountedTrips();
        var page = await books.Node.Books.Statement(kind, key, null, Lines, "en", Cancel);
        Assert.InRange(trips.Count, 1, 75);
        Assert.Equal(Enumerable.Range(0, Lines).Reverse().Select(i => $"m{i}"), page!.Items.Select(line => line.MessageId));
        Assert.All(page.Items, line => Assert.NotEmpty(line.Reasons));
    }
}
