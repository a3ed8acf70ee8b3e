namespace Veinte.Clients.Tests;

public sealed class A_broken_line_loses_nothing_and_doubles_nothing
{
    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task A_connection_dropped_before_and_after_the_server_took_the_events(string client)
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address, Fault.CutBefore, Fault.CutAfter);
        (await RealClients.Tell(client, line.Address, books.WriteKey, "journey")).ExpectDelivered(8);
        // The server took one request whose answer nobody heard, and its repetition.
        Assert.Contains(line.Sent, sent => sent.Status == 0);
        Assert.Contains(line.Sent.Where(sent => sent.Status == 200).SelectMany(MessageIds).GroupBy(id => id), id => id.Count() > 1);
        await Whole(books);
    }

    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task Answers_of_500_and_503_on_the_way(string client)
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address, Fault.Answers500, Fault.Answers503);
        (await RealClients.Tell(client, line.Address, books.WriteKey, "journey")).ExpectDelivered(8);
        Assert.Equal([500, 503], line.Sent.Select(sent => sent.Status).Where(status => status != 200).Order());
        await Whole(books);
    }

    private static async Task Whole(Bookkeeping books)
    {
        await books.Balanced(interactions: 5);
        Assert.Equal(5, (await books.Statement("bruno")).Count);
        Assert.Equal(10_000, await books.Balance("bruno"));
    }

    private static IEnumerable<string> MessageIds(Passage sent) =>
        sent.Json.GetProperty("batch").EnumerateArray().Select(message => message.GetProperty("messageId").GetString()!);
}
