using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Veinte.Doors;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// Writes a response into the journal as an interaction at its touchpoint: source <c>survey:ID</c>, message id the
/// response's own, its answers among the properties. Completes after the flush; the same response may be given any number of
/// times and is posted once. Thread-safe.
/// </summary>
internal sealed class ResponseRecorder(IJournal journal, IDbContextFactory<AppDb> database, DoorLimits limits, TimeProvider time)
{
    /// <summary>Sources of responses begin so.</summary>
    public const string SourcePrefix = "survey:";

    /// <summary>The property that names the questions answered in own words.</summary>
    public const string WrittenProperty = "written";

    private long _lacksFrom = NothingMissing;
    private const long NothingMissing = long.MaxValue;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Records a response.</summary>
    /// <param name="given">The response.</param>
    /// <param name="stands">Called once it stands in the journal, also when the index does not take it then.</param>
    /// <param name="cancel">Stops before it is recorded.</param>
    /// <returns>False when it was there already.</returns>
    /// <exception cref="JournalUnavailableException">It was not recorded, or nobody can say: try again with the same id.</exception>
    public async Task<bool> Record(GivenResponse given, Action stands, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.SurveyResponses.AnyAsync(response => response.Id == given.Id, cancel))
        {
            stands();
            return false;
        }
        // Not cancelled with the request: what was said is kept, whether or not somebody waits for the answer.
        var position = await journal.Append(Entry(given));
        stands();
        try
        {
            await Index(db, Indexed(given, position), CancellationToken.None);
        }
        catch
        {
            SayMissing(position);
            throw;
        }
        return true;
    }

    /// <summary>Says that the index lacks a response that stands in the journal at a position or after it.</summary>
    public void SayMissing(Position from)
    {
        var known = Volatile.Read(ref _lacksFrom);
        while (from.Value < known)
        {
            var seen = Interlocked.CompareExchange(ref _lacksFrom, from.Value, known);
            if (seen == known) return;
            known = seen;
        }
    }

    /// <summary>The first position from which the index lacks one, since this was last asked; null when it lacks none.</summary>
    public Position? TakeMissing() => Interlocked.Exchange(ref _lacksFrom, NothingMissing) is var from and not NothingMissing ? new Position(from) : null;

    /// <summary>Puts a copy into the index; one that is there stays as it is.</summary>
    public static async Task Index(AppDb db, IndexedResponse response, CancellationToken cancel)
    {
        if (await db.SurveyResponses.AnyAsync(known => known.Id == response.Id, cancel)) return;
        db.SurveyResponses.Add(response);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.Entry(response).State = EntityState.Detached;
            // Somebody else was faster with the same response, and of two equal entries the books count one.
            if (!await db.SurveyResponses.AnyAsync(known => known.Id == response.Id, cancel)) throw;
        }
    }

    /// <summary>
    /// Notes that whoever was asked has answered, when that is not noted yet. Of an anonymous response nobody can say whose it is.
    /// </summary>
    public static async Task NoteAnswered(AppDb db, IndexedResponse response, CancellationToken cancel)
    {
        if (response.Invitation is not { } invitation) return;
        var (at, survey) = (response.At, response.Survey);
        // Whoever may write entries may name any invitation: it counts for the survey it asked to.
        await db.SurveyInvitations.Where(known => known.Id == invitation && known.Survey == survey && known.AnsweredAt == null).ExecuteUpdateAsync(set => set.SetProperty(known => known.AnsweredAt, at), cancel);
    }

    /// <summary>What a journal's interaction says of a response, or null when it is none.</summary>
    public static IndexedResponse? Read(in JournalEntry entry)
    {
        if (entry.Header.Kind != EntryKind.Interaction) return null;
        var view = new InteractionView(entry.Header, entry.Body);
        if (!view.Source.StartsWith(SourcePrefixUtf8)) return null;
        try
        {
            var reader = new Utf8JsonReader(view.Properties);
            using var document = JsonDocument.ParseValue(ref reader);
            var properties = document.RootElement;
            return new()
            {
                Id = Encoding.UTF8.GetString(view.MessageId),
                Survey = properties.GetProperty("survey_id").GetString()!,
                Version = properties.GetProperty("version").GetInt32(),
                Position = entry.Position.Value,
                At = view.Header.OccurredAt.ToDateTimeOffset().UtcDateTime,
                Language = properties.GetProperty("language").GetString()!,
                Way = properties.GetProperty("way").GetString()!,
                Place = Optional(properties, "place"),
                Invitation = Optional(properties, "invitation"),
                Customer = view.CustomerKind == IdentifierKind.User ? Encoding.UTF8.GetString(view.Customer) : null,
                Touchpoint = Encoding.UTF8.GetString(view.Touchpoint),
                Area = view.Area.IsEmpty ? null : Encoding.UTF8.GetString(view.Area),
                Staff = view.Staff.IsEmpty ? null : Encoding.UTF8.GetString(view.Staff),
                Partial = properties.GetProperty("partial").GetBoolean(),
                Answers = properties.GetProperty("answers").GetRawText(),
            };
        }
        catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A write key may bear such a name too; what it sends is an interaction like others, and no response.
            return null;
        }
    }

    private static ReadOnlySpan<byte> SourcePrefixUtf8 => "survey:"u8;

    private static string? Optional(JsonElement properties, string name) =>
        properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The copy for the index of a response that stands at a position.</summary>
    public static IndexedResponse Indexed(GivenResponse given, Position position) => new()
    {
        Id = given.Id,
        Survey = given.Survey,
        Version = given.Version,
        Position = position.Value,
        At = given.At.UtcDateTime,
        Language = given.Language,
        Way = given.Way,
        Place = given.Place,
        Invitation = given.Invitation,
        Customer = given.Customer,
        Touchpoint = given.Touchpoint,
        Area = given.Area,
        Staff = given.Staff,
        Partial = given.Partial,
        Answers = given.Answers.Write(given.Definition, open: false),
    };

    private EntryBatch Entry(GivenResponse given)
    {
        using var batch = new EntryBatchBuilder();
        AddTo(batch, given, Instant.From(time.GetUtcNow()));
        return batch.Build();
    }

    /// <summary>Adds a response to entries that are appended together; whoever appends them puts it into the index.</summary>
    public void AddTo(EntryBatchBuilder batch, GivenResponse given, Instant receivedAt)
    {
        var source = SourcePrefix + given.Survey;
        var at = Instant.From(given.At);
        var written = WrittenIn(given);
        var text = string.Join("\n\n", written.Select(answer => answer.Text));
        var properties = Properties(given, text, written);
        var signals = ResponseSignals.Of(given.Definition, given.Answers);
        // What was written in own words is evidence too, read as at every other door.
        limits.Tone.Read(text, ref signals);
        batch.Add(new InteractionDraft
        {
            Type = EventType.Track,
            Channel = AnswerWay.ChannelOf(given.Way, given.Definition.Records.Channel),
            Intent = Intent.Unknown,
            CustomerKind = given.Customer is null ? IdentifierKind.Anonymous : IdentifierKind.User,
            // Nobody known: a customer of this one response, whom nothing links to any other.
            Customer = Encoding.UTF8.GetBytes(given.Customer ?? "response-" + given.Id),
            Message = StableHash.Message(StableHash.Source(source), given.Id),
            MessageId = Encoding.UTF8.GetBytes(given.Id),
            OccurredAt = at,
            ReceivedAt = receivedAt,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = signals,
            Source = Encoding.UTF8.GetBytes(source),
            Touchpoint = Encoding.UTF8.GetBytes(given.Touchpoint),
            Staff = Encoding.UTF8.GetBytes(given.Staff ?? ""),
            Area = Encoding.UTF8.GetBytes(given.Area ?? ""),
            Stage = Encoding.UTF8.GetBytes(given.Definition.Records.Stage ?? ""),
            Journey = Encoding.UTF8.GetBytes(given.Definition.Records.Journey ?? ""),
            Properties = properties.WrittenSpan,
        });
    }

    private static IReadOnlyList<(string Question, string Text)> WrittenIn(GivenResponse given) => [
        .. given.Definition.Questions.Where(question => question.Type == QuestionType.Text)
            .Select(question => (question.Id, given.Answers.GetValueOrDefault(question.Id)?.Text!)).Where(answer => answer.Item2 is not null)];

    private static ArrayBufferWriter<byte> Properties(GivenResponse given, string text, IReadOnlyList<(string Question, string Text)> written)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteString("event", "Survey Responded");
        writer.WriteString("survey_id", given.Survey);
        writer.WriteString("survey", given.Definition.Name);
        writer.WriteNumber("version", given.Version);
        writer.WriteString("language", given.Language);
        writer.WriteString("way", given.Way);
        if (given.Place is { } place) writer.WriteString("place", place);
        if (given.Invitation is { } invitation) writer.WriteString("invitation", invitation);
        writer.WriteBoolean("partial", given.Partial);
        if (ResponseSignals.First(given.Definition, given.Answers) is { } scored)
        {
            writer.WriteString("question_id", scored.Id);
            writer.WriteNumber("score", given.Answers[scored.Id]!.Number!.Value);
        }
        if (text.Length > 0) writer.WriteString("text", text);
        if (written.Count > 0)
        {
            // Which of the answers are somebody's own words: a chosen option may read the same, and is kept for longer.
            writer.WriteStartArray(WrittenProperty);
            foreach (var (question, _) in written) writer.WriteStringValue(question);
            writer.WriteEndArray();
        }
        writer.WritePropertyName("answers");
        given.Answers.Write(writer, given.Definition, open: false);
        writer.WriteEndObject();
        writer.Flush();
        return buffer;
    }
}

/// <summary>A response as it was given.</summary>
/// <param name="Id">Its id; the same one is posted once.</param>
/// <param name="Survey">Which survey.</param>
/// <param name="Version">Which version.</param>
/// <param name="Definition">That version.</param>
/// <param name="Language">In which language.</param>
/// <param name="Way">By which way.</param>
/// <param name="Place">Code of the place, or null.</param>
/// <param name="Invitation">Id of the invitation, or null.</param>
/// <param name="Customer">The customer's <c>userId</c>, or null.</param>
/// <param name="Touchpoint">Where it is posted.</param>
/// <param name="Area">Area, or null.</param>
/// <param name="Staff">Staff member, or null.</param>
/// <param name="At">When it was given.</param>
/// <param name="Answers">The answers on the way.</param>
/// <param name="Partial">Whether somebody stopped half way.</param>
internal sealed record GivenResponse(
    string Id, string Survey, int Version, SurveyDefinition Definition, string Language, string Way, string? Place, string? Invitation,
    string? Customer, string Touchpoint, string? Area, string? Staff, DateTimeOffset At, AnswerSheet Answers, bool Partial);
