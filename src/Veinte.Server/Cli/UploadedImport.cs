using System.Net.Http.Headers;
using System.Text.Json;
using Veinte.Server.Api;
using Veinte.Server.Importing;

namespace Veinte.Server.Cli;

/// <summary>An import by a running server: the files are sent there, the server does the rest.</summary>
internal static class UploadedImport
{
    /// <summary>Sends the files, asks for the import and waits for it.</summary>
    public static async Task<ImportResult> Run(
        HttpClient client, ImportCommands.Order order, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        var request = order.Request;
        var file = await Upload(client, request.Open, request.FileName, cancel);
        var joined = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, open) in request.Joined) joined[name] = (await Upload(client, open, name, cancel)).Id;
        using var mapping = JsonDocument.Parse(order.Mapping, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var asked = new ImportOrder(file.Id, mapping.RootElement.Clone(), request.Name, joined);
        var address = order.DryRun ? "/api/v1/imports/dry-run" : "/api/v1/imports";
        return await OpenBooks.Job<ImportResult>(client, await client.PostAsJsonAsync(address, asked, ApiJson.Wire, cancel), progress, cancel);
    }

    private static async Task<UploadedFile> Upload(HttpClient client, Func<Stream> open, string name, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/imports/files?name={Uri.EscapeDataString(name)}") { Content = new StreamContent(open()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        // A server that refuses says so before the file is on its way; in the middle of it the line would only break.
        request.Headers.ExpectContinue = true;
        return await OpenBooks.Answer<UploadedFile>(await client.SendAsync(request, cancel), cancel);
    }
}
