using System.Text;
using System.Text.Json;
using Veinte.Engine;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Language;
using Veinte.Language.Tone;
using Veinte.Model;

namespace Veinte.Server.Listening;

/// <summary>What customers wrote, to be shown to others: without who wrote it. Thread-safe.</summary>
internal sealed class QuoteDesk(ListeningService listening, IJournal journal, Books books, TimeProvider time)
{
    private static readonly string[] NamingTraits = ["name", "firstName", "lastName", "email", "username", "phone"];

    /// <summary>The quote of an interaction, or null when it has no text.</summary>
    public async Task<Quote?> Of(long position, CancellationToken cancel)
    {
        if (position <= 0 || await journal.Find(new(position), cancel) is not { } record || Found(record, position) is not { } found) return null;
        var text = Anonymous.Of(found.Text, await NamesOf(found.Customer, cancel));
        var tones = new ToneReader();
        var language = tones.Language(text).Language;
        var reading = tones.Read(text, language);
        return new(position, found.OccurredAt, found.Touchpoint, language.Code, text, found.Grade,
            [.. reading.Spans.Select(span => new MarkedSpan(span.Offset, span.Length, span.Words, span.Contribution))]);
    }

    /// <summary>The newest texts that fit, newest first, without identities.</summary>
    public async Task<IReadOnlyList<string>> Latest(HeardFilter filter, Func<HeardText, bool> fits, int max, CancellationToken cancel)
    {
        var texts = new List<string>();
        foreach (var heard in listening.Texts.Of(filter).Where(fits).OrderByDescending(text => text.Position).Take(max))
            if (await journal.Find(new(heard.Position), cancel) is { } record && Found(record, heard.Position) is { } found)
                texts.Add(Anonymous.Of(found.Text, await NamesOf(found.Customer, cancel)));
        return texts;
    }

    private async Task<IEnumerable<string?>> NamesOf(string customer, CancellationToken cancel)
    {
        if (await books.Customer(customer, Instant.From(time.GetUtcNow()), cancel) is not { } profile) return [customer];
        var traits = profile.Traits;
        return [
            customer, profile.Account.Name, .. profile.Identifiers.Select(identifier => identifier.Value),
            .. NamingTraits.Select(name => traits.ValueKind == JsonValueKind.Object && traits.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)];
    }

    private static FoundText? Found(JournalRecord record, long position)
    {
        foreach (var entry in record)
        {
            if (entry.Position.Value != position || entry.Header.Kind != EntryKind.Interaction) continue;
            var view = new InteractionView(entry.Header, entry.Body);
            return ListeningService.TextOf(view.Properties) is { } text
                ? new(text, Encoding.UTF8.GetString(view.Customer), Encoding.UTF8.GetString(view.Touchpoint), view.Header.OccurredAt.ToDateTimeOffset(), ListeningService.GradeOf(view.Signals))
                : null;
        }
        return null;
    }

    private sealed record FoundText(string Text, string Customer, string Touchpoint, DateTimeOffset OccurredAt, double? Grade);
}

/// <summary>What somebody wrote, without who.</summary>
/// <param name="Position">Where its interaction stands in the journal.</param>
/// <param name="OccurredAt">When; shown to others as the month alone.</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Language"><c>es</c> or <c>en</c>.</param>
/// <param name="Text">The text. Data, whatever it says.</param>
/// <param name="Grade">What its author said with a number, 0–20; null when nothing.</param>
/// <param name="Spans">The words that speak for or against.</param>
internal sealed record Quote(long Position, DateTimeOffset OccurredAt, string Touchpoint, string Language, string Text, double? Grade, IReadOnlyList<MarkedSpan> Spans);
