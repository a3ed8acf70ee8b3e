using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;
using Veinte.Doors.Steps;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.CloudEvents;

/// <summary>
/// The door of CloudEvents 1.0 in JSON: from a request's body straight into a batch of entries, by the same steps as every
/// other event. Binary mode is turned into the structured one first (<see cref="BinaryCloudEvent"/>). One bad event goes into
/// quarantine with its reason and its bytes; the others go on. Pure: no I/O, no clock. Thread-safe.
/// </summary>
public static class CloudEventDoor
{
    /// <summary>The door of a quarantined CloudEvent.</summary>
    public const string Name = "cloudevents";

    /// <summary>
    /// Reads a body and adds an entry for each of its events to <paramref name="batch"/>; when the body is malformed,
    /// nothing is added.
    /// </summary>
    /// <param name="body">The body, UTF-8, a byte order mark is skipped.</param>
    /// <param name="mode">Structured or Batch.</param>
    /// <param name="source">Whose write key it came with.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="limits">What is let through.</param>
    /// <param name="batch">Where the entries go.</param>
    public static DoorResult Read(
        ReadOnlySpan<byte> body, CloudEventMode mode, DoorSource source, Instant receivedAt, DoorLimits limits, EntryBatchBuilder batch)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.IsEmpty) return new(0, 0, mode == CloudEventMode.Batch ? "The body is empty. Send a JSON list of events." : "The body is empty. Send the event as a JSON object.");
        var asItCame = body;
        if (JsonText.RepairSurrogates(body) is { } repaired) body = repaired;

        var (count, length) = (batch.Count, batch.Length);
        var reader = new BodyReader(body, limits.BatchEventsMax);
        try
        {
            reader.ReadCloudEvents(isList: mode == CloudEventMode.Batch);
            if (mode == CloudEventMode.Batch && !reader.IsBatch) return new(0, 0, $"The body of a batch must be a JSON list of events, but it is {Arriving.Article(reader.Root.Kind)}.");
            return Judge(ref reader, body, asItCame, source, receivedAt, limits, batch);
        }
        catch (JsonException exception)
        {
            batch.Rewind(count, length);
            return new(0, 0, $"The body is not JSON: {exception.Message}", reader.Position);
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>Reads the bytes of a quarantined event again: one event, or the list of those beyond the length of a batch.</summary>
    /// <param name="raw">Its bytes, as they were or corrected.</param>
    /// <param name="source">Its source, made by <see cref="DoorSource.ForReplay"/>.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="limits">What is let through.</param>
    /// <param name="batch">Where the entries go.</param>
    public static DoorResult Replay(ReadOnlySpan<byte> raw, DoorSource source, Instant receivedAt, DoorLimits limits, EntryBatchBuilder batch) =>
        Read(raw, raw.TrimStart(" \t\r\n"u8) is [(byte)'[', ..] ? CloudEventMode.Batch : CloudEventMode.Structured, source, receivedAt, limits, batch);

    private static DoorResult Judge(
        ref BodyReader reader, ReadOnlySpan<byte> body, ReadOnlySpan<byte> asItCame, DoorSource source, Instant receivedAt, DoorLimits limits,
        EntryBatchBuilder batch)
    {
        var entries = new EntryWriter(body, asItCame, source, limits, receivedAt, batch);
        try
        {
            var unpacked = default(DoorResult);
            foreach (ref readonly var found in reader.IsBatch ? reader.Events : new ReadOnlySpan<FoundEvent>(in reader.Root))
            {
                if (Unpacked(in found, body, limits) is { } plain)
                {
                    var result = Read(plain, CloudEventMode.Structured, source, receivedAt, limits, batch);
                    unpacked = new(unpacked.Accepted + result.Accepted, unpacked.Quarantined + result.Quarantined);
                }
                else entries.Judge(in found, SegmentRoute.Track, InteractionDraft.NoTime, default, DoorSteps.OfCloudEvent, Name, EventType.CloudEvent);
            }
            if (reader.Beyond > 0) entries.QuarantineBeyond(in reader, "["u8, "]"u8, Name);
            return new(entries.Accepted + unpacked.Accepted, entries.Quarantined + unpacked.Quarantined);
        }
        finally
        {
            entries.Dispose();
        }
    }

    /// <summary>
    /// The same event with its data as JSON, when it is JSON wrapped in Base64; null when there is nothing to unpack, or
    /// something is wrong that the steps will say.
    /// </summary>
    private static byte[]? Unpacked(ref readonly FoundEvent found, ReadOnlySpan<byte> body, DoorLimits limits)
    {
        if (!found[Field.DataBase64].IsText || found[Field.Properties].HasValue || found.Duplicate != Field.None) return null;
        if (found.Length > limits.EventBytesMax || found.Depth > limits.DepthMax) return null;
        // Without a content type the data of an event in JSON is taken for JSON (JSON event format 1.0.2, 3.1).
        var type = found[Field.DataContentType];
        if (type.HasValue && !MediaTypes.IsJson(type.Of(body))) return null;

        var packed = found[Field.DataBase64].Of(body);
        var data = new byte[packed.Length];
        var length = JsonText.Unescape(packed, data);
        if (Base64.DecodeFromUtf8InPlace(data.AsSpan(0, length), out length) != OperationStatus.Done) return null;
        var json = data.AsSpan(0, length);
        if (!JsonText.IsValue(json)) return null;

        var raw = found.Raw(body);
        var plain = new byte[raw.Length + json.Length + ",\"data\":"u8.Length];
        var attributes = CloudEventAttributes.Copy(raw, plain, out var wrong);
        if (wrong is not null) return null;
        var at = attributes - 1; // over the closing brace
        ",\"data\":"u8.CopyTo(plain.AsSpan(at));
        at += ",\"data\":"u8.Length;
        json.CopyTo(plain.AsSpan(at));
        at += json.Length;
        plain[at++] = (byte)'}';
        // An event without any attribute would begin with a comma; it lacks what it must have, and the steps say so.
        return attributes > 2 ? plain[..at] : null;
    }
}
