using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Listening;

namespace Veinte.Server.Tests.Listening;

public sealed class Texts_are_passed_on_without_who_wrote_them
{
    [Fact]
    public async Task Texts_are_filtered_by_any_dimension()
    {
        await using var server = await ServerFixture.Start(demo: true);
        (await server.Post("/v1/batch", """
            {"batch":[
              {"type":"track","event":"Review","userId":"a","messageId":"1","properties":{"text":"El número uno, muy bueno","area":"Sevilla","staff":"Ana","stage":"arrival","journey":"flight","intent":"buy"}},
              {"type":"track","event":"Review","userId":"b","messageId":"2","properties":{"text":"El número dos, muy malo","area":"Bilbao","staff":"Luis","stage":"booking","journey":"care"}},
              {"type":"track","event":"Review","userId":"c","messageId":"3","properties":{"text":"Number three was very good indeed"}}]}
            """, await server.CreateKey("write"))).Expect(200);
        await server.Host.Services.GetRequiredService<ListeningService>().WaitFor(server.Host.Node.Journal.Head, TestContext.Current.CancellationToken);
        var key = await server.CreateKey("read");
        foreach (var (filter, found) in ((string, string)[])
        [
            ("area=Sevilla", "uno"), ("staff=Ana", "uno"), ("stage=arrival", "uno"), ("journey=flight", "uno"), ("textLanguage=en", "three"),
            ("intent=buy", "uno"), ("area=Sevilla&staff=Luis", ""), ("source=nobody", ""),
        ])
        {
            var texts = (await server.Get("/api/v1/listening/texts?" + filter, key)).Expect(200).GetProperty("items").EnumerateArray().Select(text => text.GetProperty("text").GetString()!).ToList();
            var (page, file) = ((await server.Get("/listening?" + filter)).Text, (await server.Get("/listening.csv?" + filter)).Text);
            Assert.Equal(found.Length == 0 ? 0 : 1, texts.Count);
            Assert.Equal((string[])["uno", "dos", "three"], ((string[])["uno", "dos", "three"]).Where(word => word == found == texts.Any(text => text.Contains(word, StringComparison.Ordinal))));
            Assert.Equal((string[])["uno", "dos", "three"], ((string[])["uno", "dos", "three"]).Where(word => word == found == file.Contains(word, StringComparison.Ordinal)));
            Assert.Contains("id=\"filter-staff\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_holds_what_fits_the_filter_and_a_card_the_quote_alone()
    {
        await using var server = await ServerFixture.Start();
        var (write, read) = (await server.CreateKey("write"), await server.CreateKey("read"));
        (await server.Post("/v1/batch", JsonSerializer.Serialize(new
        {
            batch = new object[]
            {
                new { type = "identify", userId = "u-nuria", messageId = "who", traits = new { name = "Nuria Valdés" } },
                new { type = "track", @event = "Caja", userId = "u-nuria", messageId = "a", properties = new { text = "Nuria Valdés: pésimo servicio, dos horas de espera <b>&", rating = 1, channel = "in-person" } },
                new { type = "track", @event = "Web", userId = "u-nuria", messageId = "b", properties = new { text = "=Muy amables, todo perfecto", channel = "web" } },
            },
        }), write)).Expect(200);
        await server.Host.Services.GetRequiredService<ListeningService>().WaitFor(server.Host.Node.Journal.Head, TestContext.Current.CancellationToken);

        var all = (await server.Get("/listening.csv", read)).Text.TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.Equal(3, all.Length);
        Assert.StartsWith("interaction,occurredAt,touchpoint,channel,language,text,tone", all[0]);
        Assert.DoesNotContain("u-nuria", string.Join('\n', all));
        // A text that begins like a formula is text in a spreadsheet too.
        Assert.Contains("'=Muy amables", all[1]);
        Assert.Equal(["Caja"], await Touchpoints("?tone=blame"));
        Assert.Equal(["Web"], await Touchpoints("?tone=praise"));
        Assert.Equal(["Caja"], await Touchpoints("?theme=waiting"));
        Assert.Equal(["Web"], await Touchpoints("?channel=web"));
        Assert.Equal(["Caja"], await Touchpoints("?touchpoint=Caja&days=7"));

        var position = all[2].Split(',')[0];
        var card = await server.Get($"/listening/quotes/{position}/card.svg", read);
        Assert.Equal("image/svg+xml", card.MediaType);
        Assert.Contains("••• •••: pésimo servicio", System.Net.WebUtility.HtmlDecode(card.Text));
        Assert.Contains("&lt;b&gt;&amp;", card.Text);
        Assert.DoesNotContain("Nuria", card.Text);
        Assert.Contains("Caja", card.Text);
        Assert.Equal(404, (await server.Get("/listening/quotes/999999/card.svg", read)).Status);
        Assert.NotEqual(200, (await server.Get($"/listening/quotes/{position}/card.svg")).Status);
        Assert.NotEqual(200, (await server.Get("/listening.csv", write)).Status);

        async Task<string[]> Touchpoints(string query) => [.. (await server.Get("/listening.csv" + query, read)).Text.TrimEnd().Split("\r\n").Skip(1).Select(row => row.Split(',')[2])];
    }
}
