using System.Buffers;
using System.Text.Json;
using Veinte.Doors.Steps;

namespace Veinte.Doors.CloudEvents;

/// <summary>The attributes of a CloudEvent in JSON: every member but the data.</summary>
internal static class CloudEventAttributes
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789"u8);

    /// <summary>
    /// Writes them as a JSON object of their own, each as it stands in the event, those that are null left out, and returns
    /// the length in bytes. The target needs no more room than the event has.
    /// </summary>
    /// <param name="json">The event: a JSON object without a syntax error.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="wrong">An attribute that cannot be one, as a sentence; null when there is none.</param>
    internal static int Copy(ReadOnlySpan<byte> json, Span<byte> target, out string? wrong)
    {
        wrong = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Math.Max(64, json.Length) });
        reader.Read();
        var written = 0;
        target[written++] = (byte)'{';
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = reader.ValueSpan;
            var isData = reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("data_base64"u8);
            reader.Read();
            if (!isData && WhatIsWrongWith(name, reader.TokenType) is { } found)
            {
                wrong = found;
                return 0;
            }
            reader.Skip();
            if (isData || reader.TokenType == JsonTokenType.Null) continue;
            if (written > 1) target[written++] = (byte)',';
            var member = json[start..(int)reader.BytesConsumed];
            member.CopyTo(target[written..]);
            written += member.Length;
        }
        target[written++] = (byte)'}';
        return written;
    }

    private static string? WhatIsWrongWith(ReadOnlySpan<byte> name, JsonTokenType value)
    {
        if (name.IsEmpty || name.IndexOfAnyExcept(NameBytes) >= 0)
            return $"\"{Arriving.Shown(name)}\" cannot be the name of an attribute: those are of lower-case letters and digits. Send it so, or inside data.";
        return value is JsonTokenType.StartObject or JsonTokenType.StartArray
            ? $"The attribute {Arriving.Shown(name)} must be a text, a number, true or false. Send objects and lists inside data."
            : null;
    }
}
