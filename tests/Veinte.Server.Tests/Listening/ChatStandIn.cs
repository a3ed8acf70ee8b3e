using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Veinte.Server.Tests.Listening;

/// <summary>A server on this machine that speaks the chat protocol of OpenAI, as far as Veinte uses it, and answers what a test says.</summary>
internal sealed class ChatStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChatStandIn(WebApplication app) => _app = app;

    /// <summary>Where it answers.</summary>
    public string Endpoint { get; private init; } = "";

    /// <summary>Requests it got: the body, and the key it came with.</summary>
    public ConcurrentQueue<(JsonElement Body, string Key)> Asked { get; } = new();

    /// <summary>Starts it.</summary>
    /// <param name="answer">From the system's and the user's words to what the model says; null answers 500.</param>
    public static async Task<ChatStandIn> Start(Func<string, string, string?> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        ChatStandIn? stand = null;
        app.MapPost("/v1/chat/completions", async (HttpContext http) =>
        {
            var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement.Clone();
            stand!.Asked.Enqueue((body, http.Request.Headers.Authorization.ToString()));
            string Of(string role) => string.Join('\n', body.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == role).Select(message => Words(message.GetProperty("content"))));
            if (answer(Of("system"), Of("user")) is not { } said)
            {
                http.Response.StatusCode = 500;
                return;
            }
            await http.Response.WriteAsJsonAsync(new
            {
                id = "chat-1", @object = "chat.completion", created = 1_790_000_000, model = body.GetProperty("model").GetString(),
                choices = new[] { new { index = 0, message = new { role = "assistant", content = said }, finish_reason = "stop" } },
                usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
            });
        });
        await app.StartAsync();
        return stand = new(app) { Endpoint = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1" };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Words(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()! : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
