using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Veinte.Server.Tests.Surveys;

// With a clock of the test's own.
public sealed partial class Personal_links_bring_a_customer_and_nothing_by_themselves
{
    [Fact]
    public async Task A_link_that_is_forged_changed_or_has_ended_opens_nothing()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ServerFixture.Start(time: time);
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required"));
        var link = await Invite(server, people, id, "ana", days: 3);
        var page = await people.Open(link);
        Assert.Equal(200, page.Status);
        for (var at = 3; at < link.Length; at += 5)
        {
            var changed = link[..at] + (link[at] == 'A' ? 'B' : 'A') + link[(at + 1)..];
            if (changed != link) Assert.Equal(404, (await people.Open(changed)).Status);
        }
        time.Advance(TimeSpan.FromDays(4));
        Assert.Equal((410, "Este enlace ha caducado"), ((await people.Open(link)).Status, (await people.Open(link)).Heading));
        Assert.Equal(410, (await people.Answer(page, "9")).Status);
        Assert.Empty(await people.Responses(id));
    }

    [Fact]
    public async Task Whoever_was_asked_or_has_answered_is_left_alone_for_a_week_by_every_survey()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ServerFixture.Start(time: time);
        var people = await Answering.At(server);
        var (first, _) = await people.Live(Some.Survey("nps recommend required"));
        var (second, link) = await people.Live(Some.Survey("csat visit required"));
        await Invite(server, people, first, "ana");
        Assert.Equal("cooldown", (await Asked(server, people, second, "ana")).GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, (await Asked(server, people, second, "bea")).GetProperty("reason").ValueKind);
        // The widget does not open by itself for her either.
        Assert.Equal(204, (await server.Get($"{link}/form?user=ana")).Status);
        Assert.Equal(200, (await server.Get($"{link}/form?user=carla")).Status);
        time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(JsonValueKind.Null, (await Asked(server, people, second, "ana")).GetProperty("reason").ValueKind);
        // The same survey waits longer.
        time.Advance(TimeSpan.FromDays(8));
        Assert.Equal("repeat", (await Asked(server, people, second, "ana")).GetProperty("reason").GetString());
        time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(JsonValueKind.Null, (await Asked(server, people, second, "ana")).GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task Reminders_go_to_the_silent_three_times_at_most()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ServerFixture.Start(time: time);
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required"));
        var answered = await Invite(server, people, id, "ana", days: 60);
        await Invite(server, people, id, "bea", days: 60);
        await people.Answer(await people.Open(answered), "9");
        var reminded = 0;
        for (var round = 0; round < 5; round++)
        {
            time.Advance(TimeSpan.FromDays(4));
            var due = (await server.Post($"/api/v1/surveys/{id}/reminders", """{"afterDays":4}""", people.Admin)).Expect(200).GetProperty("items").EnumerateArray().ToList();
            Assert.All(due, one => Assert.Equal("bea", one.GetProperty("customer").GetString()));
            reminded += due.Count;
            Assert.Empty((await server.Post($"/api/v1/surveys/{id}/reminders", """{"afterDays":4}""", people.Admin)).Expect(200).GetProperty("items").EnumerateArray());
        }
        Assert.Equal(3, reminded);
    }
}
