using System.Text.Json;

namespace Veinte.Server.Tests.Surveys;

/// <summary>Links for one person: signed, ending, and deaf to whoever only fetches them; here what holds however many processes serve.</summary>
public sealed partial class Personal_links_bring_a_customer_and_nothing_by_themselves(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_answer_goes_to_the_customers_statement()
    {
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required"));
        var link = await Invite(server, people, id, "invited");
        Assert.True((await people.Answer(await people.Open(link), "9")).Finished);
        var line = (await server.Get("/api/v1/customers/invited/statement", people.Admin)).Expect(200).GetProperty("items")[0];
        Assert.Equal(("Mostrador", 18.0, 8000), (line.GetProperty("touchpoint").GetString(), line.GetProperty("grade").GetDouble(), line.GetProperty("amount").GetInt64()));
        Assert.Equal("Ya tenemos su respuesta", (await people.Open(link)).Heading);
        var invitation = (await server.Get($"/api/v1/surveys/{id}/invitations", people.Admin)).Expect(200).GetProperty("items")[0];
        Assert.Equal(JsonValueKind.String, invitation.GetProperty("answeredAt").ValueKind);
    }

    [Fact]
    public async Task Mail_scanners_that_get_and_head_every_link_record_nothing()
    {
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required; text why"));
        var link = await Invite(server, people, id, "scanned");
        for (var score = 0; score <= 10; score++)
        {
            Assert.Equal(200, (await people.Open($"{link}?s={score}")).Status);
            Assert.Equal(200, (await people.Open($"{link}?s={score}", method: HttpMethod.Head)).Status);
        }
        Assert.Empty(await people.Responses(id));
        (await server.Get("/api/v1/customers/scanned", people.Admin)).ExpectProblem(404);
        // Nor is anything kept that would be posted later.
        var page = await people.Open(link);
        Assert.Equal("¿recommend?", page.Heading);
    }

    [Fact]
    public async Task The_last_click_counts_until_it_is_posted()
    {
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required; text why"));
        var link = await Invite(server, people, id, "clicking");
        var page = await people.Open(link + "?s=3");
        Assert.Contains("Confirmar mi nota: 3", page.Html);
        Assert.Equal("¿why?", (await people.Answer(page, "3")).Heading);
        page = await people.Answer(await people.Open(link + "?s=9"), "9");
        Assert.Equal("¿why?", page.Heading);
        Assert.True((await people.Skip(page)).Finished);
        var response = Assert.Single(await people.Responses(id));
        Assert.Equal((9, "one-click", "clicking"), (response.GetProperty("answers").GetProperty("recommend").GetInt32(), response.GetProperty("way").GetString(), response.GetProperty("customer").GetString()));
    }

    [Fact]
    public async Task An_anonymous_survey_keeps_nobodys_name_even_by_a_personal_link()
    {
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required; text why") with { Anonymous = true });
        var link = await Invite(server, people, id, "unnamed");
        var page = await people.Open(link);
        Assert.Contains("anónima", page.Html);
        page = await people.Answer(page, "2");
        Assert.True((await people.Skip(page)).Finished);
        var response = Assert.Single(await people.Responses(id));
        Assert.Equal(JsonValueKind.Null, response.GetProperty("customer").ValueKind);
        Assert.Equal(404, (await server.Get("/api/v1/customers/unnamed", people.Admin)).Status);
        Assert.DoesNotContain("unnamed", (await server.Get($"/api/v1/interactions/{response.GetProperty("position").GetInt64()}", people.Admin)).Expect(200).GetProperty("line").GetProperty("customer").GetString());
        // Once is enough here too.
        Assert.Equal("Ya tenemos su respuesta", (await people.Open(link)).Heading);
    }

    [Fact]
    public async Task A_program_brings_answers_with_a_write_key_once_each_and_wrong_ones_are_told_by_question()
    {
        var people = await Answering.At(server);
        var (id, _) = await people.Live(Some.Survey("nps recommend required; single best of trato,precio; text why"));
        var key = await server.CreateKey("write");
        const string Good = """{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","customer":"programmed","answers":{"recommend":8,"best":"trato"},"touchpoint":"Taller"}""";
        Assert.Equal("recorded", (await server.Post($"/api/v1/surveys/{id}/responses", Good, key)).Expect(200).GetProperty("status").GetString());
        Assert.Equal("already-recorded", (await server.Post($"/api/v1/surveys/{id}/responses", Good, key)).Expect(200).GetProperty("status").GetString());
        Assert.Equal("Taller", Assert.Single(await people.Responses(id)).GetProperty("touchpoint").GetString());
        var wrong = await server.Post($"/api/v1/surveys/{id}/responses", """{"id":"0f8fad5b-d9cb-469f-a165-70867728950f","answers":{"recommend":"nine","best":"nothing","who":1}}""", key);
        wrong.ExpectProblem(400);
        Assert.Equal(["best", "recommend", "who"], wrong.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("question").GetString()).Order());
        Assert.Contains("recommend", (await server.Post($"/api/v1/surveys/{id}/responses", """{"id":"0f8fad5b-d9cb-469f-a165-70867728950f","answers":{"best":"trato"}}""", key)).ExpectProblem(400));
        Assert.Equal(401, (await server.Post($"/api/v1/surveys/{id}/responses", Good)).Status);
        Assert.Equal(403, (await server.Post($"/api/v1/surveys/{id}/responses", Good, await server.CreateKey("read"))).Status);
        Assert.Single(await people.Responses(id));
    }

    [Fact]
    public async Task A_megabyte_of_JSON_is_refused_and_a_page_elsewhere_may_not_say_who_its_visitor_is_without_a_key()
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey("nps recommend required; text why"));
        var huge = $$$"""{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","answers":{"recommend":1,"why":"{{{new string('x', 1_000_000)}}}"}}""";
        (await server.Post($"{link}/responses", huge)).ExpectProblem(413);
        (await server.Post($"{link}/responses", """{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","answers":{"recommend":1},"user":"visiting"}""")).Expect(200);
        var key = await server.CreateKey("write");
        (await server.Post($"{link}/responses", $$"""{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae8","answers":{"recommend":1},"user":"visiting","key":"{{key}}"}""")).Expect(200);
        Assert.Equal([null, "visiting"], (await people.Responses(id)).Select(response => response.GetProperty("customer").GetString()));
        Assert.Equal("*", (await server.Get($"{link}/form")).Headers["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task A_printed_code_leads_to_another_survey_when_the_firm_says_so()
    {
        var people = await Answering.At(server);
        var (first, _) = await people.Live(Some.Survey("nps one required"));
        var (second, _) = await people.Live(Some.Survey("csat two required"));
        var place = (await server.Post($"/api/v1/surveys/{first}/places", """{"name":"Mostrador 3","staff":"Rubén","touchpoint":"Salida"}""", people.Admin)).Expect(201);
        var code = new Uri(place.GetProperty("address").GetString()!).AbsolutePath;
        Assert.Equal("¿one?", (await Follow(code)).Heading);
        Assert.Equal(204, (await server.Send(HttpMethod.Put, $"/api/v1/surveys/places/{place.GetProperty("code").GetString()}", people.Admin, new StringContent($$"""{"survey":"{{second}}"}""", null, "application/json"))).Status);
        var page = await Follow(code);
        Assert.Equal("¿two?", page.Heading);
        Assert.True((await people.Answer(page, "5")).Finished);
        var response = Assert.Single(await people.Responses(second));
        Assert.Equal(("place", "Salida", "Rubén"), (response.GetProperty("way").GetString(), response.GetProperty("touchpoint").GetString(), response.GetProperty("staff").GetString()));

        async Task<AnswerPage> Follow(string path)
        {
            var answer = await server.Get(path);
            Assert.Equal(302, answer.Status);
            return await people.Open(answer.Headers["Location"]);
        }
    }

    private static async Task<JsonElement> Asked(ServerFixture server, Answering people, string id, string customer, int days = 14) =>
        (await server.Post($"/api/v1/surveys/{id}/invitations", $$"""{"customers":[{"customer":"{{customer}}"}],"days":{{days}}}""", people.Admin)).Expect(200).GetProperty("items")[0];

    private static async Task<string> Invite(ServerFixture server, Answering people, string id, string customer, int days = 14) =>
        new Uri((await Asked(server, people, id, customer, days)).GetProperty("link").GetString()!).AbsolutePath;
}
