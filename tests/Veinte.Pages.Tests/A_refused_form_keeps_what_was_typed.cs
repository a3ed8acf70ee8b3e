using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>Whoever is refused goes on from what he typed, with what is wrong beside its field.</summary>
public sealed class A_refused_form_keeps_what_was_typed(Browser browser, Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task An_address_for_alerts_that_is_not_taken_stays_in_the_form_and_out_of_the_page_s_address()
    {
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/settings/alerts");
        await page.FillAsync("#name", "Night shift");
        await page.FillAsync("#url", "http://10.1.2.3/hook/secret-token");
        await page.CheckAsync("#only-broken");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("That address is not taken");
        Assert.DoesNotContain("secret-token", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("#name")).ToHaveValueAsync("Night shift");
        await Expect(page.Locator("#url")).ToHaveValueAsync("http://10.1.2.3/hook/secret-token");
        await Expect(page.Locator("#url")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("#only-broken")).ToBeCheckedAsync();

        await page.FillAsync("#url", "https://nobody.invalid/hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Added");
        await page.Locator("summary", new() { HasText = "Change" }).ClickAsync();
        await page.Locator("input[id^=name-]").FillAsync("Day shift");
        await page.Locator("input[id^=url-]").FillAsync("http://10.1.2.3/day");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("input[id^=url-]")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("input[id^=name-]")).ToHaveValueAsync("Day shift");
        await Expect(page.Locator("section h2").First).ToContainTextAsync("Night shift");
        complaints.None();
    }

    // A browser that was closed in the evening and opens its pages again has forgotten what a form proves itself by.
    [Fact]
    public async Task A_form_that_was_open_for_too_long_says_so_in_words_and_what_was_typed_is_one_step_back()
    {
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/promises/new");
        await page.FillAsync("#question", "Do guests find it easy to check in late at night?");
        await profile.ClearCookiesAsync(new() { NameRegex = new("Antiforgery") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page was open for too long");
        await page.GoBackAsync();
        await Expect(page.Locator("#question")).ToHaveValueAsync("Do guests find it easy to check in late at night?");
        await page.GoForwardAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the page anew" }).ClickAsync();
        await page.WaitForURLAsync("**/promises/new");
        await Expect(page.Locator("#question")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_counted_says_at_its_field_what_is_missing()
    {
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/moments");
        await page.Locator("summary", new() { HasText = "Definir un resultado" }).ClickAsync();
        await page.SelectOptionAsync("#o-kind", "top-box");
        await page.FillAsync("#o-name", "Un buen mostrador");
        await page.FillAsync("#o-id", "buen-mostrador");
        await page.SelectOptionAsync("#o-intent", "buy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Definir", Exact = true }).ClickAsync();
        await Expect(page.Locator("div:has(> #o-touchpoint) .field-error")).ToContainTextAsync("Indique en qué punto de contacto");
        await Expect(page.Locator("#o-touchpoint")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("#o-kind")).ToHaveValueAsync("top-box");
        await Expect(page.Locator("#o-name")).ToHaveValueAsync("Un buen mostrador");
        await Expect(page.Locator("#o-intent")).ToHaveValueAsync("buy");
        await page.FillAsync("#o-touchpoint", "Mostrador");
        await page.GetByRole(AriaRole.Button, new() { Name = "Definir", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("El resultado está definido");
        complaints.None();
    }
}
