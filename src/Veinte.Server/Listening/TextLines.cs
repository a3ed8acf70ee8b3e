using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Veinte.Language.Learning;
using Veinte.Language.Tone;
using Veinte.Language.Topics;

namespace Veinte.Server.Listening;

/// <summary>
/// Texts as JSON Lines: each line is read and answered by one line; a bad one is answered by its error and told with its
/// number, and the next is read. One text is held at a time. Not thread-safe.
/// </summary>
internal sealed class TextLines(FirmModel model, bool learns)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LineBytesMax = 1 << 20;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MarkReader _marks = new();
    private readonly ArrayBufferWriter<byte> _line = new(4096);

    /// <summary>Reads to the end of the input.</summary>
    /// <returns>How many lines were bad.</returns>
    public async Task<int> Run(Stream input, Stream output, TextWriter errors, CancellationToken cancel)
    {
        var pipe = PipeReader.Create(input, new(leaveOpen: true, bufferSize: 1 << 16));
        var (number, bad, tooLong) = (0, 0, false);
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (Next(ref buffer, read.IsCompleted, out var line))
            {
                number++;
                var wrong = tooLong || line.Length > LineBytesMax ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the line is longer than {LineBytesMax:N0} bytes; shorten its text, or send it in parts.") : Answer(line.ToArray(), number);
                tooLong = false;
                if (wrong is not null)
                {
                    bad++;
                    errors.WriteLine($"veinte: line {number}: {wrong}");
                    WriteError(number, wrong);
                }
                await output.WriteAsync(_line.WrittenMemory, cancel);
                _line.ResetWrittenCount();
            }
            if (buffer.Length > LineBytesMax)
            {
                // The rest of a line that is refused anyway is not kept.
                tooLong = true;
                buffer = buffer.Slice(buffer.End);
            }
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) break;
        }
        await pipe.CompleteAsync();
        return bad;
    }

    private static bool Next(ref ReadOnlySequence<byte> buffer, bool last, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }
        line = buffer;
        if (!last || buffer.IsEmpty) return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    // Null when all was well; an empty line is answered by nothing.
    private string? Answer(byte[] line, int number)
    {
        var json = line.AsSpan();
        if (number == 1 && json.StartsWith("\uFEFF"u8)) json = json[3..];
        json = json.Trim(" \t\r"u8);
        if (json.IsEmpty) return null;
        if (TextLine.Read(json, Strict, out var text) is { } wrong) return wrong;
        var reading = model.Read(text.Text, text.Language);
        var marks = _marks.Read(text.Text, reading.Language.Language);
        Write(reading, marks, text.Text.Length);
        if (learns && text.Rating is { } rating) model.Learn(text.Text, reading.Language.Language, rating, text.RatingMin, text.RatingMax);
        return null;
    }

    private void Write(ToneReading reading, TextMarks marks, int length)
    {
        using (var json = new Utf8JsonWriter(_line, Plain)) ReadingJson.Write(json, reading, marks, length);
        _line.Write("\n"u8);
    }

    private void WriteError(int number, string wrong)
    {
        using (var json = new Utf8JsonWriter(_line, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("line", number);
            json.WriteString("error", wrong);
            json.WriteEndObject();
        }
        _line.Write("\n"u8);
    }
}
