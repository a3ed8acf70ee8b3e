using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Veinte.Doors.Importing;

/// <summary>The texts of one interaction in UTF-8, in one buffer that is used again for the next. What it hands out lives until <see cref="Clear"/>. One reader.</summary>
internal sealed class DraftTexts(DoorLimits limits) : IDisposable
{
    private const int TextsMax = 8;
    private const int MessageIdRoom = 400;
    private readonly byte[] _buffer = new byte[TextsMax * 3 * Math.Max(limits.NameBytesMax, limits.IdentifierBytesMax) + MessageIdRoom];
    private readonly ArrayBufferWriter<byte> _properties = new(1024);
    private Utf8JsonWriter? _json;
    private int _used;

    public void Dispose() => _json?.Dispose();

    internal void Clear() => _used = 0;

    /// <summary>A text of a rule, no longer than <paramref name="bytesMax"/>; empty when the row has none.</summary>
    internal Found Take(ValueRule? rule, ImportRow row, int bytesMax, QuarantineReason tooLong, out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        if (rule is null) return Found.Absent;
        var found = rule.Text(row, out var text);
        if (found != Found.Present) return found;
        if (text.Length > bytesMax || Encoding.UTF8.GetByteCount(text) > bytesMax)
            return row.Refuse(tooLong, rule.Label, text, $"has more than the {bytesMax} bytes that are allowed");
        utf8 = Write(text);
        return Found.Present;
    }

    /// <summary>A text in UTF-8. Half a surrogate pair becomes U+FFFD.</summary>
    internal ReadOnlySpan<byte> Write(string text)
    {
        var written = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
        _used += written;
        return _buffer.AsSpan(_used - written, written);
    }

    /// <summary>The message id: where in the file the interaction comes from, or the id the mapping gives it.</summary>
    internal ReadOnlySpan<byte> MessageId(string import, string? id, long line, int interaction, int each)
    {
        // 400 bytes are kept for it: an id has at most 100 characters, the numbers 20 each.
        var target = _buffer.AsSpan(_used, MessageIdRoom);
        _ = id is null
            ? Utf8.TryWrite(target, CultureInfo.InvariantCulture, $"{import}:{line}:{interaction}", out var length)
            : Utf8.TryWrite(target, CultureInfo.InvariantCulture, $"{id}:{interaction}", out length);
        if (each > 0)
        {
            _ = Utf8.TryWrite(target[length..], CultureInfo.InvariantCulture, $":{each}", out var more);
            length += more;
        }
        _used += length;
        return target[..length];
    }

    /// <summary>What the row's author wrote: its property <c>text</c>, or null.</summary>
    internal string? Text { get; private set; }

    /// <summary>The properties as a JSON object, or empty when the row has none of them.</summary>
    internal Found Properties(PropertyRule[] rules, ImportRow row, int bytesMax, out ReadOnlySpan<byte> json)
    {
        json = default;
        Text = null;
        if (rules.Length == 0) return Found.Absent;
        _properties.ResetWrittenCount();
        var writer = _json ??= new(_properties);
        writer.Reset();
        writer.WriteStartObject();
        var any = false;
        foreach (var rule in rules)
        {
            var found = Property(rule, row, writer);
            if (found == Found.Bad) return Found.Bad;
            any |= found == Found.Present;
        }
        writer.WriteEndObject();
        writer.Flush();
        if (!any) return Found.Absent;
        json = _properties.WrittenSpan;
        return json.Length <= bytesMax
            ? Found.Present
            : row.Refuse(QuarantineReason.EventTooLarge, "", "", $"the properties of one interaction have {json.Length} bytes; {bytesMax} are allowed. Map fewer columns, or shorter ones");
    }

    private Found Property(PropertyRule rule, ImportRow row, Utf8JsonWriter writer)
    {
        if (rule.Form == PropertyForm.Number)
        {
            var number = rule.Value.Number(row, out var value);
            if (number == Found.Present) writer.WriteNumber(rule.Name, value);
            return number;
        }
        var found = rule.Value.Text(row, out var text);
        if (found != Found.Present) return found;
        if (rule.Form == PropertyForm.Text)
        {
            writer.WriteString(rule.Name, text);
            if (rule.Name == "text") Text = text;
        }
        else if (bool.TryParse(text, out var flag)) writer.WriteBoolean(rule.Name, flag);
        else if (text is "0" or "1") writer.WriteBoolean(rule.Name, text == "1");
        else
            return row.Refuse(QuarantineReason.WrongType, rule.Value.Label, text, $"is not true or false; say in {rule.Value.Path}.values what it means");
        return Found.Present;
    }

}
