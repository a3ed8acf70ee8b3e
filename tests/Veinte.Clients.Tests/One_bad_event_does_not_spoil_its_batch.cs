using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Access;

namespace Veinte.Clients.Tests;

public sealed class One_bad_event_does_not_spoil_its_batch
{
    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task The_good_ones_are_posted_and_the_bad_one_waits_in_quarantine_with_its_reason(string client)
    {
        await using var books = await Bookkeeping.Open();
        (await RealClients.Tell(client, books.Server.Address, books.WriteKey, "oneBad")).ExpectDelivered(5);
        await books.Balanced(interactions: 4);
        // Sorted: some clients send the first event in a request of its own, and the two may overtake each other.
        Assert.Equal(["Arrival +10,000", "Booking +10,000", "Meal -5,000", "Payment +5,000"], (await books.Statement("eva")).Order(StringComparer.Ordinal));
        Assert.Equal("rating-off-scale: ", Assert.Single(await books.Quarantine())[..18]);
    }

    [Fact]
    public async Task What_waits_in_quarantine_is_posted_when_somebody_corrects_it()
    {
        await using var books = await Bookkeeping.Open();
        await RealClients.Tell("segment-node", books.Server.Address, books.WriteKey, "oneBad");
        var admin = await books.Server.CreateKey("admin");
        var id = (await books.Read("quarantine")).GetProperty("items")[0].GetProperty("id").GetInt64();
        var raw = (await books.Read($"quarantine/{id}")).GetProperty("raw").GetString()!;
        var corrected = System.Text.Json.JsonSerializer.Serialize(new { raw = raw.Replace("\"rating\":9", "\"rating\":4", StringComparison.Ordinal) });
        (await books.Server.Post($"/api/v1/quarantine/{id}/replay", corrected, admin)).Expect(200);
        await books.Balanced(interactions: 5);
        Assert.Contains("Cabin +5,000", await books.Statement("eva"));
    }

    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task A_revoked_key_neither_posts_anything_nor_brings_its_client_down(string client)
    {
        await using var books = await Bookkeeping.Open();
        var keys = books.Server.Host.Services.GetRequiredService<ApiKeys>();
        var (key, secret) = await keys.Create("old shop", ApiScope.Write, "test", TestContext.Current.CancellationToken);
        await keys.Revoke(key.Id, TestContext.Current.CancellationToken);
        (await RealClients.Tell(client, books.Server.Address, secret, "oneBad")).ExpectDelivered(5);
        await books.Balanced(interactions: 0);
        Assert.Empty(await books.Quarantine());
    }

    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task A_key_never_issued_is_told_so(string client)
    {
        await using var books = await Bookkeeping.Open();
        var told = await RealClients.Tell(client, books.Server.Address, "vk_write_" + new string('x', 43), "oneBad");
        Assert.Empty(told.Delivered);
        Assert.All(told.Failed, failed => Assert.Contains("401", failed));
        await books.Balanced(interactions: 0);
    }
}
