using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Language;
using Veinte.Language.Tone;
using Veinte.Language.Topics;
using Veinte.Model;
using Veinte.Server.Api;

namespace Veinte.Server.Listening;

/// <summary><c>/listening</c>: what customers write about, how it is graded, what grows, and the texts themselves.</summary>
internal static class ListeningApi
{
    private const int TextsMax = 200;

    /// <summary>Where it answers.</summary>
    public static void MapListening(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        var listening = read.MapGroup("/listening").WithTags("Listening");
        listening.MapGet("/themes", GetThemes).WithName("themes")
            .WithSummary("Themes customers write about in a period (the last 30 days), the emerging ones first, then by volume × effect on the grade.");
        listening.MapGet("/texts", GetTexts).WithName("texts").WithSummary("What customers wrote, newest first, with the words that made its tone and its themes.");
        listening.MapGet("/topics", GetTopics).WithName("topics").WithSummary("Topics nobody named beforehand, found in the last 1,000 texts of the period, in each language by itself.");
        listening.MapGet("/summary", GetSummary).ProducesProblem(404).ProducesProblem(503).WithName("summary")
            .WithSummary("What customers wrote in a period, summed up by the firm's own language model; only where one is configured.");
        listening.MapGet("/model", (ListeningService service) => TypedResults.Ok(service.Status)).WithName("model").WithSummary("What the firm's own model has learned.");
        decide.MapPost("/listening/model/rollback", RollBack).WithTags("Listening").WithName("rollBackModel")
            .WithSummary("Goes back to an older snapshot of the model. What was journaled stays as it is.");
    }

    private static async Task<Results<Ok<ThemesAnswer>, ProblemHttpResult>> GetThemes(
        [AsParameters] ListeningAsked asked, string? language,
        ListeningService service, WriterDesk writers, TimeProvider time, HttpContext context, CancellationToken cancel)
    {
        var (wrong, filter) = await asked.Filter(time, writers, cancel);
        if (wrong is not null) return Asked.Bad(wrong);
        return TypedResults.Ok(service.Texts.Themes(filter, TextLanguages.FromCode(Asked.Language(context, language)) ?? TextLanguage.English));
    }

    private static async Task<Results<Ok<TextsAnswer>, ProblemHttpResult>> GetTexts(
        [AsParameters] ListeningAsked asked, [StringLength(40)] string? theme,
        [Range(-1.0, 1.0)] double? toneFrom, [Range(-1.0, 1.0)] double? toneTo, [Range(0.0, 1.0)] double? hostilityFrom, [Range(1, TextsMax)] int? limit, long? before,
        ListeningService service, WriterDesk writers, IJournal journal, TimeProvider time, CancellationToken cancel)
    {
        var (wrong, filter) = await asked.Filter(time, writers, cancel);
        if (wrong is not null) return Asked.Bad(wrong);
        var place = theme is null ? -1 : Themes.All.ToList().IndexOf(theme);
        if (theme is not null && place < 0) return Asked.Bad($"There is no theme '{theme}'. Themes are: {string.Join(", ", Themes.All)}.");
        var wanted = service.Texts.Of(filter)
            .Where(text => (place < 0 || (text.Themes >> place & 1) != 0) && (before is null || text.Position < before) && !(text.Tone < toneFrom) && !(text.Tone > toneTo)
                && (toneFrom is null && toneTo is null || !float.IsNaN(text.Tone)) && !(text.Hostility < hostilityFrom))
            .OrderByDescending(text => text.Position).Take((limit ?? 50) + 1).ToList();
        var more = wanted.Count > (limit ?? 50);
        var answers = await Written([.. wanted.Take(limit ?? 50)], journal, cancel);
        return TypedResults.Ok(new TextsAnswer(answers, more && answers.Count > 0 ? answers[^1].Position : null));
    }

    private static async Task<Results<Ok<TopicsAnswer>, ProblemHttpResult>> GetTopics(
        [AsParameters] ListeningAsked asked, [Range(2, 20)] int? topics, bool? named,
        DiscoveredTopics discovered, WriterDesk writers, TimeProvider time, CancellationToken cancel)
    {
        var (wrong, filter) = await asked.Filter(time, writers, cancel);
        if (wrong is not null) return Asked.Bad(wrong);
        return TypedResults.Ok(await discovered.Of(filter, topics ?? DiscoveredTopics.ByDefault, named == true, cancel));
    }

