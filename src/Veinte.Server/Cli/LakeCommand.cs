using System.CommandLine;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.History;
using Veinte.History.Lake;
using Veinte.Server.Analysis;
using Veinte.Server.Hosting;

namespace Veinte.Server.Cli;

/// <summary><c>veinte lake</c>: brings a lake of Parquet files up to date once, from a cluster or from a folder no server runs on. A server keeps one itself with <c>--lake</c>.</summary>
internal static class LakeCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The lake's folder; the first time an empty or new one", HelpName = "DIR", Required = true };
        var rows = new Option<int>("--rows") { Description = "Rows after which a step is written", HelpName = "N", DefaultValueFactory = _ => new LakeOptions().RowsPerStep };
        rows.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 1 or > 100_000_000)) result.AddError($"--rows takes a number from 1 to 100000000, not '{token.Value}'.");
        });
        var json = Output.Json();
        var command = new Command("lake", "Add what is new to a lake of Parquet files, partitioned by day: each interaction exactly once") { to, rows, CommandLine.Postgres, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var options = new LakeOptions { RowsPerStep = parsed.GetValue(rows) };
            using var lake = LakeExport.Open(Path.GetFullPath(parsed.GetRequiredValue(to)), options);
            var written = CommandLine.PostgresOf(parsed) is { } postgres
                ? await OpenBooks.InCluster(postgres, "Exporting", (node, progress) => Export(lake, options, node, progress, cancel), cancel)
                : await FromFolder(CommandLine.DataOf(parsed), lake, options, cancel);
            if (parsed.GetValue(json)) Output.Print(written);
            else
            {
                Console.Out.WriteLine(
                    $"The lake has everything up to position {written.Position:N0} (generation {written.Generation}): {written.Interactions:N0} interactions were added in {written.Steps:N0} steps and {written.Files:N0} files.");
            }
            return 0;
        });
        return command;
    }

    private static async Task<LakeWritten> FromFolder(string folder, LakeExport lake, LakeOptions options, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"There is no data folder {folder}. Give one with --data DIR.");
        if (await RunningServer.Find(folder, cancel) is not null)
            throw new InvalidOperationException("A server runs on this folder and has it to itself. Start it with --lake DIR, and it keeps the lake by itself.");
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, cancel);
        return await Output.WithProgress("Exporting", progress => Export(lake, options, node, progress, cancel));
    }

    private static async Task<LakeWritten> Export(LakeExport lake, LakeOptions options, VeinteNode node, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        var source = new BooksHistorySource(node, HistoryService.Options with { BatchRows = Math.Min(HistoryService.Options.BatchRows, options.RowsPerStep) }, TimeProvider.System);
        return await lake.CatchUp(source, await source.Head(cancel), progress, cancel);
    }
}
