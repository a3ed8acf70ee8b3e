namespace Veinte.Clients.Tests;

public sealed class CloudEvents_by_their_own_client
{
    [Fact]
    public async Task All_three_modes_reach_the_books_once_and_bad_events_wait_with_their_reason()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        var told = await RealClients.Tell("cloudevents", line.Address, books.WriteKey, "journey");
        Assert.Equal(["Counter", "Counter", "Counter", "Café", "Queue", "Photo", "Note"], told.Delivered);
        Assert.Equal(2, told.Failed.Count);
        Assert.StartsWith("Queue: rating 9 is off the scale from 1 to 5.", told.Failed[0]);
        Assert.Equal("batch: 1 in quarantine", told.Failed[1]);

        // One Counter, though it was sent four times.
        await books.Balanced(interactions: 7);
        Assert.Equal(["Counter +5,000", "Delivery +10,000", "Note", "Photo", "Queue -10,000"], (await books.Statement("anna")).Order(StringComparer.Ordinal));
        Assert.Equal(["Café +10,000", "Delivery -5,000"], (await books.Statement("zoë")).Order(StringComparer.Ordinal));
        var counter = (await books.Lines("anna")).Single(posting => posting.GetProperty("touchpoint").GetString() == "Counter");
        Assert.Equal(["17", "in-person", "Lucía"], ((string[])["messageId", "channel", "staff"]).Select(name => counter.GetProperty(name).GetString()));
        Assert.Equal(2, (await books.Quarantine()).Count(waiting => waiting.StartsWith("rating-off-scale: ", StringComparison.Ordinal)));

        // What the client really sent: its own modes, and Latin-1 as it is in headers.
        Assert.Contains(line.Sent, sent => sent.Headers["Content-Type"].StartsWith("application/cloudevents+json", StringComparison.Ordinal));
        Assert.Contains(line.Sent, sent => sent.Headers.TryGetValue("ce-subject", out var subject) && subject == "zoë");
        Assert.Equal([202, 202, 202, 202, 202, 400, 202, 202, 202], line.Sent.Select(sent => sent.Status));
    }
}
