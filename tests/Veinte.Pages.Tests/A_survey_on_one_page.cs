using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>All questions on one page, seen in a browser: with a script and without, in two languages, and made in the editor.</summary>
public sealed class A_survey_on_one_page(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Visit = """
        {"name":"Visita","onePage":true,"languages":["es","en"],"title":{"es":"Su visita","en":"Your visit"},"intro":{"es":"Es un momento.","en":"It takes a moment."},"records":{"touchpoint":"Consulta"},
         "questions":[{"id":"score","type":"nps","required":true,"text":{"es":"¿Nos recomendaría?","en":"Would you recommend us?"},"low":{"es":"De ningún modo","en":"Not at all"},"high":{"es":"Sin duda","en":"Certainly"}},
                      {"id":"why","type":"multiple","text":{"es":"¿Qué falló?","en":"What went wrong?"},"showIf":[{"question":"score","when":"atMost","value":6}],"options":[{"id":"wait","text":{"es":"La espera","en":"The wait"}},{"id":"staff","text":{"es":"El trato","en":"The staff"}}]},
                      {"id":"which","type":"single","text":{"es":"¿A qué vino?","en":"What did you come for?"},"options":[{"id":"check","text":{"es":"A una revisión","en":"A check-up"}},{"id":"cure","text":{"es":"A una cura","en":"A treatment"}}]},
                      {"id":"more","type":"text","text":{"es":"¿Algo más?","en":"Anything else?"}},
                      {"id":"call","type":"consent","text":{"es":"Pueden llamarme","en":"You may call me"}}]}
        """;

    [Fact]
    public async Task Questions_come_and_go_with_the_answers_and_what_was_ticked_is_kept()
    {
        using var surveyor = new Surveyor(office);
        var (id, link) = await surveyor.Live(Visit);
        await using var profile = await browser.Profile(office, width: 390);
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync(link);
        await Expect(page.Locator("#q-why")).ToBeHiddenAsync();
        await page.RunAndWaitForResponseAsync(() => page.ClickAsync("#q-score label:has-text('3')"), response => response.Status == 204);
        await Expect(page.Locator("#q-why")).ToBeVisibleAsync();
        await page.ClickAsync("#q-why label:has-text('La espera')");
        await page.ClickAsync("#q-score label:has-text('9')");
        await Expect(page.Locator("#q-why")).ToBeHiddenAsync();
        await page.ClickAsync("#q-score label:has-text('4')");
        Assert.Empty(await surveyor.Responses(id));
        // The other language finds what was ticked, though it had hardly time to be kept.
        await page.ClickAsync("a[hreflang=en]");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your visit");
        await Expect(page.Locator("#q-score [value='4']")).ToBeCheckedAsync();
        await Expect(page.Locator("#q-why [value=wait]")).ToBeCheckedAsync();
        await page.FillAsync("#q-more textarea", "The lift was broken");
        await page.ClickAsync(".send button");
        await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        var response = Assert.Single(await surveyor.Responses(id));
        Assert.Equal(("""{"score":4,"why":["wait"],"more":"The lift was broken","call":false}""", "en"), (response.GetProperty("answers").GetRawText(), response.GetProperty("language").GetString()));
        Assert.Empty(await profile.CookiesAsync());
        complaints.None();
    }

    [Fact]
    public async Task Without_a_script_the_page_comes_back_with_what_an_answer_brought()
    {
        using var surveyor = new Surveyor(office);
        var (id, link) = await surveyor.Live(Visit);
        await using var profile = await browser.Profile(office, width: 390);
        var page = await profile.NewPageAsync();
        await page.RouteAsync("**/*.js", route => route.AbortAsync());
        await page.GotoAsync(link);
        await page.ClickAsync(".send button");
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("¿Nos recomendaría?");
        await page.ClickAsync("#q-score label:has-text('2')");
        await page.ClickAsync(".send button");
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("¿Qué falló?");
        await page.ClickAsync("#q-why label:has-text('El trato')");
        await page.ClickAsync(".send button");
        await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        Assert.Equal("""{"score":2,"why":["staff"],"call":false}""", Assert.Single(await surveyor.Responses(id)).GetProperty("answers").GetRawText());
    }

    [Theory]
    [InlineData(390, true, "es")]
    [InlineData(1280, false, "en")]
    public async Task Axe_finds_nothing_wrong_with_it_when_it_is_new_and_when_something_is_missing(int width, bool dark, string language)
    {
        using var surveyor = new Surveyor(office);
        var (_, link) = await surveyor.Live(Visit);
        await using var profile = await browser.Profile(office, width: width, dark: dark);
        var page = await profile.NewPageAsync();
        await page.GotoAsync($"{link}?lang={language}");
        var violations = new List<string>(await Surveyor.Violations(page));
        violations.AddRange(await page.EvaluateAsync<string[]>(Reading.Faults));
        await page.ClickAsync(".send button");
        await Expect(page.Locator("[role=alert]")).ToBeVisibleAsync();
        await page.ClickAsync("#q-score label:has-text('0') >> nth=0");
        violations.AddRange(await Surveyor.Violations(page));
        violations.AddRange(await page.EvaluateAsync<string[]>(Reading.Faults));
        await Surveyor.Picture(page, $"one-page-{width}");
        Assert.Equal("", string.Join('\n', violations));
    }

    [Fact]
    public async Task A_score_clicked_in_a_message_is_confirmed_first_and_the_page_has_the_rest()
    {
        using var surveyor = new Surveyor(office);
        var (id, _) = await surveyor.Live(Visit);
        var link = new Uri((await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/invitations", $$"""{"customers":[{"customer":"page-{{id}}"}]}""")).GetProperty("items")[0].GetProperty("link").GetString()!).AbsolutePath;
        await using var profile = await browser.Profile(office, width: 390);
        var page = await profile.NewPageAsync();
        // Whoever only fetches it sees what there is to confirm, and confirms nothing; under a person's eyes it confirms itself.
        var fetched = await page.APIRequest.GetAsync(office.Address + link + "?s=2");
        Assert.Contains("Confirmar mi nota: 2", await fetched.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(await surveyor.Responses(id));
        await page.GotoAsync(link + "?s=2");
        await page.WaitForURLAsync("**done=1**");
        await Expect(page.Locator("#q-score [value='2']")).ToBeCheckedAsync();
        await Expect(page.Locator("#q-why")).ToBeVisibleAsync();
        await page.ClickAsync(".send button");
        await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        Assert.Equal(2, Assert.Single(await surveyor.Responses(id)).GetProperty("answers").GetProperty("score").GetInt32());
    }

    [Fact]
    public async Task The_editor_has_the_option_and_its_preview_shows_the_page()
    {
        using var surveyor = new Surveyor(office);
        var (id, link) = await surveyor.Live(Visit.Replace("\"onePage\":true,", "", StringComparison.Ordinal));
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync($"/surveys/{id}");
        var preview = page.Locator("[data-preview]");
        await Expect(preview.Locator("button.point").First).ToBeVisibleAsync();
        await page.ClickAsync("[data-part=asking] > summary");
        await page.ClickAsync("label:has-text('Todas las preguntas en una página')");
        await Expect(preview.Locator("fieldset:not([hidden])")).ToHaveCountAsync(4);
        await preview.Locator("#q-score label", new() { HasText = "3" }).ClickAsync();
        await Expect(preview.Locator("#q-why")).ToBeVisibleAsync();
        await preview.Locator(".send button").ClickAsync();
        await Expect(preview.Locator("h1")).ToHaveTextAsync("¡Gracias por contárnoslo!");
        await page.ClickAsync("[data-publish] button");
        await page.WaitForURLAsync("**/deliver*");
        await page.GotoAsync(link);
        await Expect(page.Locator("fieldset:not([hidden])")).ToHaveCountAsync(4);
        complaints.None();
    }
}
