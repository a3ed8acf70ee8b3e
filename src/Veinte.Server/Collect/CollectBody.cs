using System.Buffers;
using System.IO.Compression;

namespace Veinte.Server.Collect;

/// <summary>
/// A request's body, whole, decompressed, in one rented buffer, whatever its content type says: real clients send JSON as
/// text, as a form and without any type. Dispose gives the buffer back; use it from one request only.
/// </summary>
internal sealed class CollectBody : IDisposable
{
    /// <summary>Bytes of a body at most, before and after decompression: official clients exceed the documented 500 KB.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    private const int FirstBytes = 32 * 1024;
    private readonly BodyBudget _budget;
    private byte[] _buffer = [];
    private int _taken;
    private int _length;

    private CollectBody(BodyBudget budget) => _budget = budget;

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Status of the refusal, or 0 when it was read.</summary>
    public int Status { get; private set; }

    /// <summary>Why it was refused, for the sender's developer.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="BadHttpRequestException">The connection broke or the request is no HTTP.</exception>
    public static async ValueTask<CollectBody> Read(HttpRequest request, BodyBudget budget, CancellationToken cancel)
    {
        var body = new CollectBody(budget);
        try
        {
            if (request.ContentLength > BytesMax) body.RefuseTooLarge();
            else await body.Fill(request.Body, (int?)request.ContentLength, cancel);
            if (body.Status == 0) await body.Decompress(EncodingOf(request, body.Span), cancel);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release(_buffer, _taken);
        (_buffer, _length, _taken) = ([], 0, 0);
    }

    private static string EncodingOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity")) return encoding;
        // Some senders compress and forget to say so; JSON never begins with these two bytes.
        return body is [0x1F, 0x8B, ..] ? "gzip" : "";
    }

    private async ValueTask Decompress(string encoding, CancellationToken cancel)
    {
        if (encoding.Length == 0) return;
        var (packed, length, taken) = (_buffer, _length, _taken);
        (_buffer, _length, _taken) = ([], 0, 0);
        try
        {
            await using var stream = Decompressor(encoding, packed, length);
            if (stream is null)
                Refuse(StatusCodes.Status415UnsupportedMediaType, $"The content encoding '{encoding}' is not supported. Send gzip, deflate, br or none.");
            else await Fill(stream, null, cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            // InvalidOperationException is what the brotli decoder throws for bytes that are no brotli.
            Refuse(StatusCodes.Status400BadRequest, $"The body is not valid {encoding}. Send it again.");
        }
        finally
        {
            Release(packed, taken);
        }
    }

    private static Stream? Decompressor(string encoding, byte[] packed, int length)
    {
        var source = new MemoryStream(packed, 0, length, writable: false);
        return encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" when IsZlib(packed.AsSpan(0, length)) => new ZLibStream(source, CompressionMode.Decompress),
            "deflate" => new DeflateStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            _ => null,
        };
    }

    // The word deflate means zlib in HTTP, and bare deflate to half of its senders (RFC 1950: 2.2).
    private static bool IsZlib(ReadOnlySpan<byte> packed) => packed.Length >= 2 && (packed[0] & 0x0F) == 8 && ((packed[0] << 8) | packed[1]) % 31 == 0;

    private async ValueTask Fill(Stream stream, int? expected, CancellationToken cancel)
    {
        if (!Grow(expected is { } known ? known + 1 : FirstBytes)) return;
        while (true)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancel);
            if (read == 0) return;
            _length += read;
            if (_length > BytesMax)
            {
                RefuseTooLarge();
                return;
            }
            if (_length == _buffer.Length && !Grow(_buffer.Length * 2)) return;
        }
    }

    private bool Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (!_budget.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            Refuse(StatusCodes.Status429TooManyRequests, "Too much arrives at once.");
            return false;
        }
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Release(_buffer, _taken);
        (_buffer, _taken) = (larger, larger.Length);
        return true;
    }

    private void RefuseTooLarge() => Refuse(
        StatusCodes.Status413PayloadTooLarge, $"The body has more than {BytesMax} bytes; that is the most, after decompression too. Send smaller batches.");

    private void Refuse(int status, string message) => (Status, Message, _length) = (status, message, 0);

    private void Release(byte[] buffer, int taken)
    {
        if (buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(buffer);
        _budget.Return(taken);
    }
}
