using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Veinte.Engine.Folds;

/// <summary>
/// A property of an interaction, or a trait of a customer, with a value: what somebody may look for without anybody having said beforehand that it exists. Immutable.
/// </summary>
/// <param name="Name">Its name, as it is sent.</param>
/// <param name="Value">Its value as text; a number or truth value as it is written in JSON.</param>
public sealed record NamedValue(string Name, string Value)
{
    /// <summary>Longest name and longest value that can be looked for.</summary>
    public const int LengthMax = Measures.MeasuresPast.NameMax;

    /// <summary>Reads <c>name=value</c>; null when it is neither, or too long. A value may hold an equals sign, a name may not.</summary>
    public static NamedValue? Read(string? text)
    {
        var parts = (text ?? "").Split('=', 2, StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 and <= LengthMax } name, { Length: > 0 and <= LengthMax } value] ? new(name, value) : null;
    }

    /// <summary>Whether a JSON object has it among its own members.</summary>
    public bool IsIn(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonMembers.Is(json, Encoding.UTF8.GetBytes(Name), Value) == true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: equal to nothing.
            return false;
        }
    }

    /// <summary>
    /// What can be looked for in a JSON object: its own members that are a text, number or truth value, the first so many. A number
    /// that can be written shorter is there in both ways.
    /// </summary>
    public static List<NamedValue> In(ReadOnlySpan<byte> json, int most)
    {
        var found = new List<NamedValue>();
        var reader = new Utf8JsonReader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return found;
        while (found.Count < most && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(reader);
            reader.Read();
            if (name is { Length: > 0 and <= LengthMax } && ValueOf(reader) is { Length: > 0 and <= LengthMax } value)
            {
                found.Add(new(name, value));
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number.ToString("R", CultureInfo.InvariantCulture) is var shorter && shorter != value && found.Count < most)
                    found.Add(new(name, shorter));
            }
            reader.Skip();
        }
        return found;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";

    // Null for half of a surrogate pair, written as an escape: that is no text.
    private static string? TextOf(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? ValueOf(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => TextOf(reader),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };
}
