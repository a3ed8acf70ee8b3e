using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Veinte.Server.Access;
using Veinte.Server.Alerts;

namespace Veinte.Server.Tests.Alerts;

// What a test needs a server of its own for.
public sealed partial class Verdicts_are_told_to_other_programs
{
    private static readonly Dictionary<string, string?> Impatient = new() { ["Alerts:PrivateAddresses"] = "true", ["Alerts:RetrySeconds"] = "0.05", ["Alerts:WaitingMax"] = "2" };

    [Fact]
    public async Task A_receiver_that_is_down_gets_the_same_alert_when_it_is_up_again()
    {
        await using var server = await ServerFixture.Start(configuration: Impatient);
        await using var receiver = await AlertReceiver.Start();
        receiver.Status = 503;
        var key = await server.CreateKey("admin");
        var (id, secret) = await Add(server, receiver, key);
        await Reach(server, key, "is-it-down", "Is it down", rating: 4);
        var first = await receiver.Next();
        var again = await receiver.Next();
        Assert.Equal((first.Id, first.Body), (again.Id, again.Body));
        var failing = Only(await server.Get("/api/v1/alerts", key), id);
        Assert.Equal(("failing", "It answered 503", 1), (Text(failing, "state"), Text(failing, "lastError"), failing.GetProperty("waiting").GetInt32()));

        receiver.Status = 200;
        Received arrived;
        do arrived = await receiver.Next();
        while (arrived.Answered != 200);
        Assert.Equal((first.Id, true), (arrived.Id, arrived.IsSignedWith(secret)));
        while (Text(Only(await server.Get("/api/v1/alerts", key), id), "state") != "delivered") await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(0, Only(await server.Get("/api/v1/alerts", key), id).GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task Who_says_that_nobody_listens_any_more_is_left_alone_until_a_person_starts_it_again()
    {
        await using var server = await ServerFixture.Start(configuration: Impatient);
        await using var receiver = await AlertReceiver.Start();
        receiver.Status = 410;
        var key = await server.CreateKey("admin");
        var (id, _) = await Add(server, receiver, key);
        await Reach(server, key, "is-it-gone", "Is it gone", rating: 4);
        var gone = await receiver.Next();
        while (Text(Only(await server.Get("/api/v1/alerts", key), id), "state") != "dead") await Task.Delay(20, TestContext.Current.CancellationToken);
        await server.Host.Services.GetRequiredService<AlertCourier>().Round(TestContext.Current.CancellationToken);
        Assert.Empty(receiver.Others());

        receiver.Status = 204;
        (await server.Send(HttpMethod.Put, $"/api/v1/alerts/{id}", key, new StringContent($$"""{"name":"Day shift","url":"{{receiver.Url}}"}""", System.Text.Encoding.UTF8, "application/json"))).Expect(204);
        Assert.Equal(gone.Id, (await receiver.Next()).Id);
    }

    [Fact]
    public async Task A_server_that_was_off_for_days_neither_gives_an_address_up_nor_loses_an_alert_for_one_more_failure()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await ServerFixture.Start(configuration: Impatient);
        await using var receiver = await AlertReceiver.Start();
        receiver.Status = 503;
        var key = await server.CreateKey("admin");
        var (id, _) = await Add(server, receiver, key);
        await Reach(server, key, "is-it-off", "Is it off", rating: 4);
        await receiver.Next();
        var longAgo = DateTimeOffset.UtcNow.AddHours(-100).ToUnixTimeMilliseconds();
        await using (var db = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancel))
        {
            await db.Alerts.Where(a => a.Address == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.CreatedMs, longAgo), cancel);
            await db.AlertAddresses.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.FailingSinceMs, longAgo), cancel);
        }
        for (var more = 0; more < 3; more++) await receiver.Next();
        var failing = Only(await server.Get("/api/v1/alerts", key), id);
        Assert.Equal(("failing", 1, 0), (Text(failing, "state"), failing.GetProperty("waiting").GetInt32(), failing.GetProperty("lost").GetInt32()));
    }

    [Fact]
    public async Task Only_so_many_wait_for_an_address_and_what_is_lost_is_counted()
    {
        await using var server = await ServerFixture.Start(configuration: Impatient);
        await using var receiver = await AlertReceiver.Start();
        receiver.Status = 500;
        var key = await server.CreateKey("admin");
        var (id, _) = await Add(server, receiver, key);
        foreach (var touchpoint in (string[])["One", "Two", "Three"]) await Reach(server, key, touchpoint.ToLowerInvariant(), touchpoint, rating: 4);
        while (Only(await server.Get("/api/v1/alerts", key), id).GetProperty("lost").GetInt32() == 0) await Task.Delay(50, TestContext.Current.CancellationToken);
        var crowded = Only(await server.Get("/api/v1/alerts", key), id);
        Assert.Equal((2, 1), (crowded.GetProperty("waiting").GetInt32(), crowded.GetProperty("lost").GetInt32()));
        var lost = crowded.GetProperty("latest").EnumerateArray().Single(alert => Text(alert, "state") == "lost");
        Assert.Equal("Too many alerts were waiting", Text(lost, "error"));
    }

    [Fact]
    public async Task Whoever_wants_broken_promises_only_hears_of_no_other_and_a_renewed_secret_signs_beside_the_old_one()
    {
        await using var server = await ServerFixture.Start(configuration: Impatient);
        await using var receiver = await AlertReceiver.Start();
        var key = await server.CreateKey("admin");
        var (id, earlier) = await Add(server, receiver, key, onlyBroken: true);
        var renewed = Text((await server.Post($"/api/v1/alerts/{id}/secret", "{}", key)).Expect(200), "secret");
        await Reach(server, key, "is-it-good", "Is it good", rating: 4);
        while (Text((await server.Get("/api/v1/promises/is-it-good", key)).Expect(200).GetProperty("row"), "verdict") != "kept") await Task.Delay(50, TestContext.Current.CancellationToken);
        await Reach(server, key, "is-it-bad", "Is it bad", rating: 1);
        var broken = await receiver.Next();
        Assert.Equal(("is-it-bad", "broken"), (Text(broken.Event, "subject"), Text(broken.Data, "verdict")));
        Assert.True(broken.IsSignedWith(earlier) && broken.IsSignedWith(renewed), broken.Signature);
    }

    [Fact]
    public async Task What_people_have_written_does_no_harm_in_an_alert_nor_on_the_page()
    {
        const string Name = "<script>alert(1)</script>";
        await using var server = await ServerFixture.Start(configuration: Impatient);
        await using var receiver = await AlertReceiver.Start();
        var key = await server.CreateKey("admin");
        (await server.Post("/api/v1/alerts", $$"""{"name":"{{Name}}","url":"{{receiver.Url}}"}""", key)).Expect(201);
        await Reach(server, key, "script-alert-1-script", Name, rating: 4);
        var received = await receiver.Next();
        Assert.DoesNotContain("<script", received.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Name + "?", Text(received.Data, "question"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/settings/alerts");
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Name, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.31.0.1", false, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("::ffff:10.0.0.1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("::169.254.169.254", false, false)]
    [InlineData("::ffff:0:169.254.169.254", false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]
    [InlineData("64:ff9b:1::a9fe:a9fe", false, false)]
    [InlineData("2002:a9fe:a9fe::1", false, false)]
    [InlineData("2001:0:a9fe:a9fe::1", false, false)]
    [InlineData("2001:db8::5efe:a9fe:a9fe", false, false)]
    [InlineData("168.63.129.16", false, false)]
    [InlineData("::ffff:168.63.129.16", false, false)]
    [InlineData("64:ff9b::a83f:8110", false, false)]
    [InlineData("2002:a83f:8110::", false, false)]
    [InlineData("100.100.100.200", false, false)]
    [InlineData("::ffff:100.100.100.200", false, false)]
    [InlineData("64:ff9b::6464:64c8", false, false)]
    [InlineData("192.0.0.192", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("fd00:ec2::23", false, false)]
    [InlineData("fd20:ce::254", false, false)]
    [InlineData("fd00:c1::a9fe:a9fe", false, false)]
    [InlineData("fd00:42::42", false, false)]
    [InlineData("2002:a00:1::", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fec0::1", false, false)]
    [InlineData("100.100.100.201", false, true)]
    [InlineData("fd00:ec3::254", false, true)]
    [InlineData("93.184.216.34", true, true)]
    [InlineData("168.63.129.17", true, true)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("2606:4700::1111", true, true)]
    public void Private_addresses_are_asked_only_where_the_server_s_owner_allows_it_and_those_of_clouds_never(string address, bool usually, bool allowed)
    {
        Assert.Equal(usually, new AlertTargets(Options.Create(new AlertOptions())).Allows(IPAddress.Parse(address)));
        Assert.Equal(allowed, new AlertTargets(Options.Create(new AlertOptions { PrivateAddresses = true })).Allows(IPAddress.Parse(address)));
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_refused_when_it_is_asked()
    {
        await using var server = await ServerFixture.Start(configuration: new Dictionary<string, string?> { ["Alerts:PrivateAddresses"] = "false" });
        var key = await server.CreateKey("admin");
        Assert.Contains("private", (await server.Post("/api/v1/alerts", """{"name":"a","url":"http://127.0.0.1:1/"}""", key)).ExpectProblem(400));
        var id = Text((await server.Post("/api/v1/alerts", """{"name":"a","url":"http://localhost:1/"}""", key)).Expect(201), "id");
        Assert.Contains("not allowed", Text((await server.Post($"/api/v1/alerts/{id}/test", "{}", key)).Expect(200), "error"));
    }
}
