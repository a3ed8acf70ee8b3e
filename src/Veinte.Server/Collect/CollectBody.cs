using System.Buffers;
using System.IO.Compression;

namespace Veinte.Server.Collect;

/// <summary>
/// Reads a request's body whole into a rented buffer, decompressed by its <c>Content-Encoding</c>, whatever it says its
/// content type is: real clients send JSON as text, as a form and without any type.
/// </summary>
internal static class CollectBody
{
    /// <summary>Bytes of a decompressed body at most: official clients exceed the documented 500 KB.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    private const int FirstBytes = 32 * 1024;

    /// <summary>Reads the body. The caller returns <see cref="Body.Buffer"/> to the shared pool.</summary>
    public static async ValueTask<Body> Read(HttpRequest request, CancellationToken cancel)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return await ReadAll(request.Body, (int)Math.Min(request.ContentLength ?? FirstBytes, BytesMax) + 1, cancel);
        Stream? decompressed = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
            "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
            _ => null,
        };
        if (decompressed is null)
            return Body.Refused(StatusCodes.Status415UnsupportedMediaType, $"The content encoding '{encoding}' is not supported. Send gzip, deflate, br or none.");
        await using (decompressed)
        {
            try
            {
                return await ReadAll(decompressed, FirstBytes, cancel);
            }
            catch (InvalidDataException)
            {
                return Body.Refused(StatusCodes.Status400BadRequest, $"The body is not valid {encoding}. Send it again.");
            }
            catch (InvalidOperationException)
            {
                // What the brotli decoder throws for bytes that are no brotli.
                return Body.Refused(StatusCodes.Status400BadRequest, $"The body is not valid {encoding}. Send it again.");
            }
        }
    }

    private static async ValueTask<Body> ReadAll(Stream stream, int capacity, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(capacity);
        var length = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
                if (read == 0) return new(buffer, length, 0, null);
                length += read;
                if (length > BytesMax)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    return Body.Refused(StatusCodes.Status413PayloadTooLarge, $"The body has more than {BytesMax} bytes after decompression. Send smaller batches.");
                }
                if (length < buffer.Length) continue;
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>A body, or why there is none.</summary>
    /// <param name="Buffer">Rented; empty when refused.</param>
    /// <param name="Length">Bytes of the body.</param>
    /// <param name="Status">Status of the refusal, 0 when it was read.</param>
    /// <param name="Message">What is wrong, or null.</param>
    internal readonly record struct Body(byte[] Buffer, int Length, int Status, string? Message)
    {
        public static Body Refused(int status, string message) => new([], 0, status, message);
    }
}
