using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Veinte.Server.Collect;

namespace Veinte.Clients.Tests;

public sealed class Too_fast_is_told_and_comes_back
{
    [Theory]
    [MemberData(nameof(RealClients.OfServers), MemberType = typeof(RealClients))]
    public async Task A_client_beyond_its_rate_hears_429_and_when_to_come_back_and_all_it_had_arrives(string client)
    {
        await using var books = await Bookkeeping.Open();
        var limits = books.Server.Host.Services.GetRequiredService<IOptions<CollectOptions>>().Value;
        (limits.BurstPerKey, limits.RequestsPerSecondPerKey) = (1, 1);
        await using var line = await Line.To(books.Server.Address);

        (await RealClients.Tell(client, line.Address, books.WriteKey, "burst")).ExpectDelivered(3);
        Assert.Equal(3, line.Sent.Count(sent => sent.Status == 200));
        var refused = line.Sent.Where(sent => sent.Status == 429).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, sent => Assert.Equal("1", sent.Answered["Retry-After"]));
        await books.Balanced(interactions: 3);
        Assert.Equal(30_000, await books.Balance("olga"));
    }
}
