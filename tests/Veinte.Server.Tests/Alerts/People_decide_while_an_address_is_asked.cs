using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Veinte.Server.Alerts;
using static Veinte.Server.Tests.Alerts.Verdicts_are_told_to_other_programs;

namespace Veinte.Server.Tests.Alerts;

/// <summary>What a person decides about an address stands, whatever is on its way there; and of several servers one at a time asks it.</summary>
public sealed class People_decide_while_an_address_is_asked
{
    // Whatever has failed is not tried again in any test's time, and nobody who is kept waiting gives up.
    private static readonly Dictionary<string, string?> Patient = new() { ["Alerts:PrivateAddresses"] = "true", ["Alerts:RetrySeconds"] = "3600", ["Alerts:TimeoutSeconds"] = "60" };

    [Theory]
    [InlineData(410)]
    [InlineData(503)]
    public async Task What_failed_at_the_old_place_goes_at_once_to_the_new_one_which_begins_without_failures(int status)
    {
        await using var server = await ServerFixture.Start(configuration: Patient);
        await using var before = await AlertReceiver.Start();
        await using var after = await AlertReceiver.Start();
        var (key, answer) = (await server.CreateKey("admin"), before.Hold());
        before.Status = status;
        var (id, _) = await Add(server, before, key);
        await Reach(server, key, "has-it-moved", "Has it moved", rating: 4);
        var tried = await before.Next("has-it-moved");
        (await Put(server, key, id, "Day shift", after.Url)).Expect(204);
        answer.SetResult();

        JsonElement address;
        while ((address = Only(await server.Get("/api/v1/alerts", key), id)).GetProperty("latest")[0].GetProperty("attempts").GetInt32() == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Contains(Text(address, "state"), (string[])["new", "delivered"]);
        var arrived = await after.Next("has-it-moved");
        Assert.Equal((tried.Id, tried.Body), (arrived.Id, arrived.Body));
        while (Text(Only(await server.Get("/api/v1/alerts", key), id), "state") != "delivered") await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal("Day shift", Text(Only(await server.Get("/api/v1/alerts", key), id), "name"));
    }

    [Fact]
    public async Task Who_is_turned_off_while_it_is_asked_stays_off_and_is_told_at_once_when_it_is_on_again()
    {
        await using var server = await ServerFixture.Start(configuration: Patient);
        await using var receiver = await AlertReceiver.Start();
        var (key, answer) = (await server.CreateKey("admin"), receiver.Hold());
        receiver.Status = 503;
        var (id, _) = await Add(server, receiver, key);
        await Reach(server, key, "is-it-off", "Is it off", rating: 4);
        var tried = await receiver.Next("is-it-off");
        (await Put(server, key, id, "Night shift", receiver.Url, enabled: false)).Expect(204);
        answer.SetResult();
        while (Only(await server.Get("/api/v1/alerts", key), id).GetProperty("latest")[0].GetProperty("attempts").GetInt32() == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal("off", Text(Only(await server.Get("/api/v1/alerts", key), id), "state"));

        receiver.Status = 204;
        (await Put(server, key, id, "Night shift", receiver.Url)).Expect(204);
        Assert.Equal(tried.Id, (await receiver.Next("is-it-off")).Id);
    }

    [Fact]
    public async Task Who_is_turned_off_and_on_again_while_it_is_asked_begins_anew_whatever_the_answer()
    {
        await using var server = await ServerFixture.Start(configuration: Patient);
        await using var receiver = await AlertReceiver.Start();
        var (key, answer) = (await server.CreateKey("admin"), receiver.Hold());
        receiver.Status = 410;
        var (id, _) = await Add(server, receiver, key);
        await Reach(server, key, "is-it-on", "Is it on", rating: 4);
        var tried = await receiver.Next("is-it-on");
        receiver.Status = 204;
        (await Put(server, key, id, "Night shift", receiver.Url, enabled: false)).Expect(204);
        (await Put(server, key, id, "Night shift", receiver.Url)).Expect(204);
        answer.SetResult();
        Assert.Equal(tried.Id, (await receiver.Next("is-it-on")).Id);
        while (Text(Only(await server.Get("/api/v1/alerts", key), id), "state") is var state && state != "delivered")
        {
            Assert.Equal("new", state);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_address_that_may_not_be_asked_any_more_can_be_turned_off_renamed_and_deleted()
    {
        await using var server = await ServerFixture.Start(configuration: new Dictionary<string, string?> { ["Alerts:PrivateAddresses"] = "false" });
        var (key, desk, cancel) = (await server.CreateKey("admin"), server.Host.Services.GetRequiredService<AlertDesk>(), TestContext.Current.CancellationToken);
        const string Url = "http://10.0.0.1/alerts";
        await ClaimedByOne.Write(server.Host.Services, "inside", Url);
        Assert.Contains("private network", (await Put(server, key, "inside", "Inside", Url)).ExpectProblem(400));
        (await Put(server, key, "inside", "Inside", Url, enabled: false)).Expect(204);
        (await Put(server, key, "inside", "Was inside", Url, enabled: false)).Expect(204);
        Assert.Equal(("off", "Was inside"), (Text(Only(await server.Get("/api/v1/alerts", key), "inside"), "state"), Text(Only(await server.Get("/api/v1/alerts", key), "inside"), "name")));
        Assert.Contains("private network", (await Put(server, key, "inside", "Inside", "http://10.0.0.2/", enabled: false)).ExpectProblem(400));

        // And by the buttons of the page.
        Assert.NotNull((await desk.Turn("inside", on: true, cancel)).Problem);
        Assert.Equal((true, null), await desk.Turn("inside", on: false, cancel));
        Assert.Equal((true, null), await desk.Change("inside", "Not asked", Url, onlyBroken: true, enabled: null, cancel));
        (await server.Delete("/api/v1/alerts/inside", key)).Expect(204);
        Assert.Empty((await server.Get("/api/v1/alerts", key)).Expect(200).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Of_several_servers_over_the_same_data_one_at_a_time_asks_an_address_and_none_asks_twice()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await ServerFixture.Start(configuration: Patient);
        await using var receiver = await AlertReceiver.Start();
        var others = Enumerable.Range(0, 3).Select(_ => ActivatorUtilities.CreateInstance<AlertCourier>(server.Host.Services)).ToList();
        var (key, answer) = (await server.CreateKey("admin"), receiver.Hold());
        var (id, _) = await Add(server, receiver, key);
        await Reach(server, key, "is-it-one", "Is it one", rating: 4);
        await receiver.Next("is-it-one");
        // One of them waits for its answer. Nobody else has anything to do there.
        await Task.WhenAll(others.Select(other => other.Round(cancel)));
        answer.SetResult();
        while (Text(Only(await server.Get("/api/v1/alerts", key), id), "state") != "delivered") await Task.Delay(20, cancel);
        await Task.WhenAll(others.Select(other => other.Round(cancel)));
        Assert.Empty(receiver.Others());
        foreach (var other in others) other.Dispose();
    }

    [Fact]
    public async Task Of_many_who_take_an_address_at_the_same_moment_one_has_it_and_one_notes()
    {
        // Under a clock that stands still, so that the server's own courier has no turn: at its first it gives every claim back.
        await using var server = await ServerFixture.Start(time: new FakeTimeProvider(DateTimeOffset.UtcNow));
        await ClaimedByOne.Holds(server.Host.Services, TestContext.Current.CancellationToken);
    }

    private static Task<Answer> Put(ServerFixture server, string key, string id, string name, string url, bool enabled = true) => server.Send(
        HttpMethod.Put, $"/api/v1/alerts/{id}", key, new StringContent($$"""{"name":"{{name}}","url":"{{url}}","enabled":{{(enabled ? "true" : "false")}}}""", Encoding.UTF8, "application/json"));
}
