using System.Text;
using System.Text.Json;
using Veinte.Language;

namespace Veinte.Server.Listening;

/// <summary>A text that is to be read, with what is known of it. Members other than these are left alone.</summary>
internal readonly record struct TextLine(string Text, TextLanguage? Language, double? Rating, double RatingMin, double RatingMax)
{
    /// <summary>Reads one line.</summary>
    /// <returns>What is wrong with it and what to do, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> json, Encoding strict, out TextLine line)
    {
        line = default;
        try
        {
            strict.GetCharCount(json);
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            // Anything but blanks behind the object is an error, said by the reader.
            reader.Read();
            if (document.RootElement.ValueKind != JsonValueKind.Object) return $"a line must be one JSON object such as {{\"text\":\"…\"}}, not {document.RootElement.ValueKind}.";
            return Read(document.RootElement, out line);
        }
        catch (DecoderFallbackException)
        {
            return "the line is not UTF-8; convert the file first.";
        }
        catch (JsonException bad)
        {
            return $"the line is not JSON, at byte {bad.BytePositionInLine + 1}: {Reason(bad)} Write each text on a line of its own, such as {{\"text\":\"…\"}}.";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return "the text holds half a character; a \\uD800–\\uDFFF escape needs its other half.";
        }
    }

    // Where it went wrong is said already, and for people: counted from one.
    private static string Reason(JsonException bad)
    {
        var end = bad.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? bad.Message : bad.Message[..end]).ReplaceLineEndings(" ");
    }

    private static string? Read(JsonElement root, out TextLine line)
    {
        line = default;
        if (!root.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String) return "'text' must be there and a string, such as {\"text\":\"…\"}.";
        TextLanguage? language = null;
        if (root.TryGetProperty("lang", out var lang) && lang.ValueKind != JsonValueKind.Null)
        {
            if (lang.ValueKind != JsonValueKind.String) return "'lang' must be a string such as \"es\" or \"en\".";
            // Other languages are read by the nearer of the two.
            language = TextLanguages.FromCode(lang.GetString());
        }
        var (rating, min, max) = (double.NaN, 1.0, 5.0);
        foreach (var name in (ReadOnlySpan<string>)["rating", "ratingMin", "ratingMax"])
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) continue;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number)) return $"'{name}' must be a number.";
            (rating, min, max) = name switch
            {
                "rating" => (number, min, max),
                "ratingMin" => (rating, number, max),
                _ => (rating, min, number),
            };
        }
        if (min == max) return $"'ratingMin' and 'ratingMax' must differ; both are {min}.";
        if (!double.IsNaN(rating) && (rating < Math.Min(min, max) || rating > Math.Max(min, max))) return $"'rating' {rating} lies outside its scale, {min} to {max}; say the scale with ratingMin and ratingMax.";
        line = new(text.GetString()!, language, double.IsNaN(rating) ? null : rating, min, max);
        return null;
    }
}
