using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>
/// Speaking is a help, never a need: the browser's recogniser is played by a stand-in that hears what the test says and fails as
/// browsers do. Chromium's own has no service behind it here.
/// </summary>
public sealed class A_note_is_spoken_at_the_counter(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Recogniser = """
        window.heard = [];
        window.webkitSpeechRecognition = undefined;
        window.SpeechRecognition = class {
          start() { window.recogniser = this; window.heard.push(this.lang); if (window.broken) throw new DOMException('busy', 'InvalidStateError'); }
          stop() { this.onend?.(); }
          abort() { this.onerror?.({ error: 'aborted' }); this.onend?.(); }
          say(...parts) { this.onresult?.({ results: parts.map((transcript) => [{ transcript }]) }); }
          fail(error) { this.onerror?.({ error }); this.onend?.(); }
        };
        """;

    [Fact]
    public async Task What_is_said_is_added_to_what_was_typed_and_goes_with_the_moment()
    {
        using var surveyor = new Surveyor(office);
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        var page = await Counter(phone);
        var customer = $"spoken-{Guid.NewGuid():n}";
        await page.FillAsync("#who", customer);
        await page.FillAsync("#where", "Caja");
        await Rate(page);
        await page.FillAsync("#note", "Mesa 4.");
        await page.ClickAsync("[data-speak]");
        await Expect(page.Locator("[data-speak]")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator("[data-speak]")).ToContainTextAsync("Escuchando");
        await Say(page, "Muy amables");
        await Say(page, "Muy amables", " aunque hubo que esperar");
        await Expect(page.Locator("#note")).ToHaveValueAsync("Mesa 4. Muy amables aunque hubo que esperar");
        await page.ClickAsync("[data-speak]");
        await Expect(page.Locator("[data-speak]")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator("[data-latest] li[data-state=sent]")).ToHaveCountAsync(1);
        Assert.Contains("aunque hubo que esperar", (await surveyor.Send(HttpMethod.Get, $"/api/v1/customers/{customer}/statement")).GetRawText() + await Interaction(surveyor, customer));
    }

    [Fact]
    public async Task Whoever_saves_while_speaking_leaves_no_word_for_the_next_customer()
    {
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        var page = await Counter(phone);
        await page.FillAsync("#where", "Caja");
        await Rate(page);
        await page.ClickAsync("[data-speak]");
        await Say(page, "Se llama Ana Pérez");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator("[data-latest] li")).ToHaveCountAsync(1);
        // The recogniser is late with the end of the sentence.
        await Say(page, "Se llama Ana Pérez y vive en la calle Mayor");
        await Expect(page.Locator("#note")).ToHaveValueAsync("");
        await Expect(page.Locator("[data-speak]")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Theory]
    [InlineData("es-ES", "not-allowed", "no tiene permiso para usar el micrófono")]
    [InlineData("es-ES", "audio-capture", "ningún micrófono")]
    [InlineData("es-ES", "no-speech", "No se oyó nada")]
    [InlineData("es-ES", "something-new", "no funciona en este navegador")]
    [InlineData("en-GB", "not-allowed", "may not use the microphone")]
    [InlineData("en-GB", "network", "needs a network")]
    [InlineData("en-GB", "language-not-supported", "does not understand this language")]
    public async Task When_the_browser_cannot_hear_it_says_why_and_typing_goes_on(string language, string error, string said)
    {
        await using var phone = await browser.Profile(office, language, 390, cookies: await office.Furnished(browser));
        var page = await Counter(phone);
        var complaints = new Complaints(page);
        await page.FillAsync("#where", "Caja");
        await Rate(page);
        await page.ClickAsync("[data-speak]");
        await page.EvaluateAsync("error => window.recogniser.fail(error)", error);
        await Expect(page.Locator("[data-speak-state]")).ToContainTextAsync(said);
        await Expect(page.Locator("[data-speak]")).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        await page.FillAsync("#note", "typed");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator("[data-latest] li")).ToHaveCountAsync(1);
        // The next moment begins without yesterday's news.
        await Expect(page.Locator("[data-speak-state]")).ToBeHiddenAsync();
        complaints.None();
    }

    [Fact]
    public async Task A_recogniser_that_does_not_start_is_told_and_can_be_tried_again()
    {
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        var page = await Counter(phone);
        await Rate(page);
        await page.EvaluateAsync("window.broken = true");
        await page.ClickAsync("[data-speak]");
        await Expect(page.Locator("[data-speak-state]")).ToContainTextAsync("no funciona en este navegador");
        await page.EvaluateAsync("window.broken = false");
        await page.ClickAsync("[data-speak]");
        await Say(page, "ahora sí");
        await Expect(page.Locator("#note")).ToHaveValueAsync("ahora sí");
        await Expect(page.Locator("[data-speak-state]")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("es-MX", "es-MX")]
    [InlineData("es-ES", "es-ES")]
    [InlineData("en-US", "en-US")]
    public async Task It_listens_in_the_language_of_the_page_as_it_is_spoken_where_the_browser_is(string browsers, string listens)
    {
        await using var phone = await browser.Profile(office, browsers, 390, cookies: await office.Furnished(browser));
        var page = await Counter(phone);
        await Rate(page);
        await page.ClickAsync("[data-speak]");
        Assert.Equal(listens, await page.EvaluateAsync<string>("window.heard[0]"));
    }

    [Fact]
    public async Task Where_the_browser_cannot_listen_there_is_no_button_and_the_note_has_the_whole_width()
    {
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        await phone.AddInitScriptAsync("delete window.SpeechRecognition; delete window.webkitSpeechRecognition; window.SpeechRecognition = window.webkitSpeechRecognition = undefined;");
        var page = await phone.NewPageAsync();
        await page.GotoAsync("/counter");
        await Rate(page);
        await Expect(page.Locator("[data-speak]")).ToBeHiddenAsync();
        await Expect(page.Locator("#note")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Chromium_itself_may_ask_for_the_microphone_on_this_page_and_a_refusal_breaks_nothing()
    {
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        var page = await phone.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/counter");
        Assert.True(await page.EvaluateAsync<bool>("document.featurePolicy.allowsFeature('microphone')"));
        await page.FillAsync("#where", "Caja");
        await Rate(page);
        await Expect(page.Locator("[data-speak]")).ToBeVisibleAsync();
        // Nobody grants the permission here: Chromium refuses, and the page says that one can type.
        await page.ClickAsync("[data-speak]");
        await Expect(page.Locator("[data-speak-state]")).ToContainTextAsync("Puede escribir la nota");
        await page.FillAsync("#note", "a mano");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator("[data-latest] li")).ToHaveCountAsync(1);
        complaints.None();
    }

    private static async Task<IPage> Counter(IBrowserContext phone)
    {
        await phone.AddInitScriptAsync(Recogniser);
        var page = await phone.NewPageAsync();
        await page.GotoAsync("/counter");
        return page;
    }

    private static Task Rate(IPage page) => page.ClickAsync("[data-faces] [data-rating='4']");

    private static Task Say(IPage page, params string[] parts) => page.EvaluateAsync("parts => window.recogniser.say(...parts)", parts);

    private static async Task<string> Interaction(Surveyor surveyor, string customer)
    {
        var line = (await surveyor.Send(HttpMethod.Get, $"/api/v1/customers/{customer}/statement")).GetProperty("items")[0];
        return (await surveyor.Send(HttpMethod.Get, $"/api/v1/interactions/{line.GetProperty("id")}")).GetRawText();
    }
}
