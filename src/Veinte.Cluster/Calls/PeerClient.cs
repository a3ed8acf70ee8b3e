using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;

namespace Veinte.Cluster.Calls;

/// <summary>Asks other nodes. Thread-safe.</summary>
internal sealed class PeerClient : IDisposable
{
    /// <summary>Where questions are asked.</summary>
    public const string AskPath = "/partitions/ask";

    /// <summary>Where postings are watched.</summary>
    public const string LivePath = "/live";

    /// <summary>A posting on the wire has this many bytes at most: more is not one.</summary>
    private const int PostingBytesMax = 1024 * 1024;

    // The other side says every five seconds that it is there.
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(2);

    private readonly HttpClient _client;

    public PeerClient(byte[] secret)
    {
        _client = new(new SocketsHttpHandler { ConnectTimeout = ConnectMax, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Convert.ToHexString(secret));
    }

    /// <summary>Asks a node and returns its answer.</summary>
    /// <exception cref="PartitionUnavailableException">It does not own the partition.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    /// <exception cref="OtherShapeException">It runs another version.</exception>
    public async Task<ReadOnlyMemory<byte>> Ask(string address, byte[] question, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new(address), AskPath)) { Content = new ByteArrayContent(question) };
        using var answer = await Send(request, HttpCompletionOption.ResponseContentRead, cancel);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK: return await answer.Content.ReadAsByteArrayAsync(cancel);
            case HttpStatusCode.Conflict: throw new PartitionUnavailableException(-1);
            case HttpStatusCode.PreconditionFailed: throw new OtherShapeException(await answer.Content.ReadAsStringAsync(cancel));
            default: throw new InvalidOperationException($"The node at {address} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }

    /// <summary>Watches the postings of another node's partitions until cancelled or cut off.</summary>
    public async IAsyncEnumerable<LiveEvent> Live(string address, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new(address), LivePath));
        using var answer = await Send(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        while (true)
        {
            heard.CancelAfter(SilentMax);
            if (await ReadPosting(stream, heard.Token, cancel) is not { } posting) yield break;
            // An empty one only says that the line is open.
            if (posting.Length > 0) yield return LiveWire.Read(posting);
        }
    }

    // Of a machine that has vanished nothing is heard, not even that: its line stays open until something is said on it.
    private static async Task<byte[]?> ReadPosting(Stream stream, CancellationToken heard, CancellationToken cancel)
    {
        try
        {
            var length = new byte[sizeof(int)];
            if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, heard) < length.Length) return null;
            var size = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (size is < 0 or > PostingBytesMax) throw new InvalidDataException($"A posting of {size} bytes cannot be.");
            var posting = new byte[size];
            await stream.ReadExactlyAsync(posting, heard);
            return posting;
        }
        catch (OperationCanceledException silent) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"Nothing was heard for {SilentMax.TotalSeconds:N0} seconds.", silent);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // A connection that is not there in time is cancelled by nobody, but says so: taken at its word it would end whoever asks.
    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancel)
    {
        try
        {
            return await _client.SendAsync(request, completion, cancel);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"The node at {request.RequestUri!.Authority} took no connection within {ConnectMax.TotalSeconds:N0} seconds.", late);
        }
    }
}