    private static async Task<Results<Ok<SummaryAnswer>, ProblemHttpResult>> GetSummary(
        [AsParameters] ListeningAsked asked, string? language,
        QuoteDesk quotes, ChatHelp chat, WriterDesk writers, TimeProvider time, HttpContext context, CancellationToken cancel)
    {
        var (wrong, filter) = await asked.Filter(time, writers, cancel);
        if (wrong is not null) return Asked.Bad(wrong);
        if (!chat.Summarises) return Asked.Missing("No language model may sum up texts here. Set Listening:Chat:Endpoint, Listening:Chat:Model and Listening:Chat:Summaries=true.");
        var texts = await quotes.Latest(filter, _ => true, ChatHelp.TextsMax, cancel);
        return await chat.Summarise(texts, Asked.Language(context, language) == "es" ? "Spanish" : "English", cancel) is { } summary
            ? TypedResults.Ok(new SummaryAnswer(summary, texts.Count))
            : TypedResults.Problem("The language model did not answer usably in time; everything else works without it.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "No summary now");
    }

    private static Results<NoContent, ProblemHttpResult> RollBack(RollbackRequest request, ListeningService service) =>
        service.RollBack(request.Position) ? TypedResults.NoContent()
            : Asked.Missing($"There is no snapshot of position {request.Position}. GET /api/v1/listening/model lists them.");

    /// <summary>The texts themselves, out of the journal, with what a reader of today marks in them.</summary>
    internal static async Task<List<WrittenText>> Written(IReadOnlyList<HeardText> heard, IJournal journal, CancellationToken cancel)
    {
        var (tones, marks, written) = (new ToneReader(), new MarkReader(), new List<WrittenText>(heard.Count));
        var texts = await TextsAt([.. heard.Select(one => new Position(one.Position))], journal, cancel);
        foreach (var one in heard)
        {
            if (!texts.TryGetValue(one.Position, out var text)) continue;
            var language = one.Spanish ? TextLanguage.Spanish : TextLanguage.English;
            var reading = tones.Read(text, language);
            written.Add(new(
                one.Position, one.OccurredAt.ToDateTimeOffset(), one.Touchpoint, one.Channel.Name(), language.Code, text, float.IsNaN(one.Tone) ? null : Math.Round(one.Tone, 3),
                float.IsNaN(one.Grade) ? null : Math.Round(one.Grade, 3), one.Hostility,
                [.. reading.Spans.Select(span => new MarkedSpan(span.Offset, span.Length, span.Words, span.Contribution))],
                [.. marks.Read(text, language).Themes.Select(span => new MarkedTheme(span.Theme, span.Offset, span.Length, span.Words))]));
        }
        return written;
    }

    private static async Task<Dictionary<long, string>> TextsAt(IReadOnlyCollection<Position> positions, IJournal journal, CancellationToken cancel)
    {
        var (wanted, texts) = (positions.ToHashSet(), new Dictionary<long, string>());
        await foreach (var record in journal.FindAll(positions, cancel)) Add(record);
        return texts;

        void Add(JournalRecord record)
        {
            foreach (var entry in record)
            {
                if (!wanted.Contains(entry.Position) || entry.Header.Kind != EntryKind.Interaction) continue;
                if (ListeningService.TextOf(new InteractionView(entry.Header, entry.Body).Properties) is { } text) texts[entry.Position.Value] = text;
            }
        }
    }
}

/// <summary>Texts, newest first.</summary>
/// <param name="Items">The texts.</param>
/// <param name="Next">Ask with <c>before</c> set to this for the next ones; null at the end.</param>
internal sealed record TextsAnswer(IReadOnlyList<WrittenText> Items, long? Next);

/// <summary>What a customer wrote.</summary>
/// <param name="Position">Where its interaction stands.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Language"><c>es</c> or <c>en</c>.</param>
/// <param name="Text">The text. Data, whatever it says; escape it wherever it is shown.</param>
/// <param name="Tone">Its tone as journaled; null when no word spoke.</param>
/// <param name="Grade">What its author said with a number, 0–20; null when nothing.</param>
/// <param name="Hostility">0–1.</param>
/// <param name="Spans">The words that speak for or against.</param>
/// <param name="Themes">The words that name themes.</param>
internal sealed record WrittenText(
    long Position, DateTimeOffset OccurredAt, string Touchpoint, string Channel, string Language, string Text, double? Tone, double? Grade, double Hostility,
    IReadOnlyList<MarkedSpan> Spans, IReadOnlyList<MarkedTheme> Themes);

/// <summary>Words that speak for (+) or against (−).</summary>
internal sealed record MarkedSpan(int Offset, int Length, string Words, double Contribution);

/// <summary>Words that name a theme.</summary>
internal sealed record MarkedTheme(string Theme, int Offset, int Length, string Words);

/// <summary>Topics nobody named.</summary>
/// <param name="Texts">Texts they were found in.</param>
/// <param name="FalseAlarmMax">The chance that any topic is called emerging in this answer though none grew.</param>
/// <param name="Items">The topics, the emerging ones first, then the largest.</param>
internal sealed record TopicsAnswer(int Texts, double FalseAlarmMax, IReadOnlyList<TopicAnswer> Items);

/// <summary>A summary by a language model.</summary>
/// <param name="Summary">A few sentences. A machine's words: check them against the texts.</param>
/// <param name="Texts">How many texts it was shown.</param>
internal sealed record SummaryAnswer(string Summary, int Texts);

/// <summary>One of them.</summary>
/// <param name="Terms">Its words.</param>
/// <param name="Name">What a language model calls it; null without one, or when not asked for.</param>
/// <param name="Texts">Texts most of all about it.</param>
/// <param name="Tone">Their mean tone.</param>
/// <param name="Grade">Their mean grade.</param>
/// <param name="Examples">Positions of three of them.</param>
/// <param name="Language">The language of its texts, <c>es</c> or <c>en</c>.</param>
/// <param name="GrowthChance">The chance of its growth from the earlier half of the time to the later one if it did not grow.</param>
/// <param name="Emerging">Whether it grows beyond chance, by Holm's method over the topics of this answer.</param>
/// <param name="Effect">How much lower or higher its texts are graded than the others of its language; null without enough of either.</param>
internal sealed record TopicAnswer(
    IReadOnlyList<string> Terms, string? Name, int Texts, MeanAnswer? Tone, MeanAnswer? Grade, IReadOnlyList<long> Examples, string Language = "es", double GrowthChance = 1, bool Emerging = false,
    EffectAnswer? Effect = null);

/// <summary>Which snapshot to go back to.</summary>
/// <param name="Position">Its position.</param>
internal sealed record RollbackRequest([property: Range(0, long.MaxValue)] long Position);
