using System.Globalization;
using Veinte.Journal;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Listening;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Listening;

/// <summary>What customers wrote as a file, and one quote as a picture. Neither says who wrote it.</summary>
internal static class ListeningFiles
{
    /// <summary>The most texts in a file: the newest.</summary>
    public const int TextsMax = 10_000;

    /// <summary>Where they are.</summary>
    public static void MapListeningFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/listening.csv", Texts).RequireAuthorization(Rights.Read).ExcludeFromDescription();
        routes.MapGet("/listening/quotes/{position:long}/card.svg", Card).RequireAuthorization(Rights.Read).ExcludeFromDescription();
    }

    private static async Task<IResult> Texts(
        HttpRequest request, ListeningService service, WriterDesk writers, IJournal journal, Visitor visitor, TimeProvider time, CancellationToken cancel)
    {
        var query = ListeningQuery.Of(request.Query);
        // The page says what it leaves out; in a file nobody would read it.
        if (query.Faults.Count > 0) return Asked.Bad(string.Join(' ', query.Faults.Select(fault => new FilterWords(visitor).Fault(fault.Name, fault.Value))));
        var filter = await writers.Find(query.Filter(time.GetUtcNow()), query.Customer, query.Traits, cancel);
        var heard = service.Texts.Of(filter).Where(text => query.Fits(text)).OrderByDescending(text => text.Position).Take(TextsMax).ToList();
        var csv = new Csv("interaction", "occurredAt", "touchpoint", "channel", "language", "text", "tone", "grade", "hostility", "themes", "wordsFor", "wordsAgainst");
        foreach (var one in await ListeningApi.Written(heard, journal, cancel))
            csv.Row(one.Position, one.OccurredAt, one.Touchpoint, one.Channel, one.Language, one.Text, one.Tone, one.Grade, Math.Round(one.Hostility, 3),
                string.Join(' ', one.Themes.Select(found => found.Theme).Distinct()),
                string.Join(" | ", one.Spans.Where(span => span.Contribution > 0).Select(span => span.Words)), string.Join(" | ", one.Spans.Where(span => span.Contribution < 0).Select(span => span.Words)));
        return csv.File("veinte-verbatims.csv");
    }

    private static async Task<IResult> Card(long position, QuoteDesk quotes, Visitor visitor, CancellationToken cancel)
    {
        if (await quotes.Of(position, cancel) is not { } quote) return TypedResults.NotFound();
        return TypedResults.Text(QuoteCard.Svg(quote.Text, Below(quote, visitor), quote.Grade is { } grade ? visitor.Show.Grade(grade) + " / 20" : null), "image/svg+xml; charset=utf-8");
    }

    /// <summary>Where and in which month: what stands below a quote. The day would tell too much where few customers come.</summary>
    public static string Below(Quote quote, Visitor visitor) =>
        $"{quote.Touchpoint} · {quote.OccurredAt.ToString("MMMM yyyy", CultureInfo.GetCultureInfo(visitor.Language.Tag()))}";
}
