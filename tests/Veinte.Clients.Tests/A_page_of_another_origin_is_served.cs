using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Veinte.Server.Collect;

namespace Veinte.Clients.Tests;

public sealed class A_page_of_another_origin_is_served(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task Page_track_and_identify_arrive_from_a_page_that_knows_an_address_and_a_key()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        var page = await shop.Visit($"shop.html?veinte={Home(line)}&key={books.WriteKey}");
        await page.EvaluateAsync("""
            async () => {
                await analytics.page('Search', { rating: 3 });
                await analytics.track('Fare chosen', { rating: 2 });
                await analytics.identify('bruno', { plan: 'gold' });
                await analytics.track('Booked', { rating: 5 });
            }
            """);
        await line.Seen(4, Events);

        await books.Balanced(interactions: 3);
        Assert.Equal(["Booked +10,000", "Fare chosen -5,000", "Search 0"], (await books.Statement("bruno")).Order(StringComparer.Ordinal));
        Assert.Equal("gold", (await books.Read("customers/bruno")).GetProperty("traits").GetProperty("plan").GetString());
        Assert.All(await books.Lines("bruno"), one => Assert.Equal("web", one.GetProperty("channel").GetString()));
        Assert.All(line.Sent, sent => Assert.Equal("text/plain", sent.Headers["Content-Type"]));
        // Chromium asked whether it may before it sent anything, and was told so.
        var asked = line.Passages.Where(passage => passage.Method == "OPTIONS").ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, preflight => Assert.Equal((204, "authorization"), (preflight.Status, preflight.Answered["Access-Control-Allow-Headers"])));
    }

    [Fact]
    public async Task A_page_without_a_bundler_gets_the_client_from_the_server_and_loses_no_call_made_before_it_is_there()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        var page = await shop.Visit($"snippet.html?veinte={Home(line)}&key={books.WriteKey}&ajs_uid=marta");
        await line.Seen(2, Events);
        await page.EvaluateAsync("() => { analytics.track('Newsletter', { rating: 4 }); }");
        await line.Seen(3, Events);

        await books.Balanced(interactions: 2);
        // The address of the page said who she is: a part of the client that it loads when needed.
        Assert.Contains(line.Passages, passage => passage.Path.StartsWith("/analytics-next/bundles/queryString.", StringComparison.Ordinal) && passage.Status == 200);
        Assert.Equal(["Home", "Newsletter +5,000"], (await books.Statement("marta")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_client_the_server_hands_out_is_the_one_that_is_tested_here()
    {
        RealClients.ChromiumOrSkip();
        var handedOut = Path.Combine(RealClients.Root(), "src/Veinte.Server/wwwroot/vendor/analytics-next");
        var installed = Path.Combine(RealClients.Folder, "node_modules/@segment/analytics-next/dist/umd");
        var files = Directory.GetFiles(handedOut, "*.js");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(installed, Path.GetFileName(file))), File.ReadAllBytes(file)));
    }

    [Fact]
    public async Task What_still_waits_in_a_batch_arrives_when_the_page_is_closed()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        var page = await shop.Visit($"shop.html?veinte={Home(line)}&key={books.WriteKey}&delivery=batches");
        await page.EvaluateAsync("async () => { await analytics.identify('olga'); await analytics.track('Basket filled', { rating: 4 }); await analytics.track('Basket left', { rating: 1 }); }");
        Assert.Empty(line.Sent);
        await page.CloseAsync(new() { RunBeforeUnload = true });
        await line.Seen(1, Events);

        Assert.Equal("/v1/b", Assert.Single(line.Sent).Path);
        await books.Balanced(interactions: 2);
        Assert.Equal(["Basket filled +5,000", "Basket left -10,000"], await books.Statement("olga"));
    }

    [Fact]
    public async Task A_beacon_of_a_page_without_any_library_arrives_when_somebody_leaves_it()
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address);
        var page = await shop.Visit($"no-library.html?veinte={Home(line)}&key={books.WriteKey}");
        await page.GotoAsync(new Uri(new Uri(page.Url), "/away").ToString());
        await line.Seen(1, Events);
        await books.Balanced(interactions: 1);
        Assert.Equal(["Left the page -5,000"], await books.Statement("device-12"));
    }

    [Fact]
    public async Task A_page_that_sends_too_fast_reads_when_to_come_back_and_does()
    {
        await using var books = await Bookkeeping.Open();
        var limits = books.Server.Host.Services.GetRequiredService<IOptions<CollectOptions>>().Value;
        // One a second: of four that are sent at once some come too early, however slow the machine is.
        (limits.BurstPerKey, limits.RequestsPerSecondPerKey) = (1, 1);
        await using var line = await Line.To(books.Server.Address);
        var page = await shop.Visit($"shop.html?veinte={Home(line)}&key={books.WriteKey}");
        await page.EvaluateAsync("async () => { await analytics.identify('eva'); for (const gate of ['A', 'B', 'C', 'D']) analytics.track(`Gate ${gate}`, { rating: 5 }); }");
        await line.Seen(5, passage => Events(passage) && passage.Status == 200);

        Assert.Contains(line.Sent, sent => sent.Status == 429 && sent.Answered["Retry-After"] == "1");
        Assert.Contains(line.Sent, sent => sent.Headers.ContainsKey("X-Retry-Count"));
        await books.Balanced(interactions: 4);
        Assert.Equal(40_000, await books.Balance("eva"));
    }

    [Theory]
    [InlineData(nameof(Fault.CutAfter))]
    [InlineData(nameof(Fault.Answers503))]
    public async Task An_event_whose_answer_was_lost_or_bad_is_sent_again_and_posted_once(string fault)
    {
        await using var books = await Bookkeeping.Open();
        await using var line = await Line.To(books.Server.Address, Enum.Parse<Fault>(fault));
        var page = await shop.Visit($"shop.html?veinte={Home(line)}&key={books.WriteKey}");
        await page.EvaluateAsync("() => { analytics.track('Seat chosen', { rating: 5 }); }");
        await line.Seen(2, Events);
        Assert.Single(line.Sent.Where(Events).Select(sent => sent.Json.GetProperty("messageId").GetString()).Distinct());
        await books.Balanced(interactions: 1);
    }

    private static string Home(Line line) => Uri.EscapeDataString(line.Address.ToString().TrimEnd('/'));

    private static bool Events(Passage passage) => passage is { Method: "POST" } && passage.Path != "/v1/m";
}
