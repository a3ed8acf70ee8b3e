using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>The filters of <i>Listening</i> for people: written with the keyboard, kept in the address, seen as chips and taken away one by one.</summary>
public sealed class Texts_are_filtered_on_the_page(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Script = "<script>document.title='taken'</script>";

    [Fact]
    public async Task Each_filter_is_written_seen_and_taken_away_and_what_cannot_be_understood_is_said()
    {
        var cookies = await office.Furnished(browser);
        await office.Send(
            3,
            new { type = "identify", userId = "c-nuria", messageId = "f-1", traits = new { name = "Nuria Gil", nivel = "oro" } },
            Wrote("c-nuria", "f-2", "El embarque fue lento", new { tarifa = "básica", rating = 2 }),
            Wrote("c-luis", "f-3", "El embarque fue rápido", new { tarifa = "flexible", rating = 5 }),
            Wrote("c-eva", "f-4", "El embarque fue normal", new { tarifa = Script, rating = 2 }));
        await office.Heard();
        await using var profile = await browser.Profile(office, "es-ES", 1280, false, cookies);
        IPage page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/listening");
        await Shows(page, 3);
        await Expect(page.Locator(".chip")).ToHaveCountAsync(0);

        // With the keyboard alone: the form opens, is filled and sent.
        await page.FocusAsync(".more-filters > summary");
        await page.Keyboard.PressAsync("Enter");
        await page.FocusAsync("#filter-property");
        await page.Keyboard.TypeAsync("tarifa=básica");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chip")).ToHaveTextAsync(["Propiedad: tarifa=básica×"]);
        await Shows(page, 1);
        await Open(page);
        await page.FillAsync("#filter-trait", "nivel=oro");
        await Send(page);
        await Expect(page.Locator(".chip")).ToHaveCountAsync(2);
        await Shows(page, 1);
        await Expect(page.Locator(".more-filters > summary")).ToContainTextAsync("(2)");
        await Open(page);
        await page.FillAsync("#filter-trait", "nivel=plata");
        await Send(page);
        await Expect(page.Locator(".chip")).ToHaveCountAsync(3);
        await Expect(page.Locator("[data-empty] h2")).ToHaveTextAsync("Ningún texto cumple estos filtros");
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        await page.FocusAsync(".chip:has-text('plata')");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(2);
        await Shows(page, 1);
        await page.ClickAsync(".chips .all");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(0);
        await Shows(page, 3);

        await page.GotoAsync("/listening?gradeFrom=9%2C5");
        await Expect(page.Locator(".chip")).ToHaveTextAsync(["Nota desde: 9,5×"]);
        await Expect(page.Locator("[name=gradeFrom]")).ToHaveValueAsync("9,5");
        await Shows(page, 1);
        await Open(page);
        await page.FillAsync("[name=gradeFrom]", "mucho");
        await page.FillAsync("#filter-property", "<b>nada</b>");
        await Send(page);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("«mucho» no es una nota");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("«<b>nada</b>» no es una propiedad");
        await Shows(page, 3);
        await page.GotoAsync("/listening?property=" + Uri.EscapeDataString("tarifa=" + Script));
        await Expect(page.Locator(".chip")).ToContainTextAsync(Script);
        await Shows(page, 1);
        Assert.DoesNotContain("taken", await page.TitleAsync());

        // Somebody is looked for by his name, and found.
        await page.GotoAsync("/listening");
        await Open(page);
        await page.FillAsync("#filter-customer", "Nuria");
        await Send(page);
        await Expect(page.Locator(".note.warn")).ToContainTextAsync("No hay ningún cliente con el identificador «Nuria»");
        await page.ClickAsync(".note.warn a:has-text('Nuria Gil')");
        await Expect(page.Locator(".chip")).ToHaveTextAsync(["Cliente: Nuria Gil×"]);
        await Shows(page, 1);
        await page.GotoAsync("/customers/c-nuria");
        await page.ClickAsync("a:has-text('Lo que ha escrito')");
        await Shows(page, 1);
        complaints.None();
        await OnAPhone(cookies);
    }

    private async Task OnAPhone(string cookies)
    {
        await using var profile = await browser.Profile(office, "en-GB", 390, true, cookies);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/listening?customer=c-nuria&gradeFrom=1&gradeTo=19&property=tarifa%3Db%C3%A1sica&trait=nivel%3Doro");
        await Expect(page.Locator(".chip")).ToHaveTextAsync(
            ["Customer: Nuria Gil×", "Grade from: 1×", "Grade up to: 19×", "Property: tarifa=básica×", "Customer trait: nivel=oro×"]);
        await Shows(page, 1);
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        await page.GotoAsync("/listening?trait=x&gradeFrom=12&gradeTo=3");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("“x” is no trait");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The lowest grade is above the highest");
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
    }

    private static object Wrote(string customer, string message, string text, object properties)
    {
        var all = System.Text.Json.JsonSerializer.SerializeToNode(properties)!.AsObject();
        all["text"] = text;
        return new { type = "track", @event = "Boarding", userId = customer, messageId = message, properties = all };
    }

    // What is chosen is seen as chips: the rest of the form is folded, so that texts stand near the top of a phone.
    private static async Task Open(IPage page)
    {
        await page.ClickAsync(".more-filters > summary");
        await Expect(page.Locator("#filter-customer")).ToBeVisibleAsync();
    }

    private static Task Send(IPage page) => page.ClickAsync("form.find-form:has(#tone) button");

    private static async Task Shows(IPage page, int texts) => await Expect(page.Locator(".verbatims > li")).ToHaveCountAsync(texts);
}
