using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Veinte.Doors.Reading;

namespace Veinte.Doors.CloudEvents;

/// <summary>
/// A CloudEvent in binary mode as the same event in structured mode, so that there is one way to read it, one form in
/// quarantine to correct and to replay, and one set of steps. Pure, thread-safe.
/// </summary>
public static class BinaryCloudEvent
{
    private const string Prefix = "ce-";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// The event as a JSON object in UTF-8. JSON data becomes <c>data</c>, text in UTF-8 becomes <c>data</c> as a JSON text,
    /// anything else <c>data_base64</c>; an empty body is no data. Nothing is judged here.
    /// </summary>
    /// <param name="headers">The headers; those that do not begin with <c>ce-</c> are passed over, and so is
    /// <c>ce-datacontenttype</c>, for the content type says it.</param>
    /// <param name="contentType">The content type of the body, or null.</param>
    /// <param name="body">The body: the data.</param>
    public static byte[] ToStructured(IEnumerable<KeyValuePair<string, string>> headers, string? contentType, ReadOnlySpan<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + body.Length);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var attribute = name[Prefix.Length..].ToLowerInvariant();
            if (attribute != "datacontenttype") writer.WriteString(attribute, HeaderText.Decode(value));
        }
        if (!string.IsNullOrWhiteSpace(contentType)) writer.WriteString("datacontenttype"u8, contentType);
        if (!body.IsEmpty) WriteData(writer, Encoding.UTF8.GetBytes(contentType ?? ""), body);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteData(Utf8JsonWriter writer, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body)
    {
        if (MediaTypes.IsJson(contentType))
        {
            if (body.StartsWith("\uFEFF"u8)) body = body[3..];
            if (JsonText.IsValue(body))
            {
                writer.WritePropertyName("data"u8);
                writer.WriteRawValue(body, skipInputValidation: true);
                return;
            }
        }
        if (MediaTypes.IsUtf8Text(contentType) && Utf8.IsValid(body)) writer.WriteString("data"u8, body);
        else writer.WriteBase64String("data_base64"u8, body);
    }
}
