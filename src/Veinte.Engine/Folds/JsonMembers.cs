using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Veinte.Engine.Folds;

/// <summary>Reads single top-level members of an interaction's properties or a customer's traits, without reading the rest and without objects in between.</summary>
internal static class JsonMembers
{
    /// <summary>A finite number, in quotes or not, or a truth value as 1 or 0; null when there is none of that name.</summary>
    public static double? Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (!TryFind(json, name, out var reader)) return null;
        return reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) => number,
            JsonTokenType.String when double.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            JsonTokenType.True => 1,
            JsonTokenType.False => 0,
            _ => null,
        };
    }

    /// <summary>Whether a member has a value, told as text; null when it is not there.</summary>
    public static bool? Is(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, string expected)
    {
        if (!TryFind(json, name, out var reader)) return null;
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.ValueTextEquals(expected),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan) == expected
                || (double.TryParse(expected, CultureInfo.InvariantCulture, out var number) && reader.TryGetDouble(out var value) && value.Equals(number)),
            JsonTokenType.True => expected == "true",
            JsonTokenType.False => expected == "false",
            JsonTokenType.Null => null,
            _ => false,
        };
    }

    /// <summary>A member as a short text; empty when there is none.</summary>
    public static string Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, int most) =>
        !TryFind(json, name, out var reader) ? ""
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

    private static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out Utf8JsonReader reader)
    {
        reader = new(json);
        // The door let only whole JSON objects in.
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
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
