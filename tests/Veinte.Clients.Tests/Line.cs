using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Veinte.Clients.Tests;

/// <summary>
/// The line between a client and the server: it passes every request on and writes it down, and breaks on purpose where a
/// test says so. Thread-safe.
/// </summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _onward = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    });
    private readonly Queue<Fault> _faults;
    private readonly List<Passage> _passages = [];
    private readonly List<(int Count, Func<Passage, bool> Which, TaskCompletionSource Seen)> _waiting = [];
    private readonly Lock _gate = new();

    private Line(WebApplication app, IEnumerable<Fault> faults) => (_app, _faults) = (app, new(faults));

    /// <summary>Where the client's end is.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>What went through it so far, in the order of the answers.</summary>
    public IReadOnlyList<Passage> Passages
    {
        get
        {
            lock (_gate) return [.. _passages];
        }
    }

    /// <summary>What was sent so far: requests with a body.</summary>
    public IReadOnlyList<Passage> Sent => [.. Passages.Where(passage => passage.Method == "POST")];

    /// <summary>A line to a server.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="faults">What goes wrong with the first, second, … request that sends something.</param>
    public static async Task<Line> To(Uri server, params Fault[] faults)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1; // byte for byte
        });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var line = new Line(app, faults);
        app.Run(context => line.Pass(context, server));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return line;
    }

    /// <summary>Waits until so many passages of a kind were answered.</summary>
    public Task Seen(int count, Func<Passage, bool> which)
    {
        lock (_gate)
        {
            if (_passages.Count(which) >= count) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, which, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _onward.Dispose();
    }

    private async Task Pass(HttpContext context, Uri server)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var fault = Fault.None;
        if (request.Method == "POST")
            lock (_gate) _faults.TryDequeue(out fault);

        if (fault == Fault.CutBefore)
        {
            Note(request, body, null);
            context.Abort();
            return;
        }
        if (fault is Fault.Answers500 or Fault.Answers503)
        {
            context.Response.StatusCode = fault == Fault.Answers500 ? 500 : 503;
            Note(request, body, null, context.Response.StatusCode);
            return;
        }
        using var answer = await _onward.SendAsync(Onward(request, body, server));
        Note(request, body, answer);
        if (fault == Fault.CutAfter) context.Abort();
        else await Answer(context.Response, answer);
    }

    private static HttpRequestMessage Onward(HttpRequest request, MemoryStream body, Uri server)
    {
        var onward = new HttpRequestMessage(new(request.Method), new Uri(server, request.Path + request.QueryString.ToString()));
        if (body.Length > 0) onward.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in request.Headers)
            if (name is not ("Connection" or "Content-Length" or "Transfer-Encoding") && !onward.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                onward.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        return onward;
    }

    private static async Task Answer(HttpResponse response, HttpResponseMessage answer)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (name is not ("Connection" or "Transfer-Encoding")) response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(response.Body);
    }

    private void Note(HttpRequest request, MemoryStream body, HttpResponseMessage? answer, int status = 0)
    {
        var passage = new Passage(
            request.Method, request.Path + request.QueryString.ToString(), body.ToArray(),
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            (int?)answer?.StatusCode ?? status,
            (answer?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        lock (_gate)
        {
            _passages.Add(passage);
            foreach (var (count, which, seen) in _waiting)
                if (_passages.Count(which) >= count) seen.TrySetResult();
        }
    }
}

/// <summary>What goes wrong on a line.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>The connection breaks before the request reaches the server.</summary>
    CutBefore = 1,
    /// <summary>The server has answered, but the connection breaks before the client hears it.</summary>
    CutAfter = 2,
    /// <summary>Something on the way answers 500.</summary>
    Answers500 = 3,
    /// <summary>Something on the way answers 503.</summary>
    Answers503 = 4,
}

/// <summary>One request that went through a line.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">As sent.</param>
/// <param name="Headers">Headers of the request.</param>
/// <param name="Status">What was answered; 0 when the line broke before the server.</param>
/// <param name="Answered">Headers of the answer.</param>
internal sealed record Passage(
    string Method, string Path, byte[] Body, IReadOnlyDictionary<string, string> Headers, int Status, IReadOnlyDictionary<string, string> Answered)
{
    /// <summary>The body as JSON, unpacked if need be.</summary>
    public JsonElement Json
    {
        get
        {
            using Stream plain = Headers.GetValueOrDefault("Content-Encoding") == "gzip"
                ? new GZipStream(new MemoryStream(Body), CompressionMode.Decompress)
                : new MemoryStream(Body);
            return JsonDocument.Parse(plain).RootElement;
        }
    }
}
