using System.Text.Json;
using Veinte.Server.Tests.Surveys;

namespace Veinte.Server.Tests.Promises;

/// <summary>NPS, CSAT and CES over surveys and all other sources together, however many processes serve.</summary>
public sealed class Measures_are_asked_by_the_API(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Place = "Measured counter";

    [Fact]
    public async Task Answers_to_a_survey_and_to_a_program_are_one_score_at_their_touchpoint()
    {
        var people = await Answering.At(server);
        var (_, link) = await people.Live(Some.Survey("nps recommend required") with { Records = new() { Touchpoint = Place } });
        foreach (var score in (string[])["10", "9", "7", "2"]) Assert.True((await people.Answer(await people.Open(link), score)).Finished);
        // Six of them by a program: three promoters, a passive, two detractors.
        int[] told = [10, 9, 9, 8, 0, 6];
        var events = told.Select((score, at) => $$$"""{"type":"track","event":"{{{Place}}}","userId":"measured-{{{at}}}","messageId":"measured-{{{at}}}","properties":{"nps":{{{score}}}}}""");
        (await server.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', events)}}]}""", await server.CreateKey("write"))).Expect(200);
        for (var i = 0; i < 6; i++)
        {
            var row = Assert.Single((await server.Get("/api/v1/measures/nps?by=touchpoint", people.Admin)).Expect(200).GetProperty("items").EnumerateArray(), row => row.GetProperty("key").GetString() == Place);
            Assert.Equal((10, 0.2), (row.GetProperty("n").GetInt32(), Math.Round(row.GetProperty("value").GetDouble(), 9)));
            Assert.True(row.GetProperty("low").GetDouble() < 0.2 && row.GetProperty("high").GetDouble() > 0.2);
            Assert.Equal((0, JsonValueKind.Null), (row.GetProperty("nBefore").GetInt32(), row.GetProperty("change").ValueKind));
        }
        // Two days, should midnight have passed between the answers.
        var days = (await server.Get($"/api/v1/measures/nps/course?by=touchpoint&key={Uri.EscapeDataString(Place)}&days=2", people.Admin)).Expect(200).GetProperty("items").EnumerateArray();
        Assert.Equal(10, days.Sum(day => day.GetProperty("n").GetInt32()));
        Assert.DoesNotContain((await server.Get("/api/v1/measures/ces?by=touchpoint", people.Admin)).Expect(200).GetProperty("items").EnumerateArray(), row => row.GetProperty("key").GetString() == Place);
    }

    [Theory]
    [InlineData("mood", 404, "nps, csat or ces")]
    [InlineData("nps?by=mood", 400, "journey, stage or intent")]
    [InlineData("nps?to=yesterday", 400, "no day")]
    public async Task A_question_that_cannot_be_answered_says_why(string question, int status, string why) =>
        Assert.Contains(why, (await server.Get($"/api/v1/measures/{question}", await server.CreateKey("read"))).ExpectProblem(status), StringComparison.Ordinal);
}
