namespace Veinte.Clients.Tests;

public sealed class A_wrong_clock_does_no_harm
{
    public static TheoryData<string, int> Clocks { get; } = new MatrixTheoryData<string, int>(["segment-node", "rudder-node", "analytics-node-6"], [-5, 7]);

    [Theory]
    [MemberData(nameof(Clocks))]
    public async Task What_happens_now_is_booked_now_though_the_clients_clock_is_hours_off(string client, int hours)
    {
        await using var books = await Bookkeeping.Open();
        var before = DateTimeOffset.UtcNow;
        (await RealClients.Tell(client, books.Server.Address, books.WriteKey, "clock", hours)).ExpectDelivered(2);
        var after = DateTimeOffset.UtcNow;

        var now = await Interaction(books, "Security");
        Assert.InRange(now.OccurredAt, before.AddMilliseconds(-2), after);
        // What the client said is kept beside what is booked.
        Assert.InRange(now.OriginalAt - now.OccurredAt, TimeSpan.FromHours(hours) - (after - before), TimeSpan.FromHours(hours) + TimeSpan.FromMilliseconds(2));
    }

    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task What_happened_years_ago_is_booked_then(string client)
    {
        await using var books = await Bookkeeping.Open();
        var before = DateTimeOffset.UtcNow;
        (await RealClients.Tell(client, books.Server.Address, books.WriteKey, "clock")).ExpectDelivered(2);
        var then = new DateTimeOffset(2020, 5, 17, 10, 0, 0, TimeSpan.Zero);
        var complaint = await Interaction(books, "Complaint");
        Assert.Equal(then, complaint.OriginalAt);
        Assert.InRange(complaint.OccurredAt, then.AddMilliseconds(-2), then + (DateTimeOffset.UtcNow - before));
    }

    private static async Task<(DateTimeOffset OccurredAt, DateTimeOffset OriginalAt)> Interaction(Bookkeeping books, string touchpoint)
    {
        var line = (await books.Lines("hugo")).Single(line => line.GetProperty("touchpoint").GetString() == touchpoint);
        var interaction = await books.Read($"interactions/{line.GetProperty("id").GetString()}");
        return (line.GetProperty("occurredAt").GetDateTimeOffset(), interaction.GetProperty("originalAt").GetDateTimeOffset());
    }
}
