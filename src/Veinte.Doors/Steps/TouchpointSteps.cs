using System.Text;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>Where did it happen, by which way, what for, and who produced it?</summary>
internal static class TouchpointSteps
{
    internal static bool Touchpoint(scoped ref Arriving arriving)
    {
        if (arriving.Route == SegmentRoute.Track && !HasEvent(ref arriving)) return false;
        if (!arriving.IsInteraction) return true;

        ref var draft = ref arriving.Draft;
        if (draft.Type == 0) draft.Type = TypeOf(arriving.Route);
        draft.Touchpoint = Trim(arriving.TextOrEmpty(Field.Touchpoint));
        if (draft.Touchpoint.IsEmpty) draft.Touchpoint = NameOf(ref arriving);
        if (draft.Touchpoint.Length > arriving.Limits.NameBytesMax)
            return arriving.Refuse(QuarantineReason.TouchpointTooLong,
                $"The touchpoint has {draft.Touchpoint.Length} bytes; {arriving.Limits.NameBytesMax} are allowed: {Arriving.Shown(draft.Touchpoint)}. Send a short name that many events share.");
        draft.Channel = ChannelOf(ref arriving);
        draft.Intent = IntentOf(ref arriving);
        if (arriving.Found[Field.Properties].Kind == SliceKind.Object) draft.Properties = arriving.RawOf(Field.Properties);
        if (arriving.Found[Field.Context].Kind == SliceKind.Object) draft.Context = arriving.RawOf(Field.Context);
        return TryName(ref arriving, Field.Staff, out draft.Staff)
            && TryName(ref arriving, Field.Area, out draft.Area)
            && TryName(ref arriving, Field.Stage, out draft.Stage)
            && TryName(ref arriving, Field.Journey, out draft.Journey);
    }

    internal static bool Cardinality(scoped ref Arriving arriving)
    {
        if (!arriving.IsInteraction) return true;
        var max = arriving.Limits.TouchpointsPerSourceMax;
        return arriving.Source.Touchpoints.Admit(arriving.Draft.Touchpoint, max)
            || arriving.Refuse(QuarantineReason.TooManyTouchpoints,
                $"\"{Arriving.Shown(arriving.Draft.Touchpoint)}\" would be more than the {max} different touchpoints one source may bring. Put numbers and names that change into properties and send a touchpoint that many events share.");
    }

    private static bool HasEvent(scoped ref Arriving arriving)
    {
        if (!arriving.TryText(Field.Event, out var name)) return false;
        return !Trim(name).IsEmpty
            || arriving.Refuse(QuarantineReason.MissingEvent, "A track call needs event, the name of what happened, but it is missing or empty.");
    }

    private static EventType TypeOf(SegmentRoute route) => route switch
    {
        SegmentRoute.Page => EventType.Page,
        SegmentRoute.Screen => EventType.Screen,
        _ => EventType.Track,
    };

    private static ReadOnlySpan<byte> NameOf(scoped ref Arriving arriving)
    {
        if (arriving.Route == SegmentRoute.Track) return Trim(arriving.TextOrEmpty(Field.Event));
        var name = Trim(arriving.TextOrEmpty(Field.Name));
        if (!name.IsEmpty) return name;
        if (arriving.Route == SegmentRoute.Screen) return "screen"u8;
        var path = PathOf(arriving.TextOrEmpty(Field.Path));
        if (path.IsEmpty) path = PathOf(arriving.TextOrEmpty(Field.Url));
        return path.IsEmpty ? "page"u8 : path;
    }

    /// <summary>The path of an address, without host, query and fragment: those change from visit to visit.</summary>
    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> address)
    {
        var path = Trim(address);
        var end = path.IndexOfAny((byte)'?', (byte)'#');
        if (end >= 0) path = path[..end];
        var scheme = path.IndexOf("://"u8);
        if (scheme < 0) return path;
        path = path[(scheme + 3)..];
        var slash = path.IndexOf((byte)'/');
        return slash < 0 ? "/"u8 : path[slash..];
    }

    private static Channel ChannelOf(scoped ref Arriving arriving)
    {
        var slice = arriving.Found[Field.Channel];
        if (slice.HasValue) return TryWord(arriving.TextOrEmpty(Field.Channel), out Channel channel) ? channel : Channel.Other;
        return arriving.Route switch
        {
            SegmentRoute.Page => Channel.Web,
            SegmentRoute.Screen => Channel.App,
            _ => IsBrowserLibrary(arriving.TextOrEmpty(Field.LibraryName)) ? Channel.Web : Channel.Other,
        };
    }

    private static bool IsBrowserLibrary(ReadOnlySpan<byte> library) =>
        library.SequenceEqual("analytics.js"u8) || library.SequenceEqual("RudderLabs JavaScript SDK"u8);

    private static Intent IntentOf(scoped ref Arriving arriving)
    {
        var text = arriving.TextOrEmpty(Field.Intent);
        return !text.IsEmpty && TryWord(text, out Intent intent) ? intent : Intent.Unknown;
    }

    private static bool TryWord(ReadOnlySpan<byte> text, out Channel channel)
    {
        Span<char> characters = stackalloc char[WordCharsMax];
        channel = default;
        return TryCharacters(Trim(text), characters, out var count) && WordNames.TryParse(characters[..count], out channel);
    }

    private static bool TryWord(ReadOnlySpan<byte> text, out Intent intent)
    {
        Span<char> characters = stackalloc char[WordCharsMax];
        intent = default;
        return TryCharacters(Trim(text), characters, out var count) && WordNames.TryParse(characters[..count], out intent);
    }

    private const int WordCharsMax = 16;

    internal static bool TryCharacters(ReadOnlySpan<byte> text, Span<char> target, out int count)
    {
        count = 0;
        if (text.Length > target.Length || !Ascii.IsValid(text)) return false;
        count = Encoding.ASCII.GetChars(text, target);
        return true;
    }

    private static bool TryName(scoped ref Arriving arriving, Field field, out ReadOnlySpan<byte> name)
    {
        name = Trim(arriving.TextOrEmpty(field)); // something else than a text is the client's own property of that name
        return name.Length <= arriving.Limits.NameBytesMax
            || arriving.Refuse(QuarantineReason.NameTooLong,
                $"{arriving.NameOf(field)} has {name.Length} bytes; {arriving.Limits.NameBytesMax} are allowed: {Arriving.Shown(name)}.");
    }

    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] > ' ' && text[^1] > ' ')) return text;
        return text.Trim(" \t\r\n"u8);
    }
}
