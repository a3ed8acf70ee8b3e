using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using Veinte.Embedded;
using Veinte.History;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Analysis;
using Veinte.Server.Hosting;

namespace Veinte.Server.Cli;

/// <summary><c>veinte export</c>: the interactions of a period as CSV, JSON Lines or Parquet, whether or not a server runs on the folder.</summary>
internal static class ExportCommand
{
    private const string Extensions = ".csv, .jsonl or .parquet";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = $"The file to write; its ending says the form: {Extensions}", HelpName = "FILE" };
        var from = new Option<string>("--from") { Description = "Only what happened at this time or later", HelpName = "TIME" };
        var to = new Option<string>("--to") { Description = "Only what happened before this time", HelpName = "TIME" };
        var json = Output.Json();
        var command = new Command("export", "Write interactions, their grades and amounts to a file") { file, from, to, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var format = FormatOf(path);
            var period = (From: TimeOf(parsed.GetValue(from), "--from"), To: TimeOf(parsed.GetValue(to), "--to"));
            var folder = CommandLine.DataOf(parsed);
            if (!Directory.Exists(folder)) throw new BadInputException($"There is no data folder {folder}. Give one with --data DIR.");
            var exported = await RunningServer.Find(folder, cancel) is { } server
                ? await FromServer(server, folder, path, format, period, cancel)
                : await FromFolder(folder, path, format, period, cancel);
            if (parsed.GetValue(json)) Output.Print(exported);
            else Console.Out.WriteLine($"{exported.Path}: {exported.Bytes:N0} bytes, everything up to position {exported.Position:N0}.");
            return 0;
        });
        return command;
    }

    private static async Task<Exported> FromFolder(
        string folder, string path, ExportFormat format, (Instant? From, Instant? To) period, CancellationToken cancel)
    {
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, cancel);
        using var open = new OpenHistory(Path.Combine(folder, HistoryService.FolderName), HistoryService.Options, TimeProvider.System);
        using var caughtUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var following = open.Index.Run(new BooksHistorySource(node, HistoryService.Options, TimeProvider.System), caughtUp.Token);
        var head = new Position((await node.Books.TrialBalance(cancel)).Position);
        await Output.WithProgress("Catching up", async progress =>
        {
            var reached = open.Index.WaitFor(head, cancel);
            while (!reached.IsCompleted)
            {
                progress.Report((open.Index.Position.Value, head.Value));
                await Task.WhenAny(reached, Task.Delay(200, cancel));
            }
            await reached;
            return true;
        });
        await caughtUp.CancelAsync();
        await following;
        var done = await Output.WithProgress("Exporting", progress => HistoryExport.Run(open.Index, format, path, period.From, period.To, progress, cancel));
        return new(done.Path, done.Bytes, done.Position.Value);
    }

    private static async Task<Exported> FromServer(
        RunningServer server, string folder, string path, ExportFormat format, (Instant? From, Instant? To) period, CancellationToken cancel)
    {
        await using var accounts = OfflineAccounts.Open(folder);
        var (key, secret) = await accounts.Keys.Create($"veinte command of {Environment.UserName}", ApiScope.Read, Environment.UserName, cancel);
        try
        {
            using var client = new HttpClient { BaseAddress = new(server.Address), Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            var query = new List<string>();
            if (period.From is { } from) query.Add($"from={Uri.EscapeDataString(from.ToString())}");
            if (period.To is { } to) query.Add($"to={Uri.EscapeDataString(to.ToString())}");
            using var answer = await client.GetAsync(
                $"/api/v1/exports/interactions.{format.ToString().ToLowerInvariant()}?{string.Join('&', query)}", HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"The server on this folder answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
            var position = long.Parse(answer.Headers.GetValues("Veinte-Position").Single(), CultureInfo.InvariantCulture);
            return new(path, await Save(answer.Content, path, cancel), position);
        }
        finally
        {
            await accounts.Keys.Revoke(key.Id, CancellationToken.None);
        }
    }

    private static async Task<long> Save(HttpContent content, string path, CancellationToken cancel)
    {
        var part = path + ".part";
        try
        {
            await using (var target = File.Create(part))
                await Output.WithProgress("Exporting", async progress =>
                {
                    await content.CopyToAsync(target, cancel);
                    return true;
                });
            File.Move(part, path, overwrite: true);
            return new FileInfo(path).Length;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static ExportFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => ExportFormat.Csv,
        ".jsonl" => ExportFormat.Jsonl,
        ".parquet" => ExportFormat.Parquet,
        var other => throw new BadInputException($"'{other}' is not a form of export. Let the file end in {Extensions}."),
    };

    private static Instant? TimeOf(string? text, string option)
    {
        if (text is null) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Instant.From(time)
            : throw new BadInputException($"{option} takes a time such as 2026-01-31 or 2026-01-31T18:00:00Z, not '{text}'.");
    }
}

/// <summary>What was exported.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Position">Everything up to here.</param>
internal sealed record Exported(string Path, long Bytes, long Position);
