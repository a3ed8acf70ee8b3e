using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Surveys.Delivery;

namespace Veinte.Server.Counter;

/// <summary>
/// Takes moments recorded in person through the same door as everybody's events. All devices share one source, so that a
/// moment sent once as a person and again by a device's key is still the same message and posted once. Completes after the
/// flush. Thread-safe.
/// </summary>
internal sealed class CounterDesk(IJournal journal, DoorLimits limits, TimeProvider time)
{
    /// <summary>Most moments in one post.</summary>
    public const int MomentsMax = 100;

    /// <summary>Longest note.</summary>
    public const int NoteCharsMax = 2_000;

    /// <summary>Longest name of anybody or anything.</summary>
    public const int NameCharsMax = 100;

    /// <summary>The source of all moments.</summary>
    public const string Source = "counter";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly SearchValues<char> ReasonLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");
    private static readonly string[] Uses = ["customer", "staff", "self"];
    private static readonly string[] Sides = ["colleague", "boss", "area", "supplier", "recruiter", "customer"];

    private readonly DoorSource _source = new(Source);

    /// <summary>Records moments; those that can never be taken are named with the reason, and do not hold up the others.</summary>
    /// <param name="post">What was sent.</param>
    /// <param name="author">Who sent it: a person's or a key's name.</param>
    /// <exception cref="JournalUnavailableException">Nothing was recorded, or nobody can say: send the same again.</exception>
    public async Task<CounterTaken> Take(CounterPost post, string author)
    {
        var refused = new List<CounterRefusal>();
        var good = new List<CounterMoment>();
        foreach (var moment in post.Moments)
            if (WhatIsWrong(moment) is { } problem) refused.Add(new(moment.Id, problem));
            else good.Add(moment);
        if (good.Count == 0) return new(0, refused);
        using var builder = new EntryBatchBuilder();
        var read = SegmentDoor.Read(Events(good, post.SentAt, author).WrittenSpan, SegmentRoute.Batch, _source, Instant.From(time.GetUtcNow()), limits, builder);
        if (read.IsMalformed) throw new InvalidOperationException($"The door cannot read what the counter wrote: {read.Malformed}");
        // Not cancelled with the request: what was recorded is kept, whether or not the device still listens.
        await journal.Append(builder.Build());
        return new(good.Count, refused);
    }

    private static string? WhatIsWrong(CounterMoment moment)
    {
        if (!SurveyTokens.IsResponseId(moment.Id)) return "The id must be 16 to 64 letters, digits or hyphens.";
        if (!Uses.Contains(moment.Use)) return $"'{moment.Use}' is no use of the counter. Send {string.Join(", ", Uses)}.";
        if (!IsName(moment.Touchpoint)) return $"Say where it was, in at most {NameCharsMax} characters.";
        if (moment.Scale is not (5 or 20) || !(moment.Rating >= (moment.Scale == 5 ? 1 : 0) && moment.Rating <= moment.Scale))
            return $"A rating of {moment.Rating} does not fit the scale {moment.Scale}. Send 1–5 with scale 5, or 0–20 with scale 20.";
        if (moment.Who is { Length: > NameCharsMax } || moment.Staff is { Length: > NameCharsMax }) return $"Names have at most {NameCharsMax} characters.";
        if (moment.Use != "customer" && !IsName(moment.Staff)) return "Say whom it is about: staff is missing.";
        if (moment.Use == "self" != Sides.Contains(moment.With)) return $"A micro-moment says with whom: {string.Join(", ", Sides)}; others do not.";
        if (moment.Reason is { } reason && (reason.Length is 0 or > 30 || reason.AsSpan().ContainsAnyExcept(ReasonLetters))) return "A reason is a word of small letters and hyphens.";
        return moment.Note is { Length: > NoteCharsMax } ? $"A note has at most {NoteCharsMax} characters." : null;
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= NameCharsMax;

    private static ArrayBufferWriter<byte> Events(List<CounterMoment> moments, DateTimeOffset? sentAt, string author)
    {
        var buffer = new ArrayBufferWriter<byte>(512 * moments.Count);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteStartArray("batch");
        foreach (var moment in moments) Write(json, moment, sentAt, author);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void Write(Utf8JsonWriter json, CounterMoment moment, DateTimeOffset? sentAt, string author)
    {
        json.WriteStartObject();
        json.WriteString("type", "track");
        json.WriteString("event", "Moment Recorded");
        json.WriteString("messageId", moment.Id);
        if (CustomerOf(moment) is { } customer) json.WriteString("userId", customer);
        // Nobody known: a customer of this one moment, whom nothing links to any other.
        else json.WriteString("anonymousId", "counter-" + moment.Id);
        if (moment.At is { } at)
        {
            json.WriteString("originalTimestamp", at);
            if (sentAt is { } sent && sent >= at) json.WriteString("sentAt", sent);
        }
        json.WriteStartObject("properties");
        json.WriteString("touchpoint", moment.Touchpoint.Trim());
        json.WriteString("channel", "in-person");
        if (!string.IsNullOrWhiteSpace(moment.Staff)) json.WriteString("staff", moment.Staff.Trim());
        json.WriteNumber("rating", moment.Rating);
        json.WriteNumber("ratingMin", moment.Scale == 5 ? 1 : 0);
        json.WriteNumber("ratingMax", moment.Scale);
        json.WriteString("use", moment.Use);
        if (moment.With is { } with) json.WriteString("with", with);
        if (moment.Reason is { } reason) json.WriteString("reason", reason);
        if (!string.IsNullOrWhiteSpace(moment.Note)) json.WriteString("text", moment.Note.Trim());
        json.WriteString("recordedBy", author);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The other side of a micro-moment is an internal customer, with an account of its own.
    private static string? CustomerOf(CounterMoment moment)
    {
        var who = string.IsNullOrWhiteSpace(moment.Who) ? null : moment.Who.Trim();
        return moment.Use == "self" ? who is null ? $"internal:{moment.With}" : $"internal:{moment.With}:{who}" : who;
    }
}
