using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>The owner of a shop has a survey in a spreadsheet and has never seen JSON.</summary>
public sealed class An_owner_imports_a_file(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Survey =
        """
        Marca temporal;Correo;¿Nos recomendaría?;Trato recibido;Tienda;Comentarios
        24/11/2026 10:15:33;imp-ana@ejemplo.es;9;Muy bueno;Centro;Volveré
        24/11/2026 10:40:02;imp-beto@ejemplo.es;6;Regular;Norte;
        24/11/2026 11:05:10;imp-carla@ejemplo.es;10;Excelente;Centro;Muy amables
        24/11/2026 11:45:10;imp-dani@ejemplo.es;3;Malo;Norte;
        24/11/2026 12:15:10;imp-eva@ejemplo.es;8;Bueno;Centro;
        24/11/2026 12:45:10;imp-gema@ejemplo.es;8;Bueno;Centro;
        24/11/2026 13:00:00;imp-fer@ejemplo.es;11;Bueno;Centro;
        """;

    [Fact]
    public async Task From_a_spreadsheet_to_the_books_and_back_again()
    {
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync("/connect/import");
        // As a Spanish spreadsheet saves it.
        await Upload(page, "Encuesta de noviembre.csv", Encoding.Latin1.GetBytes(Survey));

        await Expect(page.Locator("[data-preview] tbody tr")).ToHaveCountAsync(6);
        await Expect(page.Locator("[data-preview] th").Nth(2)).ToHaveTextAsync("¿Nos recomendaría?");
        Assert.Equal(["time", "customer", "nps", "rating", "area", "text"], await Roles(page));
        await Row(page, "Trato recibido").GetByLabel("Punto de contacto").FillAsync("Mostrador");
        await Row(page, "¿Nos recomendaría?").GetByLabel("Punto de contacto").FillAsync("Mostrador");
        await page.SelectOptionAsync("[data-plan=channel]", "in-person");
        await Expect(page.Locator("[data-mapping]")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Mostrador(.|\n)*in-person|in-person(.|\n)*Mostrador"));

        await page.ClickAsync("[data-try]");
        await Expect(page.Locator("[data-report] .counts dd").First).ToHaveTextAsync("6");
        await Expect(page.Locator(".bad-rows tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".bad-rows tbody tr")).ToContainTextAsync("11");
        await Expect(page.Locator(".bad-rows tbody th")).ToHaveTextAsync("8");
        await Expect(page.Locator("#imports tbody")).ToHaveCountAsync(0);

        await page.ClickAsync("[data-run]");
        await Expect(page.Locator("[data-result] .note.good")).ToHaveTextAsync("Importado.");
        var imported = page.Locator("#imports tbody tr").Filter(new() { HasText = "Encuesta de noviembre.csv" });
        await Expect(imported.Locator(".pill")).ToHaveTextAsync("terminada");
        await page.GotoAsync("/customers/imp-ana%40ejemplo.es");
        var line = page.Locator("ol.statement > li").Filter(new() { HasText = "Mostrador" });
        await Expect(line).ToHaveCountAsync(1);
        await line.Locator("summary").First.ClickAsync();
        // Two scores, and the tone of what she wrote.
        await Expect(line.Locator("table.reasons tbody tr")).ToHaveCountAsync(3);

        await page.GotoAsync("/connect/import");
        await imported.Locator("[data-undo]").ClickAsync();
        await Expect(imported.Locator(".pill")).ToHaveTextAsync("deshecha");
        await page.GotoAsync("/customers/imp-ana%40ejemplo.es");
        await Expect(page.Locator(".account-top .total")).ToHaveTextAsync("0,0");
        complaints.None();
    }

    [Fact]
    public async Task What_goes_wrong_is_said_in_the_readers_language_and_nothing_is_lost()
    {
        await using var profile = await browser.Profile(office, "en-GB", width: 390, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/connect/import");
        await Upload(page, "book.xlsx", [.. "PK\u0003\u0004"u8, 0, 1, 2]);
        await Expect(page.Locator("[data-problem]")).ToContainTextAsync("This is an Excel workbook");
        await Upload(page, "empty.csv", "\n"u8.ToArray());
        await Expect(page.Locator("[data-problem]")).ToHaveTextAsync("The file is empty.");

        await Upload(page, "people.csv", "name,age\nAna,33\nBea,44\n"u8.ToArray());
        await Expect(page.Locator("[data-remarks] li")).ToHaveCountAsync(2);
        // By hand, with a mistake: its place is told, and trying waits until it is corrected.
        await page.ClickAsync("[data-mapping-box] > summary");
        await page.FillAsync("[data-mapping]", """{"customer":"{name}","time":"2026-01-01","interactions":[{"touchpoint":"T","rating":{"column":"age","min":"one"}}]}""");
        await Expect(page.Locator("[data-errors] li")).ToContainTextAsync("interactions[0].rating.min");
        await Expect(page.Locator("[data-try]")).ToBeDisabledAsync();
        await page.FillAsync("[data-mapping]", """{"customer":"{nobody}","time":"2026-01-01","interactions":[{"touchpoint":"T"}]}""");
        await Expect(page.Locator("[data-try]")).ToBeEnabledAsync();
        await page.ClickAsync("[data-try]");
        await Expect(page.Locator("[data-problem]")).ToContainTextAsync("has no column \"nobody\"");
        // What is tried is what was chosen last, also when the server is still making it. With everything shown it fits the phone.
        await page.RouteAsync("**/imports/columns", async route =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            await route.ContinueAsync();
        });
        await page.SelectOptionAsync("[data-ready]", "");
        await page.ClickAsync("[data-try]");
        await Expect(page.Locator("[data-report] .counts")).ToBeVisibleAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
    }

    private static Task Upload(IPage page, string name, byte[] content) =>
        page.SetInputFilesAsync("#import-file", new FilePayload { Name = name, MimeType = "text/csv", Buffer = content });

    private static ILocator Row(IPage page, string column) => page.Locator("[data-column-rows] tr").Filter(new() { Has = page.Locator("th", new() { HasTextString = column }) });

    private static async Task<IReadOnlyList<string>> Roles(IPage page) =>
        await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-column-rows] td select[aria-label]')].map(select => select.value)");
}
