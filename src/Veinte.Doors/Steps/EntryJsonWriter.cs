using System.Buffers;
using System.Text.Json;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>
/// Writes the entries whose body is JSON (<see cref="CustomerIdentified"/>, <see cref="MergeRequested"/>) from slices of the
/// request, without turning them into strings first. Reusable within one request; not thread-safe.
/// </summary>
internal sealed class EntryJsonWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    internal EntryJsonWriter() => _writer = new(_buffer);

    public void Dispose() => _writer.Dispose();

    /// <summary>An identify or group call. A group's traits describe the organisation: they become the customer's trait <c>company</c>.</summary>
    internal void Identified(scoped ref Arriving arriving, EntryBatchBuilder batch)
    {
        Begin();
        ref var draft = ref arriving.Draft;
        WriteIdentifier("customer"u8, draft.CustomerKind, draft.Customer);
        if (!draft.Anonymous.IsEmpty) _writer.WriteString("anonymous"u8, draft.Anonymous);
        if (!arriving.Group.IsEmpty) _writer.WriteString("groupId"u8, arriving.Group);
        _writer.WritePropertyName("traits"u8);
        WriteTraits(ref arriving);
        _writer.WriteString("source"u8, draft.Source);
        _writer.WriteString("messageId"u8, draft.MessageId);
        End(ref arriving, EntryKind.CustomerIdentified, StableHash.Customer(draft.CustomerKind, draft.Customer), batch);
    }

    /// <summary>
    /// An alias call. The identifier given up is taken for an anonymous one: that is what the call is made for, and a wrong
    /// guess merges nobody.
    /// </summary>
    internal void Alias(scoped ref Arriving arriving, EntryBatchBuilder batch)
    {
        Begin();
        WriteIdentifier("from"u8, IdentifierKind.Anonymous, arriving.Previous);
        WriteIdentifier("into"u8, IdentifierKind.User, arriving.Draft.Customer);
        _writer.WriteString("cause"u8, "alias"u8);
        _writer.WriteString("author"u8, arriving.Draft.Source);
        End(ref arriving, EntryKind.MergeRequested, StableHash.Customer(IdentifierKind.Anonymous, arriving.Previous), batch);
    }

    /// <summary>The members of both objects; where both have one, that of <paramref name="upper"/>.</summary>
    internal ReadOnlySpan<byte> Merged(ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        using var above = Parse(upper);
        using var below = Parse(lower);
        Begin();
        foreach (var member in below.RootElement.EnumerateObject())
            if (!above.RootElement.TryGetProperty(member.Name, out _))
                member.WriteTo(_writer);
        foreach (var member in above.RootElement.EnumerateObject()) member.WriteTo(_writer);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        return JsonDocument.ParseValue(ref reader);
    }

    private void WriteTraits(scoped ref Arriving arriving)
    {
        ref readonly var found = ref arriving.Found;
        var isGroup = arriving.Route == SegmentRoute.Group;
        var field = found[Field.Traits].Kind == SliceKind.Object ? Field.Traits : Field.ContextTraits;
        var hasTraits = found[field].Kind == SliceKind.Object && (!isGroup || field == Field.Traits);
        if (isGroup && hasTraits)
        {
            _writer.WriteStartObject();
            _writer.WritePropertyName("company"u8);
            _writer.WriteRawValue(arriving.RawOf(field), skipInputValidation: true);
            _writer.WriteEndObject();
        }
        else if (hasTraits) _writer.WriteRawValue(arriving.RawOf(field), skipInputValidation: true);
        else _writer.WriteRawValue("{}"u8, skipInputValidation: true);
    }

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
    }

    private void WriteIdentifier(ReadOnlySpan<byte> name, IdentifierKind kind, ReadOnlySpan<byte> value)
    {
        _writer.WriteStartObject(name);
        _writer.WriteNumber("kind"u8, (byte)kind);
        _writer.WriteString("value"u8, value);
        _writer.WriteEndObject();
    }

    private void End(scoped ref Arriving arriving, EntryKind kind, UInt128 key, EntryBatchBuilder batch)
    {
        _writer.WriteEndObject();
        _writer.Flush();
        var header = new EntryHeader
        {
            Kind = kind,
            Flags = arriving.Draft.Flags,
            Key = key,
            Message = arriving.Draft.Message,
            OccurredAt = arriving.Draft.OccurredAt,
            ReceivedAt = arriving.ReceivedAt,
        };
        batch.Add(header, _buffer.WrittenSpan);
    }
}
