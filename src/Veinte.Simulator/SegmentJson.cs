using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>
/// Writes events as a Segment client would send them: one event, its properties alone, or a whole batch body for
/// <c>POST /v1/batch</c>. Not thread-safe; reuse one per thread.
/// </summary>
public sealed class SegmentJson : IDisposable
{
    // A client's JSON goes into a body, never into a page: letters with accents stay as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    /// <summary>A writer with an empty buffer.</summary>
    public SegmentJson() => _json = new(_buffer, Options);

    /// <summary>The context that all of Aurora's events carry, a JSON object.</summary>
    public static ReadOnlySpan<byte> Context => """{"library":{"name":"aurora-simulator","version":"1.0.0"}}"""u8;

    /// <summary>A batch body with everything in it, broken events included. The bytes live until the next call.</summary>
    /// <param name="events">The events, in order.</param>
    /// <param name="sentAt">When the client sends it; the clock rule subtracts.</param>
    public ReadOnlyMemory<byte> Batch(IEnumerable<SimulatedInteraction> events, Instant sentAt)
    {
        ArgumentNullException.ThrowIfNull(events);
        Restart();
        _json.WriteStartObject();
        _json.WriteStartArray("batch"u8);
        foreach (var happened in events) WriteEvent(happened);
        _json.WriteEndArray();
        _json.WriteString("sentAt"u8, Time(sentAt));
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    /// <summary>One event as it stands in a batch. The bytes live until the next call.</summary>
    public ReadOnlyMemory<byte> Event(SimulatedInteraction happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        Restart();
        WriteEvent(happened);
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    /// <summary>The properties alone, a JSON object. The bytes live until the next call.</summary>
    public ReadOnlyMemory<byte> Properties(SimulatedInteraction happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        Restart();
        WriteProperties(happened);
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    /// <summary>A customer's traits, a JSON object. The bytes live until the next call.</summary>
    public ReadOnlyMemory<byte> Traits(Passenger passenger)
    {
        ArgumentNullException.ThrowIfNull(passenger);
        Restart();
        WriteTraits(passenger);
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Restart()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
    }

    private void WriteEvent(SimulatedInteraction happened)
    {
        Span<byte> id = stackalloc byte[64];
        _json.WriteStartObject();
        _json.WriteString("type"u8, happened.Kind switch
        {
            SimulatedKind.Identify => "identify"u8,
            SimulatedKind.Alias => "alias"u8,
            SimulatedKind.Interaction or SimulatedKind.Repeat or SimulatedKind.Broken => "track"u8,
        });
        _json.WriteString("messageId"u8, id[..happened.WriteMessageId(id)]);
        if (happened.Defect == Defect.TimeUnreadable) _json.WriteString("timestamp"u8, "the day before yesterday"u8);
        else _json.WriteString("timestamp"u8, Time(happened.At));
        if (happened.Defect != Defect.NoCustomer)
        {
            if (happened.CustomerId is not null) _json.WriteString("userId"u8, happened.CustomerId);
            if (happened.Kind == SimulatedKind.Alias) _json.WriteString("previousId"u8, happened.AnonymousId);
            else if (happened.AnonymousId is not null) _json.WriteString("anonymousId"u8, happened.AnonymousId);
        }
        if (happened.Kind == SimulatedKind.Identify)
        {
            _json.WritePropertyName("traits"u8);
            WriteTraits(happened.Passenger!);
        }
        else if (happened.Kind != SimulatedKind.Alias)
        {
            if (happened.Defect != Defect.NoEventName) _json.WriteString("event"u8, happened.Touchpoint);
            _json.WritePropertyName("properties"u8);
            WriteProperties(happened);
        }
        _json.WritePropertyName("context"u8);
        _json.WriteRawValue(Context, skipInputValidation: true);
        _json.WriteEndObject();
    }

    private void WriteProperties(SimulatedInteraction happened)
    {
        _json.WriteStartObject();
        _json.WriteString("channel"u8, happened.Channel.Name());
        _json.WriteString("intent"u8, happened.Intent.Name());
        WriteText("stage"u8, happened.Stage);
        WriteText("journey"u8, happened.Journey);
        WriteText("staff"u8, happened.Staff);
        WriteText("area"u8, happened.Area);
        WriteText("flight"u8, happened.Flight);
        WriteText("route"u8, happened.Route);
        if (happened.DelayMinutes is { } delay) _json.WriteNumber("delayMinutes"u8, delay);
        WriteSignals(happened.Signals, happened.Defect);
        WriteText("currency"u8, happened.Currency);
        WriteText("text"u8, happened.Text);
        _json.WriteEndObject();
    }

    private void WriteSignals(in Signals signals, Defect defect)
    {
        if (defect == Defect.RatingOffScale) _json.WriteNumber("rating"u8, 9);
        else if (signals.Has(SignalSet.Rating)) _json.WriteNumber("rating"u8, signals.Rating);
        if (defect == Defect.NpsNotANumber) _json.WriteString("nps"u8, "surely"u8);
        else if (signals.Has(SignalSet.Nps)) _json.WriteNumber("nps"u8, signals.Nps);
        if (signals.Has(SignalSet.Csat)) _json.WriteNumber("csat"u8, signals.Csat);
        if (signals.Has(SignalSet.Ces)) _json.WriteNumber("ces"u8, signals.Ces);
        if (signals.Has(SignalSet.Wait))
        {
            _json.WriteNumber("waitSeconds"u8, signals.WaitSeconds);
            _json.WriteNumber("promisedWaitSeconds"u8, signals.PromisedWaitSeconds);
        }
        if (signals.Has(SignalSet.Outcome)) _json.WriteString("outcome"u8, signals.Outcome.Name());
        if (signals.Has(SignalSet.Effort)) _json.WriteNumber("effort"u8, signals.Effort);
        if (signals.Has(SignalSet.Reaction)) _json.WriteString("reaction"u8, signals.Reaction.Name());
        if (signals.Has(SignalSet.Revenue)) _json.WriteNumber("revenue"u8, signals.Revenue);
    }

    private void WriteTraits(Passenger passenger)
    {
        _json.WriteStartObject();
        _json.WriteString("name"u8, passenger.Name);
        _json.WriteString("email"u8, passenger.Email);
        _json.WriteString("language"u8, passenger.Language);
        _json.WriteString("city"u8, passenger.City);
        _json.WriteString("persona"u8, passenger.PersonaWord);
        _json.WriteString("tier"u8, passenger.TierWord);
        _json.WriteNumber("born"u8, passenger.Born);
        _json.WriteEndObject();
    }

    private void WriteText(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) _json.WriteString(name, text);
    }

    private static string Time(Instant at) =>
        at.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
