using System.Globalization;
using System.Text;
using System.Text.Json;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>The values promises can speak of, read out of an interaction without objects in between.</summary>
internal static class PromiseSignals
{
    /// <summary>Names a condition may use.</summary>
    public static bool IsCondition(string? name) =>
        name is "waitSeconds" or "waitKept" or "outcome" or "rating" or "nps" or "csat" or "ces" or "effort" or "reaction" or "revenue" or "grade" or "property";

    /// <summary>Names a mean may be of.</summary>
    public static bool IsNumber(string? name) => name is "rating" or "nps" or "csat" or "ces" or "effort" or "waitSeconds" or "revenue" or "property";

    /// <summary>A number of an interaction; null when it does not carry it.</summary>
    /// <param name="name">Which one; a rating is told on its own scale as 0–1 when <paramref name="ratingAsShare"/> is set.</param>
    /// <param name="property">Name of the property, in UTF-8.</param>
    /// <param name="view">The interaction.</param>
    /// <param name="grade">Its grade.</param>
    /// <param name="ratingAsShare">Whether a rating's own scale is taken off.</param>
    public static double? Number(string name, byte[]? property, in InteractionView view, Grade? grade, bool ratingAsShare)
    {
        ref readonly var signals = ref view.Signals;
        return name switch
        {
            "grade" => grade?.Value,
            "rating" => !signals.Has(SignalSet.Rating) ? null
                : ratingAsShare ? (signals.Rating - signals.RatingMin) / (signals.RatingMax - signals.RatingMin) : signals.Rating,
            "nps" => signals.Has(SignalSet.Nps) ? signals.Nps : null,
            "csat" => signals.Has(SignalSet.Csat) ? signals.Csat : null,
            "ces" => signals.Has(SignalSet.Ces) ? signals.Ces : null,
            "effort" => signals.Has(SignalSet.Effort) ? signals.Effort : null,
            // A wait without a promised one is no signal, but it is known.
            "waitSeconds" => signals.Has(SignalSet.Wait) ? signals.WaitSeconds : NumberOf(view.Properties, "waitSeconds"u8),
            "revenue" => signals.Has(SignalSet.Revenue) ? signals.Revenue : null,
            "property" => property is null ? null : NumberOf(view.Properties, property),
            _ => null,
        };
    }

    /// <summary>Whether a top-level member of a JSON object has a value, told as text; null when it is not there.</summary>
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

    /// <summary>A top-level number of a JSON object; a number in quotes counts too.</summary>
    public static double? NumberOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
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
