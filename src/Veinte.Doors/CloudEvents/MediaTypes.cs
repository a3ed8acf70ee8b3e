using System.Text;

namespace Veinte.Doors.CloudEvents;

/// <summary>What a media type says of the bytes it stands beside. Parameters and case do not matter.</summary>
internal static class MediaTypes
{
    /// <summary>Whether it is JSON: <c>application/json</c>, or anything that ends in <c>+json</c>.</summary>
    internal static bool IsJson(ReadOnlySpan<byte> mediaType)
    {
        var type = WithoutParameters(mediaType);
        return EndsWith(type, "/json"u8) || EndsWith(type, "+json"u8);
    }

    /// <summary>Whether it is text in UTF-8, as far as it says.</summary>
    internal static bool IsUtf8Text(ReadOnlySpan<byte> mediaType)
    {
        var type = WithoutParameters(mediaType);
        if (type.Length < 5 || !Ascii.EqualsIgnoreCase(type[..5], "text/"u8)) return false;
        Span<byte> parameters = stackalloc byte[Math.Min(mediaType.Length - type.Length, ParametersMax)];
        Ascii.ToLower(mediaType[^parameters.Length..], parameters, out _);
        return parameters.IndexOf("charset"u8) < 0 || parameters.IndexOf("utf-8"u8) >= 0 || parameters.IndexOf("us-ascii"u8) >= 0;
    }

    private const int ParametersMax = 128;

    private static ReadOnlySpan<byte> WithoutParameters(ReadOnlySpan<byte> mediaType)
    {
        var end = mediaType.IndexOf((byte)';');
        return (end < 0 ? mediaType : mediaType[..end]).Trim(" \t"u8);
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.Length > end.Length && Ascii.EqualsIgnoreCase(text[^end.Length..], end);
}
