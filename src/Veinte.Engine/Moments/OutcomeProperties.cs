using System.Text;
using System.Text.Json;

namespace Veinte.Engine.Moments;

/// <summary>Reads single members of an interaction's properties without reading the rest.</summary>
internal static class OutcomeProperties
{
    /// <summary>A number, or a truth value as 1 or 0; false when there is none of that name.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name, out double value)
    {
        value = 0;
        if (!TryFind(properties, name, out var reader)) return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number: return reader.TryGetDouble(out value) && double.IsFinite(value);
            case JsonTokenType.True: value = 1; return true;
            case JsonTokenType.False: return true;
            default: return false;
        }
    }

    /// <summary>A member as a short text; empty when there is none.</summary>
    public static string Text(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name, int most) =>
        !TryFind(properties, name, out var reader) ? ""
        : reader.TokenType switch
        {
            JsonTokenType.String => Cut(reader.GetString()!, most),
            JsonTokenType.Number => Cut(Encoding.UTF8.GetString(reader.ValueSpan), most),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "",
        };

    /// <summary>A name as a short text.</summary>
    public static string Text(ReadOnlySpan<byte> utf8, int most) => utf8.IsEmpty ? "" : Cut(Encoding.UTF8.GetString(utf8), most);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    private static bool TryFind(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name, out Utf8JsonReader reader)
    {
        reader = new(properties);
        if (properties.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }
        return false;
    }
}
