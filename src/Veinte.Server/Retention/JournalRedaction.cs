using System.Buffers;
using System.Text;
using System.Text.Json;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Surveys.Answering;

namespace Veinte.Server.Retention;

/// <summary>
/// Writes journal entries without what may not be kept any longer. Position, time, customer, touchpoint, signals and message id
/// stay byte for byte, so the books that follow from the journal are the same before and after: nothing that goes ever made
/// a grade or an amount. A mark says that something was there. What was redacted once is left as it is. Not thread-safe.
/// </summary>
internal sealed class JournalRedaction(RetentionRules rules, DateTimeOffset now) : IDisposable
{
    private const string TextMark = "text_removed";
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EntryBatchBuilder _builder = new();
    private readonly Dictionary<RetentionClass, (long Items, long Bytes)> _found = [];
    private readonly Dictionary<RetentionClass, Instant> _before = RetentionClasses.All.Where(kind => kind.IsInJournal)
        .Select(kind => (kind, before: rules.Before(kind, now))).Where(rule => rule.before is not null).ToDictionary(rule => rule.kind, rule => Instant.From(rule.before!.Value));

    /// <summary>Whether there is a rule for anything in the journal.</summary>
    public bool HasRules => _before.Count > 0;

    /// <summary>What was taken out so far.</summary>
    public IReadOnlyList<RetentionFound> Found =>
        [.. _before.Keys.Order().Select(kind => new RetentionFound(kind.Name, rules.Days[kind.Name], _found.GetValueOrDefault(kind).Items, _found.GetValueOrDefault(kind).Bytes))];

    /// <summary>A record's entries without what may not be kept, as many of them as before; null when nothing changes.</summary>
    public EntryBatch? Redacted(JournalRecord record)
    {
        _builder.Clear();
        var changed = false;
        foreach (var entry in record) changed |= Add(entry);
        return changed ? _builder.Build() : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _builder.Dispose();

    private bool Add(in JournalEntry entry)
    {
        switch (entry.Header.Kind)
        {
            case EntryKind.Quarantined when IsDue(RetentionClass.Quarantine, entry): return AddQuarantined(entry);
            case EntryKind.Interaction when IsDue(RetentionClass.Texts, entry) || IsDue(RetentionClass.Context, entry): return AddInteraction(entry);
            default:
                _builder.Add(entry.Header, entry.Body);
                return false;
        }
    }

    private bool AddQuarantined(in JournalEntry entry)
    {
        var view = new QuarantinedView(entry.Header, entry.Body);
        if (view.Raw.IsEmpty)
        {
            _builder.Add(entry.Header, entry.Body);
            return false;
        }
        Count(RetentionClass.Quarantine, view.Raw.Length + view.Detail.Length);
        QuarantinedView.Add(
            _builder, entry.Header.ReceivedAt, Encoding.UTF8.GetString(view.Source), Encoding.UTF8.GetString(view.Reason), "What was sent is not kept any longer.",
            Encoding.UTF8.GetString(view.Door), []);
        return true;
    }

    private bool AddInteraction(in JournalEntry entry)
    {
        var view = new InteractionView(entry.Header, entry.Body);
        var draft = view.ToDraft();
        var changed = false;
        if (IsDue(RetentionClass.Context, entry) && !view.Context.IsEmpty)
        {
            Count(RetentionClass.Context, view.Context.Length);
            draft.Context = [];
            changed = true;
        }
        if (IsDue(RetentionClass.Texts, entry) && WithoutText(view.Properties) is { } properties)
        {
            Count(RetentionClass.Texts, Math.Max(0, view.Properties.Length - properties.Length));
            draft.Properties = properties;
            changed = true;
        }
        if (changed) _builder.Add(draft);
        else _builder.Add(entry.Header, entry.Body);
        return changed;
    }

    private bool IsDue(RetentionClass kind, in JournalEntry entry) => _before.TryGetValue(kind, out var before) && entry.Header.ReceivedAt < before;

    private void Count(RetentionClass kind, int bytes)
    {
        var found = _found.GetValueOrDefault(kind);
        _found[kind] = (found.Items + 1, found.Bytes + bytes);
    }

    // What a customer wrote is the member "text". A survey's response has its free answers among "answers" once more.
    private static byte[]? WithoutText(ReadOnlySpan<byte> properties)
    {
        if (properties.IndexOf("\"text\""u8) < 0) return null;
        var reader = new Utf8JsonReader(properties);
        using var document = JsonDocument.ParseValue(ref reader);
        if (!document.RootElement.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.NameEquals("text")) writer.WriteBoolean(TextMark, true);
                else if (member.NameEquals("answers") && member.Value.ValueKind == JsonValueKind.Object) WriteAnswers(writer, member.Value, WrittenIn(document.RootElement, text.GetString()!));
                else member.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAnswers(Utf8JsonWriter writer, JsonElement answers, Func<JsonProperty, bool> isWritten)
    {
        writer.WriteStartObject("answers");
        foreach (var answer in answers.EnumerateObject())
            if (answer.Value.ValueKind != JsonValueKind.String || !isWritten(answer)) answer.WriteTo(writer);
        writer.WriteEndObject();
    }

    // A response names the questions answered in own words. One of an earlier version does not: there an answer that reads like a
    // part of the text goes, though it may have been an option of the same words.
    private static Func<JsonProperty, bool> WrittenIn(JsonElement response, string text)
    {
        if (!response.TryGetProperty(ResponseRecorder.WrittenProperty, out var named) || named.ValueKind != JsonValueKind.Array) return answer => IsPartOf(text, answer.Value.GetString()!);
        var questions = named.EnumerateArray().Where(question => question.ValueKind == JsonValueKind.String).Select(question => question.GetString()!).ToHashSet(StringComparer.Ordinal);
        return answer => questions.Contains(answer.Name);
    }

    // The text of a response is its free answers, an empty line between them.
    private static bool IsPartOf(string text, string answer) => $"\n\n{text}\n\n".Contains($"\n\n{answer}\n\n", StringComparison.Ordinal);
}
