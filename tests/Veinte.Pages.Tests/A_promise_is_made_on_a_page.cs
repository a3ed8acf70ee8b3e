using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>From the sentence in the form to the verdict on the page Now, as an analyst sees it.</summary>
public sealed partial class A_promise_is_made_on_a_page(Browser browser)
{
    [Fact]
    public async Task It_is_written_as_a_sentence_started_and_found_to_be_broken_while_one_watches()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        await Office.SetUp(page);
        await office.Send(1, Waited(0, 100));

        await page.GotoAsync("/promises/new");
        await page.FillAsync("#question", "¿Atendemos a tiempo en recepción?");
        await page.SelectOptionAsync("#touchpoint", "Recepción");
        await page.FillAsync("#target", "101");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comprobar" }).ClickAsync();
        await Expect(page.Locator("#target")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("fuera de la escala");
        await page.FillAsync("#target", "80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comprobar" }).ClickAsync();
        await Expect(page.Locator(".promise-sentence")).ToContainTextAsync("la espera prometida");
        await Expect(page.Locator(".promise-form")).ToContainTextAsync("observaciones");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar y ponerla en marcha" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("¿Atendemos a tiempo en recepción?");

        await office.Send(60, [.. Enumerable.Range(1, 60).Select(number => Waited(number, 1_900))]);
        var verdict = page.Locator(".promise-top .pill");
        // The judge looks once a second; the page is read anew until he has.
        for (var look = 0; look < 60 && await verdict.TextContentAsync() != "Incumplida"; look++) await page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Expect(verdict).ToHaveTextAsync("Incumplida");
        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Expect(page.Locator(".broken-promises")).ToContainTextAsync("¿Atendemos a tiempo en recepción?");
        await page.GotoAsync("/promises");
        await Expect(page.Locator(".promise-card")).ToContainTextAsync("Incumplida");
        await Expect(page).ToHaveTitleAsync(Title());
    }

    [Fact]
    public async Task What_the_form_has_no_change_for_stays_as_it_was_when_a_new_version_is_written()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        await Strategist.Asks(office);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/promises/filtered/edit");
        await page.FillAsync("#question", "Do guests of a trip abroad still find it easy?");
        await page.FillAsync("#having", "cabin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("write cabin=value");
        await page.FillAsync("#having", "cabin=economy; rows=12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Do guests of a trip abroad still find it easy?");
        await Expect(page.Locator(".promise-top")).ToContainTextAsync(
            "in the area Station Madrid or Station Sevilla, on the journey Trip or Trip abroad, with the intent to go or to buy, (cabin = economy), (rows = 12)");
    }

    [Fact]
    public async Task It_is_written_checked_and_started_by_keyboard_alone()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        await Strategist.Asks(office);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/promises/new");
        await page.FocusAsync("#question");
        await page.Keyboard.TypeAsync("Is anybody kept waiting?");
        await TabTo(page, "target");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("90");
        await page.Keyboard.PressAsync("Enter");

        // Enter checks and saves nothing; what was found is in sight, and the next key goes on from there.
        await Expect(page.Locator("#checked .promise-sentence")).ToBeInViewportAsync();
        await Expect(page).ToHaveURLAsync(CheckedAddress());
        await Expect(page.Locator("#checked")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save and start" })).ToBeFocusedAsync();
        var answer = await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Enter"), response => response.Request.Method == "POST");
        // A path: behind a proxy that ends TLS an address of ours would be one that a browser refuses to go to from a form.
        Assert.Equal("/promises/is-anybody-kept-waiting?said=started", await answer.HeaderValueAsync("location"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Is anybody kept waiting?");
        await Expect(page.Locator("main")).ToContainTextAsync("Started");
    }

    [Fact]
    public async Task What_was_typed_stays_however_long_it_is_and_whoever_was_faster()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        await Strategist.Asks(office);
        var (slow, fast) = (await profile.NewPageAsync(), await profile.NewPageAsync());
        foreach (var page in (IPage[])[slow, fast]) await page.GotoAsync("/promises/draft/edit");
        var why = string.Concat(Enumerable.Repeat("ñandú ", 330)).Trim();
        var journeys = string.Join("; ", Enumerable.Range(0, 40).Select(number => $"Ñuñoa y alrededores, tramo {number}"));
        await slow.FillAsync("#rationale", why);
        await slow.EvaluateAsync("() => document.querySelectorAll('details').forEach((part) => part.open = true)");
        await slow.FillAsync("#journey", journeys);
        await slow.FillAsync("#error", "0");
        await slow.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(slow.Locator("#error")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(slow.Locator("#rationale")).ToHaveValueAsync(why);
        await Expect(slow.Locator("#journey")).ToHaveValueAsync(journeys);

        await fast.FillAsync("#question", "Was somebody faster?");
        await fast.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(fast.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Was somebody faster?");
        await slow.FillAsync("#error", "5");
        await slow.FillAsync("#question", "Was somebody slower?");
        await slow.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(slow.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrote version 2 meanwhile, and yours is not the latest");
        await Expect(slow.Locator("#rationale")).ToHaveValueAsync(why);
        await slow.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(slow.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Was somebody slower?");
    }

    private static async Task TabTo(IPage page, string id)
    {
        for (var step = 0; step < 30 && await page.EvaluateAsync<string>("document.activeElement.id") != id; step++) await page.Keyboard.PressAsync("Tab");
        Assert.Equal(id, await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    private static object Waited(int number, int seconds) => new
    {
        type = "track",
        messageId = $"wait-{number}",
        userId = $"cliente-{number}",
        @event = "Recepción",
        properties = new { waitSeconds = seconds, promisedWaitSeconds = 900 },
    };

    [GeneratedRegex("/promises/new#checked$")]
    private static partial Regex CheckedAddress();

    [GeneratedRegex("^Promesas")]
    private static partial Regex Title();
}
