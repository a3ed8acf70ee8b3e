using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>On a kiosk without network, from an e-mail, on another page: what is answered arrives once, and nothing in it ever runs.</summary>
public sealed class Surveys_are_answered_anywhere(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Counter = """
        {"name":"Mostrador","languages":["es","en"],"title":{"es":"¿Qué tal?","en":"How was it?"},"records":{"touchpoint":"Caja"},
         "questions":[{"id":"service","type":"rating","required":true,"text":{"es":"¿Cómo le hemos atendido?","en":"How did we treat you?"}},
                      {"id":"why","type":"single","text":{"es":"¿Por qué?","en":"Why?"},"options":[{"id":"staff","text":{"es":"El trato","en":"The staff"}},{"id":"wait","text":{"es":"La espera","en":"The wait"}}]}]}
        """;

    [Fact]
    public async Task A_kiosk_answers_without_network_and_when_it_comes_back_nothing_is_lost_or_doubled()
    {
        using var surveyor = new Surveyor(office);
        var (id, _) = await surveyor.Live(Counter);
        var kiosk = (await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/places", """{"name":"Tableta","kiosk":true,"touchpoint":"Salida"}""")).GetProperty("kiosk").GetString()!;
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        // The first answer reaches the server, but the news of it does not come back.
        var (lost, reachable) = (0, false);
        await page.RouteAsync("**/k/*/responses", async route =>
        {
            if (reachable) await route.ContinueAsync();
            else
            {
                if (Interlocked.Exchange(ref lost, 1) == 0) await route.FetchAsync();
                await route.AbortAsync();
            }
        });
        await page.GotoAsync(new Uri(kiosk).AbsolutePath);
        await Answer("5", "El trato");
        await Expect(page.Locator(".waiting")).ToHaveAttributeAsync("data-count", "1");

        await profile.SetOfflineAsync(true);
        await Again();
        await Answer("1", "La espera");
        await Again();
        await Answer("3", null);
        await Expect(page.Locator(".waiting")).ToHaveAttributeAsync("data-count", "3");
        Assert.Single(await surveyor.Responses(id));

        reachable = true;
        await profile.SetOfflineAsync(false);
        await page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
        await Expect(page.Locator(".waiting")).ToBeHiddenAsync();
        var responses = await surveyor.Responses(id);
        Assert.Equal([1, 3, 5], responses.Select(response => response.GetProperty("answers").GetProperty("service").GetInt32()).Order());
        Assert.All(responses, response => Assert.Equal(("kiosk", "Salida"), (response.GetProperty("way").GetString(), response.GetProperty("touchpoint").GetString())));
        Assert.Empty(await profile.CookiesAsync());

        async Task Answer(string point, string? why)
        {
            await page.Locator("button.point", new() { HasText = point }).ClickAsync();
            if (why is null) await page.ClickAsync("[data-skip]");
            else await page.Locator("button.option", new() { HasText = why }).ClickAsync();
            await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        }

        // A touch is enough to begin anew.
        async Task Again()
        {
            await page.Locator("body").ClickAsync();
            await Expect(page.Locator("button.point").First).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_kiosk_somebody_walks_away_from_goes_back_to_the_start_and_keeps_nothing_of_him()
    {
        using var surveyor = new Surveyor(office);
        var (id, _) = await surveyor.Live(Counter);
        var kiosk = (await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/places", """{"name":"Tableta","kiosk":true}""")).GetProperty("kiosk").GetString()!;
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        // The page's own clock: once it stands, it goes on only when it is told to.
        var now = new DateTime(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);
        await page.Clock.InstallAsync(new() { TimeDate = now });
        await page.GotoAsync(new Uri(kiosk).AbsolutePath);
        await Expect(page.Locator("button.point").First).ToBeVisibleAsync();
        await page.Clock.PauseAtAsync(now.AddDays(1));
        await page.Locator("button.point", new() { HasText = "2" }).ClickAsync();
        var why = page.Locator("[data-question=why]");
        await Expect(why).ToBeVisibleAsync();

        await page.Clock.RunForAsync(29_000);
        await Expect(why).ToBeVisibleAsync();
        // Somebody who is still there is not interrupted.
        await page.Locator("h1").ClickAsync();
        await page.Clock.RunForAsync(29_000);
        await Expect(why).ToBeVisibleAsync();
        await page.Clock.RunForAsync(2_000);
        await Expect(page.Locator("[data-question=service]")).ToBeVisibleAsync();
        Assert.Empty(await surveyor.Responses(id));

        // The thank-you makes room for the next one by itself.
        await page.Locator("button.point", new() { HasText = "5" }).ClickAsync();
        await page.ClickAsync("[data-skip]");
        await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        await page.Clock.RunForAsync(6_000);
        await Expect(page.Locator("[data-question=service]")).ToBeVisibleAsync();
        // What waits to be sent is hidden before anything does: whether it was sent is seen where it arrives.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while ((await surveyor.Responses(id)).Count == 0) await Task.Delay(100, limit.Token);
        await Expect(page.Locator(".waiting")).ToBeHiddenAsync();
        Assert.Equal(5, Assert.Single(await surveyor.Responses(id)).GetProperty("answers").GetProperty("service").GetInt32());
    }

    [Fact]
    public async Task A_score_clicked_in_a_message_is_confirmed_by_a_page_a_person_sees()
    {
        using var surveyor = new Surveyor(office);
        var (id, _) = await surveyor.Live(Counter);
        var link = new Uri((await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/invitations", $$"""{"customers":[{"customer":"clicker-{{id}}"}]}""")).GetProperty("items")[0].GetProperty("link").GetString()!).AbsolutePath;
        await using var profile = await browser.Profile(office, width: 390);
        var page = await profile.NewPageAsync();
        // Whoever only fetches it sees what there is to confirm, and confirms nothing.
        var fetched = await page.APIRequest.GetAsync(office.Address + link + "?s=2");
        Assert.Contains("Confirmar mi nota: 2", await fetched.TextAsync());
        Assert.Empty(await surveyor.Responses(id));
        await page.GotoAsync(link + "?s=2");
        // The page confirms by itself while it is seen, and goes on to why.
        await Expect(page.Locator("h1")).ToContainTextAsync("¿Por qué?");
        await page.Locator("button.option", new() { HasText = "La espera" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("¡Gracias por contárnoslo!");
        var response = Assert.Single(await surveyor.Responses(id));
        Assert.Equal((2, "one-click", $"clicker-{id}"), (
            response.GetProperty("answers").GetProperty("service").GetInt32(), response.GetProperty("way").GetString(), response.GetProperty("customer").GetString()));
    }

    [Fact]
    public async Task The_widget_asks_in_a_shadow_root_the_frame_tells_its_height_and_neither_sets_a_cookie()
    {
        using var surveyor = new Surveyor(office);
        var (id, _) = await surveyor.Live(Counter);
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync($"/surveys/{id}/widget");
        var component = page.Locator("cx-survey");
        await component.Locator("button.point", new() { HasText = "4" }).ClickAsync();
        await component.Locator("[data-skip]").ClickAsync();
        await Expect(component.Locator("[data-finished]")).ToBeVisibleAsync();
        await page.ClickAsync("[data-open-survey]");
        var box = page.Locator("[role=dialog]");
        await Expect(box.Locator("h1")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(box).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-survey-frame]")).Not.ToHaveAttributeAsync("height", "480");
        await Expect(page.FrameLocator("[data-survey-frame]").Locator("h1")).ToBeVisibleAsync();
        Assert.Single(await surveyor.Responses(id));
        complaints.None();
    }

    [Fact]
    public async Task HTML_and_script_in_every_field_are_never_run_on_any_page()
    {
        const string Evil = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>";
        using var surveyor = new Surveyor(office);
        var document = System.Text.Json.JsonSerializer.Serialize(new
        {
            name = Evil, languages = new[] { "es" }, title = new { es = Evil }, intro = new { es = Evil }, thanks = new { es = Evil }, records = new { touchpoint = Evil, staff = Evil, area = Evil },
            questions = new object[]
            {
                new { id = "a", type = "single", text = new { es = Evil }, hint = new { es = Evil }, options = new[] { new { id = "x", text = new { es = Evil } }, new { id = "y", text = new { es = "y" } } } },
                new { id = "t", type = "text", text = new { es = Evil } },
                new { id = "u", type = "text", text = new { es = Evil + "{{answer:t}}" } },
            },
        });
        var (id, link) = await surveyor.Live(document);
        var kiosk = (await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/places", System.Text.Json.JsonSerializer.Serialize(new { name = Evil, kiosk = true }))).GetProperty("kiosk").GetString()!;
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync(link);
        await page.Locator("button.option").First.ClickAsync();
        await page.FillAsync("textarea", Evil);
        await page.ClickAsync(".go button:not(.plain)");
        await Expect(page.Locator("h1")).ToContainTextAsync("window.ran");
        await Safe();
        await page.ClickAsync("button.plain");
        await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        foreach (var address in (string[])[new Uri(kiosk).AbsolutePath, "/surveys", $"/surveys/{id}", $"/surveys/{id}/deliver", $"/surveys/{id}/results", $"/surveys/{id}/widget", "/"])
        {
            await page.GotoAsync(address);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Safe();
        }
        complaints.None();

        async Task Safe() => Assert.False(await page.EvaluateAsync<bool>("'ran' in window || document.querySelector('img[src=x]') !== null"));
    }

    [Theory]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    public async Task Axe_finds_nothing_wrong_with_the_page_of_customers_the_editor_delivery_and_results(int width, bool dark)
    {
        using var surveyor = new Surveyor(office);
        var (id, link) = await surveyor.Live(Counter);
        await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/places", """{"name":"Tableta","kiosk":true}""");
        await surveyor.Send(HttpMethod.Post, $"/api/v1/surveys/{id}/responses", """{"id":"11111111-2222-3333-4444-555555555555","answers":{"service":4,"why":"wait"},"customer":"ana"}""".Replace("11111111", width.ToString("00000000")));
        await using var profile = await browser.Profile(office, width: width, dark: dark, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        var violations = new List<string>();
        foreach (var address in (string[])[link, $"{link}?lang=en", "/surveys", "/surveys/new", $"/surveys/{id}", $"/surveys/{id}/deliver", $"/surveys/{id}/results"])
        {
            await page.GotoAsync(address);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Surveyor.Picture(page, $"{width}-{address.Replace(id, "id").Replace(link, "link").Replace('/', '-').Replace("?", "-")}");
            await page.EvaluateAsync("for (const folded of document.querySelectorAll('main details')) folded.open = true");
            violations.AddRange(await Surveyor.Violations(page));
            foreach (var fault in await page.EvaluateAsync<string[]>(Reading.Faults)) violations.Add($"{address}: {fault}");
        }
        Assert.Equal("", string.Join('\n', violations));
        complaints.None();
    }
}
