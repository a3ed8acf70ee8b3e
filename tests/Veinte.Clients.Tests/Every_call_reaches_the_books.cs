namespace Veinte.Clients.Tests;

public sealed class Every_call_reaches_the_books
{
    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task Whatever_a_client_calls_is_in_the_books_and_who_was_anonymous_is_known(string client)
    {
        await using var books = await Bookkeeping.Open();
        (await RealClients.Tell(client, books.Server.Address, books.WriteKey, "journey")).ExpectDelivered(8);
        await books.Balanced(interactions: 5);

        // 3 of 1–5 is par; what the device and the old name earned is Bruno's.
        Assert.Equal(["Baggage claim +5,000", "Boarding pass", "Check-in +10,000", "Fare chosen -5,000", "Search 0"],
            (await books.Statement("bruno")).Order(StringComparer.Ordinal));
        foreach (var name in (string[])["bruno", "device-7", "bruno-old"]) Assert.Equal(10_000, await books.Balance(name));

        var bruno = await books.Read("customers/bruno");
        Assert.Equal("gold", bruno.GetProperty("traits").GetProperty("plan").GetString());
        Assert.Equal("acme", Assert.Single(bruno.GetProperty("groups").EnumerateArray()).GetString());
        Assert.Equal(10_000, (await books.Read("accounts/staff/agent-9")).GetProperty("balance").GetInt64());
        Assert.Equal(10_000, (await books.Read("accounts/area/Lisbon")).GetProperty("balance").GetInt64());
        Assert.Equal(["in-person", "web", "app"], (string[])[await ChannelOf("Check-in"), await ChannelOf("Search"), await ChannelOf("Boarding pass")]);
        Assert.Empty(await books.Quarantine());

        async Task<string> ChannelOf(string touchpoint) =>
            (await books.Lines("bruno")).Single(line => line.GetProperty("touchpoint").GetString() == touchpoint).GetProperty("channel").GetString()!;
    }

    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task A_repeated_message_id_is_posted_once_though_the_client_believes_it_delivered_twice(string client)
    {
        await using var books = await Bookkeeping.Open();
        for (var run = 0; run < 2; run++)
            (await RealClients.Tell(client, books.Server.Address, books.WriteKey, "again")).ExpectDelivered(1);
        await books.Balanced(interactions: 1);
        Assert.Equal(["Lounge +10,000"], await books.Statement("ines"));
        Assert.Equal("order-4711-lounge", (await books.Lines("ines"))[0].GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task Gzip_under_a_wrong_content_type_is_read_all_the_same()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        (await RealClients.Tell("rudder-node", line.Address, books.WriteKey, "journey")).ExpectDelivered(8);
        Assert.All(line.Sent, sent =>
        {
            Assert.Equal("application/x-www-form-urlencoded", sent.Headers["Content-Type"]);
            Assert.Equal("gzip", sent.Headers["Content-Encoding"]);
            Assert.Equal(200, sent.Status);
        });
        await books.Balanced(interactions: 5);
    }

    [Fact]
    public async Task A_batch_beyond_the_documented_size_is_taken_and_the_event_beyond_its_size_is_kept_aside()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        (await RealClients.Tell("segment-node", line.Address, books.WriteKey, "large")).ExpectDelivered(31);
        Assert.Contains(line.Sent, sent => sent.Body.Length > 500 * 1024);
        await books.Balanced(interactions: 30);
        // A client that hears no answer in its time sends the batch again, and what is kept aside is kept each time.
        Assert.StartsWith("event-too-large", Assert.Single((await books.Quarantine()).Distinct()));
    }
}
