using System.Text.Json;
using Veinte.Language;
using Veinte.Language.Tone;
using Veinte.Language.Topics;

namespace Veinte.Server.Listening;

/// <summary>A reading as JSON: the answer of <c>veinte read</c> and of the reading API.</summary>
internal static class ReadingJson
{
    /// <summary>Writes one object.</summary>
    /// <param name="json">Where.</param>
    /// <param name="reading">The tone.</param>
    /// <param name="marks">Themes, intent and hostility.</param>
    /// <param name="length">How long the text is, in UTF-16 units: of a very long one only the beginning is read, and it is said.</param>
    public static void Write(Utf8JsonWriter json, ToneReading reading, TextMarks marks, int length)
    {
        json.WriteStartObject();
        json.WriteString("lang"u8, reading.Language.Language.Code);
        json.WriteNumber("langConfidence"u8, Math.Round(reading.Language.Confidence, 3));
        // Nothing below zero: −0 is 0.
        json.WriteNumber("tone"u8, Math.Round(reading.Tone, 4) + 0.0);
        json.WriteString("label"u8, NameOf(reading.Label));
        json.WriteNumber("speaking"u8, reading.Speaking);
        json.WriteStartArray("spans"u8);
        foreach (var span in reading.Spans)
        {
            Start(json, span.Offset, span.Length, span.Words);
            json.WriteNumber("contribution"u8, span.Contribution);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("topics"u8);
        foreach (var theme in marks.Themes.Select(span => span.Theme).Distinct()) json.WriteStringValue(theme);
        json.WriteEndArray();
        json.WriteStartArray("topicSpans"u8);
        foreach (var span in marks.Themes)
        {
            Start(json, span.Offset, span.Length, span.Words);
            json.WriteString("topic"u8, span.Theme);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("intent"u8, NameOf(marks.Intent));
        json.WriteNumber("hostility"u8, marks.Hostility);
        if (length > ToneReader.CharsMax) json.WriteNumber("readUntil"u8, ToneReader.CharsMax);
        json.WriteEndObject();
    }

    /// <summary>The written name of a label.</summary>
    public static string NameOf(ToneLabel label) => label switch
    {
        ToneLabel.Negative => "negative",
        ToneLabel.Neutral => "neutral",
        ToneLabel.Positive => "positive",
    };

    private static string NameOf(TextIntent intent) => intent switch
    {
        TextIntent.Unknown => "unknown",
        TextIntent.Know => "know",
        TextIntent.Go => "go",
        TextIntent.Do => "do",
        TextIntent.Buy => "buy",
    };

    private static void Start(Utf8JsonWriter json, int offset, int length, string words)
    {
        json.WriteStartObject();
        json.WriteNumber("offset"u8, offset);
        json.WriteNumber("length"u8, length);
        json.WriteString("words"u8, words);
    }
}
