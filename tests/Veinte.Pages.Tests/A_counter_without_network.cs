using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>What is noted at the counter arrives once, whatever becomes of the network, the page and the session.</summary>
public sealed class A_counter_without_network(Browser browser, Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task Three_moments_noted_without_network_are_in_the_statement_once_each()
    {
        using var surveyor = new Surveyor(office);
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        var customer = $"walker-{Guid.NewGuid():n}";
        var page = await phone.NewPageAsync();
        var complaints = new Complaints(page);
        // The first moment reaches the server, but the news of it does not come back.
        var (lost, reachable) = (0, false);
        await phone.RouteAsync("**/counter/moments", async route =>
        {
            if (reachable) await route.ContinueAsync();
            else
            {
                if (Interlocked.Exchange(ref lost, 1) == 0) await route.FetchAsync();
                await route.AbortAsync();
            }
        });
        await page.GotoAsync("/counter");
        await Kept(page);
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        await Note(page, customer, "Mostrador 3", "5", "staff");
        await Expect(page.Locator("[data-latest] li[data-state=unsure]")).ToHaveCountAsync(1);
        // What the server may have is not taken back here.
        await Expect(page.Locator("[data-latest] li button")).ToHaveCountAsync(0);

        // Without network the page comes up again, and takes two more; a slip is taken back.
        await phone.SetOfflineAsync(true);
        await page.CloseAsync();
        page = await phone.NewPageAsync();
        await page.GotoAsync("/counter");
        await Expect(page.Locator(".queue-state")).ToHaveAttributeAsync("data-online", "false");
        await Expect(page.Locator("#where")).ToHaveValueAsync("Mostrador 3");
        await Note(page, customer, null, "1", "waiting");
        await Note(page, customer, null, "2", "other");
        await page.ClickAsync("[data-toast] button");
        // What is taken back leaves the list a moment later than the click.
        await Expect(page.Locator("[data-latest] li")).ToHaveCountAsync(2);
        await Note(page, customer, null, "4", null);
        await Expect(page.Locator(".queue-state")).ToHaveAttributeAsync("data-waiting", "3");
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        await Surveyor.Picture(page, "counter-offline");

        reachable = true;
        await phone.SetOfflineAsync(false);
        await Expect(page.Locator(".queue-state")).ToHaveAttributeAsync("data-waiting", "0");
        await Expect(page.Locator("[data-latest] li[data-state=sent]")).ToHaveCountAsync(3);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-latest] li[data-state=sent]")).ToHaveCountAsync(3);

        await page.GotoAsync($"/customers/{customer}");
        await Expect(page.Locator("ol.statement > li")).ToHaveCountAsync(3);
        await Expect(page.Locator("ol.statement")).ToContainTextAsync("Mostrador 3");
        var lines = (await surveyor.Send(HttpMethod.Get, $"/api/v1/customers/{customer}/statement")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([20.0, 15.0, 0.0], lines.Select(line => line.GetProperty("grade").GetDouble()).OrderDescending());
        Assert.Equal(3, lines.Select(line => line.GetProperty("messageId").GetString()).Distinct().Count());
        complaints.OnlyOf("counter/moments");
    }

    [Fact]
    public async Task A_session_that_ends_keeps_what_was_noted_and_signing_in_sends_it()
    {
        using var surveyor = new Surveyor(office);
        await using var phone = await browser.Profile(office, width: 390, cookies: await office.Furnished(browser));
        var customer = $"late-{Guid.NewGuid():n}";
        var page = await phone.NewPageAsync();
        await page.GotoAsync("/counter");
        await Kept(page);
        await phone.ClearCookiesAsync();
        await Note(page, customer, "Caja", "5", "solved");
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("La sesión ha caducado");
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("(1)");
        await page.ReloadAsync();
        await Expect(page.Locator("[data-notice]")).ToBeVisibleAsync();
        await page.ClickAsync("[data-notice] a");
        await page.FillAsync("input[name=userName]", Office.UserName);
        await page.FillAsync("input[name=password]", Office.Password);
        await page.ClickAsync("form[action='/account/sign-in'] button[type=submit], form[action='/account/sign-in'] button:not([type])");
        await page.WaitForURLAsync("**/counter");
        await Expect(page.Locator("[data-latest] li[data-state=sent]")).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-notice]")).ToBeHiddenAsync();
        Assert.Single((await surveyor.Send(HttpMethod.Get, $"/api/v1/customers/{customer}/statement")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_device_notes_by_its_link_alone_and_can_do_nothing_else()
    {
        using var surveyor = new Surveyor(office);
        var made = await surveyor.Send(HttpMethod.Post, "/counter/devices", """{"name":"Tableta","touchpoint":"Recepción"}""");
        var link = made.GetProperty("link").GetString()!;
        Assert.Equal(link, await Surveyor.Scan(made.GetProperty("code").GetBytesFromBase64()));
        await using var phone = await browser.Profile(office, language: "en-GB", width: 390);
        var page = await phone.NewPageAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment);
        await Expect(page.Locator("#where")).ToHaveValueAsync("Recepción");
        Assert.DoesNotContain("vk_write", page.Url);
        await page.CheckAsync("[name=use][value=self]");
        await page.CheckAsync("[name=with][value=supplier]");
        await page.FillAsync("#who", "Marta");
        await page.FillAsync("#staff", "Rubén");
        await page.ClickAsync("[data-scale='20']");
        await page.ClickAsync("[data-twenty] [data-rating='17']");
        await page.ClickAsync("[data-reason=clarity]");
        await Expect(page.Locator("[data-latest] li[data-state=sent]")).ToHaveCountAsync(1);
        Assert.All(asked, address => Assert.DoesNotContain("vk_write", address));
        Assert.Empty(await phone.CookiesAsync());
        var line = Assert.Single((await surveyor.Send(HttpMethod.Get, "/api/v1/customers/internal:supplier:Marta/statement")).GetProperty("items").EnumerateArray());
        Assert.Equal((17.0, "Supplier", "Rubén"), (line.GetProperty("grade").GetDouble(), line.GetProperty("touchpoint").GetString(), line.GetProperty("staff").GetString()));
    }

    [Theory]
    [InlineData("es-ES", 390, false)]
    [InlineData("en-GB", 1280, true)]
    public async Task It_can_be_installed_and_axe_finds_nothing_wrong(string language, int width, bool dark)
    {
        await using var profile = await browser.Profile(office, language, width, dark, await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/counter");
        await Kept(page);
        var manifest = JsonDocument.Parse(await page.EvaluateAsync<string>("async () => (await fetch(document.querySelector('link[rel=manifest]').href)).text()")).RootElement;
        Assert.Equal(("standalone", "/counter"), (manifest.GetProperty("display").GetString(), manifest.GetProperty("start_url").GetString()));
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            var size = await page.EvaluateAsync<int>("async source => { const drawn = new Image(); drawn.src = source; await drawn.decode(); return drawn.naturalWidth; }", icon.GetProperty("src").GetString());
            if (icon.GetProperty("sizes").GetString() is { } sizes && sizes != "any") Assert.Equal(sizes, $"{size}x{size}");
        }
        foreach (var use in (string[])["self", "staff", "customer"])
        {
            await page.CheckAsync($"[name=use][value={use}]");
            await page.ClickAsync("[data-rating='3']:visible");
            Assert.Empty(await Surveyor.Violations(page));
            Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        }
        // By keyboard alone: a face, then a reason.
        await page.FillAsync("#where", "Caja");
        await page.FocusAsync("[data-rating='4']:visible");
        await page.Keyboard.PressAsync("Enter");
        await page.FocusAsync("[data-reason=price]:visible");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-latest] li").First).ToBeVisibleAsync();
        complaints.None();
    }

    // The worker has the page with all it is made of.
    private static Task Kept(IPage page) => page.WaitForFunctionAsync("""
        async () => {
          const kept = await caches.open('veinte-offline-1 /counter');
          return Boolean(await kept.match('/counter') && await kept.match('/js/queue.js') && await kept.match('/css/counter.css') && await kept.match('/js/new-id.js'));
        }
        """);

    private static async Task Note(IPage page, string who, string? where, string rating, string? reason)
    {
        await page.FillAsync("#who", who);
        if (where is not null) await page.FillAsync("#where", where);
        var before = await page.Locator("[data-latest] li").CountAsync();
        await page.ClickAsync($"[data-faces] [data-rating='{rating}']");
        await page.ClickAsync(reason is null ? "[data-save]" : $"[data-reason={reason}]:visible");
        await Expect(page.Locator("[data-latest] li")).ToHaveCountAsync(before + 1);
    }
}
