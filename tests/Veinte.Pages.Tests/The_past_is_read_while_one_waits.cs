using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>A reading of the past tells how far it is and shows what it found by itself, without taking away what somebody is typing.</summary>
public sealed class The_past_is_read_while_one_waits(Browser browser, Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task A_measure_by_a_property_comes_without_another_key()
    {
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        await Strategist.Asks(office);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/measures");
        await page.FillAsync("#name", "script");
        await page.GetByRole(AriaRole.Button, new() { Name = "Read history" }).ClickAsync();
        await Expect(page.Locator("#split tbody")).ToContainTextAsync("old");
        await Expect(page.Locator("#split tbody")).ToContainTextAsync("new");
    }

    [Fact]
    public async Task How_far_it_is_is_told_and_the_page_read_anew_once_nobody_types()
    {
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var (state, done) = ("running", 1);
        var told = new TaskCompletionSource();
        await page.RouteAsync("**/api/v1/jobs/7", route =>
        {
            if (state == "finished") told.TrySetResult();
            return route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"id":7,"state":"{{state}}","done":{{done}},"total":4}""" });
        });
        await page.GotoAsync("/measures");
        await page.EvaluateAsync("""
            async () => {
              const box = document.createElement('div');
              box.id = 'waited-for';
              box.dataset.job = '7';
              box.innerHTML = '<p data-words="So far {0}."></p><progress max="1" value="0"></progress><a href="/" data-refresh>Refresh</a>';
              document.querySelector('main').append(box);
              await import('/js/job.js');
            }
            """);
        var box = page.Locator("#waited-for");
        await Expect(box).ToContainTextAsync("So far 25 %.");
        await Expect(box.Locator("[data-refresh]")).ToBeHiddenAsync();
        done = 3;
        await Expect(box.Locator("progress")).ToHaveJSPropertyAsync("value", 3);
        await page.FocusAsync("#name");
        await page.Keyboard.TypeAsync("cab");
        state = "finished";
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        // Twice as long as it takes to ask again, and the page is still the same.
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        await page.Keyboard.TypeAsync("in");
        await Expect(page.Locator("#name")).ToHaveValueAsync("cabin");
        Assert.Equal(1, await box.CountAsync());
        // Whoever has left the field waits no longer.
        await page.EvaluateAsync("document.activeElement.blur()");
        await Expect(box).ToHaveCountAsync(0);
    }
}
