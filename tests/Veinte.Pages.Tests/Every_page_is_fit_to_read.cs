using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>What holds on every page: it fits, it can be read, it is quiet, and it speaks the reader's language.</summary>
public sealed class Every_page_is_fit_to_read(Browser browser, Office office) : IClassFixture<Office>
{
    private static readonly string[] Pages =
    [
        "/", "/?days=1", "/customers", "/customers?search=ana", "/customers?search=nobody", "/customers/ana", "/customers/with%2Fslash%20%26%20sign",
        "/customers/a-customer-with-an-identifier-without-any-space-in-it-00000000000000001",
        "/accounts", "/accounts?kind=staff", "/accounts?kind=area", "/accounts/touchpoint/Check-in", "/accounts/touchpoint/Gate%20%2F%2012",
        "/accounts/staff/Rub%C3%A9n", "/disputes", "/no-access",
        "/listening",
        "/moments", "/moments?outcome=counter", "/moments?outcome=counter&months=1&other=before",
        "/promises", "/promises/running", "/promises/broken", "/promises/arms", "/promises/draft", "/promises/new", "/promises/filtered", "/promises/filtered/edit", "/promises/arms/edit",
        "/promises/new?check=1&question=a&measure=wait&target=101&difference=5&error=0&having=vip&armsBy=customer&arms=a%3B50", "/promises/capture",
        "/measures", "/measures?by=channel&days=90",
        "/connect", "/connect/import", "/connect/live", "/connect/quarantine", "/settings", "/settings/alerts", "/settings/alerts?said=url", "/system",
    ];

    [Theory]
    [InlineData(390, false, "es-ES")]
    [InlineData(390, true, "en-GB")]
    [InlineData(1280, true, "es-ES")]
    [InlineData(1280, false, "en-GB")]
    public async Task Every_page_fits_its_width_has_enough_contrast_and_raises_no_complaint(int width, bool dark, string language)
    {
        await using var profile = await browser.Profile(office, language, width, dark, await office.Furnished(browser));
        await Strategist.Asks(office);
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        var faults = new List<string>();
        await page.GotoAsync("/customers/ana");
        var interaction = await page.Locator("a[href^='/interactions/']").First.GetAttributeAsync("href");
        foreach (var address in (string[])[.. Pages, interaction!])
        {
            await page.GotoAsync(address);
            // What is folded away must fit and be readable too.
            await page.EvaluateAsync("for (const folded of document.querySelectorAll('main details')) folded.open = true");
            foreach (var fault in await page.EvaluateAsync<string[]>(Reading.Faults)) faults.Add($"{address}: {fault}");
            Assert.Equal(language[..2], await page.GetAttributeAsync("html", "lang"));
        }
        Assert.Empty(faults);
        complaints.None();
    }

    [Fact]
    public async Task The_reader_chooses_language_and_theme_and_every_page_keeps_to_them()
    {
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/accounts");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Cuentas");
        await page.ClickAsync(".preferences > summary");
        await page.ClickAsync("button[name=language][value=en]");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Accounts");
        await page.ClickAsync(".preferences > summary");
        await page.RunAndWaitForResponseAsync(() => page.ClickAsync("button[name=theme][value=dark]"), "**/theme");
        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(13, 19, 20)");
        await page.GotoAsync("/customers");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Customers");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        complaints.None();
    }

    [Fact]
    public async Task A_chart_is_drawn_from_the_table_behind_it_and_the_table_is_a_file_too()
    {
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/");
        await Expect(page.Locator("[data-chart] canvas")).ToHaveCountAsync(2);
        await page.ClickAsync(".table-behind > summary");
        await Expect(page.Locator("#course")).ToBeVisibleAsync();
        var rows = await page.Locator("#course tbody tr").CountAsync();
        var drawn = await page.EvaluateAsync<int>("echarts.getInstanceByDom(document.querySelector('[data-chart=grade]')).getOption().series[0].data.length");
        Assert.Equal(rows, drawn);
        var address = await page.GetAttributeAsync(".charts a[download]", "href");
        var file = await (await profile.APIRequest.GetAsync(address!)).TextAsync();
        Assert.Equal(rows + 1, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_whole_way_from_Now_to_the_reasons_of_a_line_can_be_walked_with_the_keyboard()
    {
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#content")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#shortcuts")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#shortcuts")).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("p");
        await Expect(page.Locator("[data-live-pause]")).ToHaveAttributeAsync("aria-pressed", "true");
        await GoToCustomers(page);
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Ana P");
        await Expect(page.Locator("#results tbody tr")).ToHaveCountAsync(1);
        await TabTo(page, "#results tbody a");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/customers/ana");
        await TabTo(page, "details.line:has(table.reasons) > summary");
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("details.line[open] table.reasons")).ToBeVisibleAsync();
    }

    // The two keys belong together for a second and a half, which a machine with much else to do may let pass between them: who meant it presses again.
    private static async Task GoToCustomers(IPage page)
    {
        for (var tries = 1; ; tries++)
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync("c");
            try
            {
                await page.WaitForURLAsync("**/customers", new() { Timeout = 10_000 });
                return;
            }
            catch (TimeoutException) when (tries < 3)
            {
            }
        }
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so_in_words_and_offers_a_way_back()
    {
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        foreach (var address in (string[])["/no/such/page", "/customers/nobody", "/accounts/touchpoint/nothing", "/interactions/999999999"])
        {
            var answer = await page.GotoAsync(address);
            Assert.Equal(404, answer!.Status);
            await Expect(page.Locator("main a.button").First).ToBeVisibleAsync();
            await Expect(page.Locator("main")).ToHaveCSSAsync("padding-top", address.StartsWith("/no/", StringComparison.Ordinal) ? "0px" : "28px");
        }
    }

    private static async Task TabTo(IPage page, string target)
    {
        const int StopsMax = 60;
        for (var stop = 0; stop < StopsMax; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("target => document.activeElement.matches(target)", target)) return;
        }
        Assert.Fail($"{StopsMax} times Tab do not lead to {target}.");
    }
}
