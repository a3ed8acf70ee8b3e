using System.Buffers;
using System.Text.Json;

namespace Veinte.Doors.Reading;

/// <summary>
/// Walks once through a body and notes where everything stands. Judges nothing but the JSON itself, copies nothing and
/// allocates nothing for a well-formed body. Throws <see cref="JsonException"/> when it is not JSON.
/// </summary>
internal ref struct BodyReader
{
    private const int FoundMin = 64;
    private const int EscapedNameMax = 128;
    private readonly ReadOnlySpan<byte> _body;
    private readonly int _eventsMax;
    private Utf8JsonReader _reader;
    private FoundEvent[] _found = [];

    /// <summary>The outermost object: the envelope of a batch, or the single event.</summary>
    internal FoundEvent Root;
    /// <summary>How many events of the batch were noted, <c>eventsMax</c> at most.</summary>
    internal int Count;
    /// <summary>Whether the body holds a batch.</summary>
    internal bool IsBatch;
    /// <summary>Events beyond <c>eventsMax</c>.</summary>
    internal int Beyond;
    /// <summary>Where the events beyond begin.</summary>
    internal int BeyondStart;
    /// <summary>Where the events beyond end.</summary>
    internal int BeyondEnd;

    internal BodyReader(ReadOnlySpan<byte> body, int eventsMax)
    {
        _body = body;
        _eventsMax = eventsMax;
        // Depth is judged event by event: one that is nested too deeply must not spoil the batch.
        _reader = new(body, new JsonReaderOptions { MaxDepth = Math.Max(64, body.Length) });
    }

    /// <summary>The events of the batch.</summary>
    internal readonly ReadOnlySpan<FoundEvent> Events => _found.AsSpan(0, Count);

    /// <summary>Where the reader stands, for messages.</summary>
    internal readonly long Position => _reader.TokenStartIndex;

    /// <summary>Reads a body of the Segment API.</summary>
    internal void ReadSegment()
    {
        _reader.Read();
        Note(ref Root, Dialect.Segment, isRoot: true);
        _reader.Read(); // throws when anything but white space follows
    }

    /// <summary>Reads a CloudEvent, or a list of them.</summary>
    internal void ReadCloudEvents(bool isList)
    {
        _reader.Read();
        if (isList && _reader.TokenType == JsonTokenType.StartArray) ReadBatch(Dialect.CloudEvent);
        else Note(ref Root, Dialect.CloudEvent, isRoot: true);
        _reader.Read();
    }

    internal readonly void Dispose()
    {
        if (_found.Length > 0) ArrayPool<FoundEvent>.Shared.Return(_found);
    }

    private enum Dialect : byte
    {
        Segment,
        CloudEvent,
    }

    private void ReadBatch(Dialect dialect)
    {
        IsBatch = true;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (Count < _eventsMax)
            {
                if (Count == _found.Length) GrowFound();
                ref var found = ref _found[Count];
                found = default;
                Note(ref found, dialect, isRoot: false);
                Count++;
                continue;
            }
            if (Beyond++ == 0) BeyondStart = (int)_reader.TokenStartIndex;
            _reader.Skip();
            BeyondEnd = (int)_reader.BytesConsumed;
        }
    }

    private void Note(ref FoundEvent found, Dialect dialect, bool isRoot)
    {
        found.Start = (int)_reader.TokenStartIndex;
        var floor = _reader.CurrentDepth;
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            found.Kind = SliceKind.Object;
            found.Depth = 1;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
            {
                var field = NameHere(dialect == Dialect.Segment ? NameTable.Event : NameTable.CloudEvent);
                _reader.Read();
                NoteMember(ref found, field, dialect, isRoot, floor);
            }
        }
        else
        {
            found.Kind = KindHere();
            Skip(ref found, floor);
        }
        found.Length = (int)_reader.BytesConsumed - found.Start;
    }

    private void NoteMember(ref FoundEvent found, Field field, Dialect dialect, bool isRoot, int floor)
    {
        switch (field)
        {
            case Field.None:
                Skip(ref found, floor);
                break;
            case Field.Properties when _reader.TokenType == JsonTokenType.StartObject:
                var start = (int)_reader.TokenStartIndex;
                ReadProperties(ref found, floor);
                found.Put(field, new(start, (int)_reader.BytesConsumed - start, SliceKind.Object));
                break;
            case Field.Context when _reader.TokenType == JsonTokenType.StartObject:
                start = (int)_reader.TokenStartIndex;
                ReadContext(ref found, floor);
                found.Put(field, new(start, (int)_reader.BytesConsumed - start, SliceKind.Object));
                break;
            case Field.Batch when isRoot && dialect == Dialect.Segment && _reader.TokenType == JsonTokenType.StartArray && !IsBatch:
                found.Put(field, new((int)_reader.TokenStartIndex, 0, SliceKind.List));
                ReadBatch(dialect);
                break;
            default:
                Take(ref found, field, floor);
                break;
        }
    }

    private void ReadProperties(ref FoundEvent found, int floor)
    {
        if (found.Depth < _reader.CurrentDepth - floor + 1) found.Depth = _reader.CurrentDepth - floor + 1;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var field = NameHere(NameTable.Properties);
            _reader.Read();
            if (field == Field.None) Skip(ref found, floor);
            else Take(ref found, field, floor);
        }
    }

    private void ReadContext(ref FoundEvent found, int floor)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var isLibrary = _reader.ValueTextEquals("library"u8);
            var isTraits = !isLibrary && _reader.ValueTextEquals("traits"u8);
            _reader.Read();
            if (isLibrary && _reader.TokenType == JsonTokenType.StartObject) ReadLibrary(ref found, floor);
            else if (isTraits && !found[Field.ContextTraits].Seen) Take(ref found, Field.ContextTraits, floor);
            else Skip(ref found, floor);
        }
    }

    private void ReadLibrary(ref FoundEvent found, int floor)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var isName = _reader.ValueTextEquals("name"u8) && !found[Field.LibraryName].Seen;
            _reader.Read();
            if (isName) Take(ref found, Field.LibraryName, floor);
            else Skip(ref found, floor);
        }
    }

    private void Take(ref FoundEvent found, Field field, int floor)
    {
        var start = (int)_reader.TokenStartIndex;
        var kind = KindHere();
        switch (kind)
        {
            case SliceKind.Text or SliceKind.EscapedText:
                found.Put(field, new(start + 1, _reader.ValueSpan.Length, kind));
                break;
            case SliceKind.Object or SliceKind.List:
                Skip(ref found, floor);
                found.Put(field, new(start, (int)_reader.BytesConsumed - start, kind));
                break;
            default:
                found.Put(field, new(start, _reader.ValueSpan.Length, kind));
                break;
        }
    }

    private void Skip(ref FoundEvent found, int floor)
    {
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        var depth = _reader.CurrentDepth;
        var deepest = depth + 1;
        while (_reader.Read() && _reader.CurrentDepth > depth)
            if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && _reader.CurrentDepth >= deepest)
                deepest = _reader.CurrentDepth + 1;
        if (deepest - floor > found.Depth) found.Depth = deepest - floor;
    }

    private readonly SliceKind KindHere() => _reader.TokenType switch
    {
        JsonTokenType.String => _reader.ValueIsEscaped ? SliceKind.EscapedText : SliceKind.Text,
        JsonTokenType.Number => SliceKind.Number,
        JsonTokenType.True or JsonTokenType.False => SliceKind.Bool,
        JsonTokenType.StartObject => SliceKind.Object,
        JsonTokenType.StartArray => SliceKind.List,
        _ => SliceKind.Null,
    };

    private enum NameTable : byte
    {
        Event,
        Properties,
        CloudEvent,
    }

    private readonly Field NameHere(NameTable table)
    {
        var name = _reader.ValueSpan;
        if (_reader.ValueIsEscaped)
        {
            if (name.Length > EscapedNameMax) return Field.None;
            Span<byte> plain = stackalloc byte[EscapedNameMax];
            return Lookup(table, plain[..JsonText.Unescape(name, plain)]);
        }
        return Lookup(table, name);
    }

    private static Field Lookup(NameTable table, ReadOnlySpan<byte> name) => table switch
    {
        NameTable.Event => FieldNames.OfEvent(name),
        NameTable.Properties => FieldNames.OfProperties(name),
        NameTable.CloudEvent => FieldNames.OfCloudEvent(name),
    };

    private void GrowFound()
    {
        var larger = ArrayPool<FoundEvent>.Shared.Rent(Math.Max(FoundMin, _found.Length * 2));
        _found.AsSpan(0, Count).CopyTo(larger);
        if (_found.Length > 0) ArrayPool<FoundEvent>.Shared.Return(_found);
        _found = larger;
    }
}
