using System.Text.Json;
using System.Text.Unicode;
using Veinte.Doors.Reading;
using Veinte.Doors.Steps;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Segment;

/// <summary>
/// The door of the Segment API: from a request's body straight into a batch of entries. Pure: no I/O, no clock. One bad
/// event goes into quarantine with its reason and its bytes; the others go on. Thread-safe: everything it needs are
/// arguments.
/// </summary>
public static class SegmentDoor
{
    /// <summary>What stands before the route in the door of a quarantined event, such as <c>segment</c> or <c>segment:page</c>.</summary>
    public const string Name = "segment";

    /// <summary>
    /// Reads a body and adds an entry for each of its events to <paramref name="batch"/>; when the body is malformed,
    /// nothing is added. Content type and outer compression are the caller's business.
    /// </summary>
    /// <param name="body">The body, UTF-8, a byte order mark is skipped.</param>
    /// <param name="route">By which route it came.</param>
    /// <param name="source">Whose write key it came with.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="limits">What is let through.</param>
    /// <param name="batch">Where the entries go.</param>
    public static DoorResult Read(
        ReadOnlySpan<byte> body, SegmentRoute route, DoorSource source, Instant receivedAt, DoorLimits limits, EntryBatchBuilder batch)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.IsEmpty) return new(0, 0, "The body is empty. Send a JSON object.");
        var asItCame = body;
        if (JsonText.RepairSurrogates(body) is { } repaired) body = repaired;

        var (count, length) = (batch.Count, batch.Length);
        var reader = new BodyReader(body, limits.BatchEventsMax);
        try
        {
            reader.ReadSegment();
            return Judge(ref reader, body, asItCame, route, source, receivedAt, limits, batch);
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

    /// <summary>Reads the bytes of a quarantined event again.</summary>
    /// <param name="raw">Its bytes, as they were or corrected.</param>
    /// <param name="door">The door it was quarantined with, such as <c>segment:page</c>.</param>
    /// <param name="source">Its source, made by <see cref="DoorSource.ForReplay"/>.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="limits">What is let through.</param>
    /// <param name="batch">Where the entries go.</param>
    public static DoorResult Replay(
        ReadOnlySpan<byte> raw, string door, DoorSource source, Instant receivedAt, DoorLimits limits, EntryBatchBuilder batch)
    {
        var colon = door.IndexOf(':');
        var route = SegmentRoute.Batch;
        if (colon >= 0 && !SegmentRoutes.TryParse(door.AsSpan(colon + 1), out route)) return new(0, 0, $"There is no door {door}.");
        // What stood beyond the length of a batch is a batch itself; everything else is one event of one.
        return route != SegmentRoute.Batch || HoldsBatch(raw)
            ? Read(raw, route, source, receivedAt, limits, batch)
            : Read([.. "{\"batch\":["u8, .. raw, .. "]}"u8], route, source, receivedAt, limits, batch);
    }

    private static bool HoldsBatch(ReadOnlySpan<byte> raw)
    {
        var reader = new BodyReader(raw, eventsMax: 1);
        try
        {
            reader.ReadSegment();
            return reader.IsBatch;
        }
        catch (JsonException)
        {
            return true; // to be told what is wrong with it as it is
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>
    /// The write key inside a body, for clients that send none in a header: of the envelope, else of the single event; null
    /// when there is none. A body that is not JSON has none.
    /// </summary>
    public static string? FindWriteKey(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.IndexOf("writeKey"u8) < 0) return null;
        var reader = new BodyReader(body, eventsMax: 1);
        try
        {
            reader.ReadSegment();
            var slice = reader.Root[Field.WriteKey];
            if (!slice.IsText && reader.Count > 0) slice = reader.Events[0][Field.WriteKey];
            return slice.Kind == SliceKind.Text ? System.Text.Encoding.UTF8.GetString(slice.Of(body)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            reader.Dispose();
        }
    }

    private static DoorResult Judge(
        ref BodyReader reader, ReadOnlySpan<byte> body, ReadOnlySpan<byte> asItCame, SegmentRoute route, DoorSource source,
        Instant receivedAt, DoorLimits limits, EntryBatchBuilder batch)
    {
        if (WhatIsWrongWith(in reader, route, limits) is { } wrong) return new(0, 0, wrong);

        var entries = new EntryWriter(body, asItCame, source, limits, receivedAt, batch);
        try
        {
            if (!reader.IsBatch)
            {
                var door = route == SegmentRoute.Batch ? Name : $"{Name}:{route.Name()}";
                entries.Judge(in reader.Root, route, InteractionDraft.NoTime, default, DoorSteps.OfSegment, door);
                return new(entries.Accepted, entries.Quarantined);
            }
            var sentAt = entries.TimeOf(in reader.Root, Field.SentAt);
            var context = reader.Root[Field.Context].Kind == SliceKind.Object ? reader.Root[Field.Context].Of(body) : default;
            if (!entries.BodyIsUtf8 && !Utf8.IsValid(context)) context = default;
            foreach (ref readonly var found in reader.Events)
                entries.Judge(in found, SegmentRoute.Batch, sentAt, context, DoorSteps.OfSegment, Name);
            if (reader.Beyond > 0) entries.QuarantineBeyond(in reader, "{\"batch\":["u8, "]}"u8, Name);
            return new(entries.Accepted, entries.Quarantined);
        }
        finally
        {
            entries.Dispose();
        }
    }

    private static string? WhatIsWrongWith(in BodyReader reader, SegmentRoute route, DoorLimits limits)
    {
        ref readonly var root = ref reader.Root;
        if (reader.IsBatch) return WhatIsWrongWithEnvelope(in root, limits);
        if (route != SegmentRoute.Batch) return null;
        if (root.Kind != SliceKind.Object) return "The body of a batch must be a JSON object such as {\"batch\":[…]}.";
        if (root[Field.Batch].Seen) return "The member batch must be a list of events.";
        return root[Field.Type].Seen ? null : "The body has no member batch. Send {\"batch\":[…]} with a list of events.";
    }

    private static string? WhatIsWrongWithEnvelope(in FoundEvent root, DoorLimits limits)
    {
        if (root.Duplicate == Field.Batch) return "The body has two members called batch. Send one.";
        var context = root[Field.Context];
        if (context.Kind != SliceKind.Object) return null;
        if (context.Length > limits.EnvelopeContextBytesMax) // it is copied to each event
            return $"The context of the batch has {context.Length} bytes; {limits.EnvelopeContextBytesMax} are allowed.";
        return root.Depth > limits.DepthMax
            ? $"The envelope of the batch is nested {root.Depth} deep; {limits.DepthMax} is allowed." : null;
    }
}
