using System.Text.Json;

namespace Veinte.Engine;

/// <summary>JSON that lives longer than the bytes it was read from.</summary>
internal static class Json
{
    internal static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        return JsonElement.ParseValue(ref reader);
    }

    internal static JsonElement? ParseOrNull(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Parse(utf8);
}
