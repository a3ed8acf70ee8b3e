using System.CommandLine;
using System.Globalization;
using Veinte.Doors.Importing;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Api;
using Veinte.Server.Hosting;
using Veinte.Server.Importing;

namespace Veinte.Server.Cli;

/// <summary>
/// <c>veinte import FILE --map MAP.json</c>, <c>veinte import list</c> and <c>veinte import undo ID</c>. Without a server on the
/// data folder the command does the work itself; with one, that server does.
/// </summary>
internal static class ImportCommands
{
    private const int BadShown = 20;
    private const long MappingBytesMax = 4 * 1024 * 1024;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A CSV or JSON Lines file", HelpName = "FILE" };
        var map = new Option<string>("--map") { Description = "The mapping: which columns are what", HelpName = "MAP.json", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would happen, and do nothing" };
        var name = new Option<string?>("--name") { Description = "A name for people; the file's own by default", HelpName = "NAME" };
        var server = new Option<string?>("--server") { Description = "A server elsewhere, instead of a data folder", HelpName = "URL" };
        var key = new Option<string?>("--key") { Description = "An admin key for --server", HelpName = "KEY" };
        var json = Output.Json();
        var command = new Command("import", "Import a file with a mapping, list imports, undo one") { file, map, dryRun, name, server, key, json, List(), Undo() };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (!File.Exists(path)) throw new BadInputException($"There is no file {path}.");
            var mappingPath = parsed.GetRequiredValue(map);
            var mapping = await MappingOf(mappingPath, cancel);
            var request = ImportRequest.Of(path, mapping, parsed.GetValue(name));
            foreach (var joined in mapping.JoinedFiles)
                if (!request.Joined.ContainsKey(joined))
                    throw new BadInputException($"The mapping joins {joined}, which does not lie beside {path}. Put it there.");
            var order = new Order(request, await File.ReadAllTextAsync(mappingPath, cancel), parsed.GetValue(dryRun));
            var result = parsed.GetValue(server) is { } address
                ? await ByServer(order, address, parsed.GetValue(key), cancel)
                : await OnFolder(order, CommandLine.DataOf(parsed), cancel);
            if (parsed.GetValue(json)) Output.Print(result);
            else Show(result, order);
            return 0;
        });
        return command;
    }

    /// <summary>What the command line asks for.</summary>
    internal sealed record Order(ImportRequest Request, string Mapping, bool DryRun)
    {
        public string What => DryRun ? "Trying" : "Importing";
    }

    private static async Task<ImportMapping> MappingOf(string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) throw new BadInputException($"There is no mapping {path}. How to write one stands in samples/import/README.md.");
        if (new FileInfo(path).Length > MappingBytesMax) throw new BadInputException($"{path} has more than {MappingBytesMax} bytes; it is no mapping.");
        var reading = ImportMapping.Read(await File.ReadAllBytesAsync(path, cancel));
        return reading.Mapping ?? throw new BadInputException($"{path}: {string.Join(' ', reading.Errors)}");
    }

    private static async Task<ImportResult> OnFolder(Order order, string folder, CancellationToken cancel)
    {
        if (await RunningServer.Find(folder, cancel) is not null)
        {
            Console.Error.WriteLine($"veinte: a server runs on {folder}; it does the import.");
            return await OpenBooks.WithServer(folder, order.What, (client, progress) => UploadedImport.Run(client, order, progress, cancel), cancel);
        }
        if (order.DryRun && !Directory.Exists(folder))
            return await Output.WithProgress(order.What, progress => ImportRunner.DryRunWithoutBooks(order.Request, TimeProvider.System, progress, cancel));
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, cancel);
        var runner = new ImportRunner(node.Journal, node.Books, new(), TimeProvider.System);
        return await Output.WithProgress(order.What, progress => order.DryRun
            ? runner.DryRun(order.Request, progress, cancel)
            : runner.Run(order.Request, Environment.UserName, progress, cancel));
    }

    private static async Task<ImportResult> ByServer(Order order, string address, string? key, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw new BadInputException($"'{address}' is not the address of a server. Give one such as http://localhost:2020.");
        if (key is null) throw new BadInputException("--server needs --key: an admin key of that server. Make one there with: veinte key create --scope admin --name import");
        return await Output.WithProgress(order.What, async progress =>
        {
            using var client = OpenBooks.ClientOf(server, key);
            return await UploadedImport.Run(client, order, progress, cancel);
        });
    }

    private static Command List()
    {
        var json = Output.Json();
        var command = new Command("list", "List imports, newest first") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            var imports = await OpenBooks.Read(CommandLine.DataOf(parsed),
                async node => new Listing<ImportView>(await node.Books.Imports(cancel)), "/api/v1/imports", cancel);
            if (parsed.GetValue(json)) Output.Print(imports);
            else
            {
                foreach (var import in imports.Items)
                    Console.Out.WriteLine($"{import.Id}  {import.State,-8}  {import.StartedAt:yyyy-MM-dd HH:mm}  {Number(import.Rows)} rows, {Number(import.Interactions)} interactions, {Number(import.Bad)} bad rows  {import.Name}");
            }
            return 0;
        });
        return command;
    }

    private static Command Undo()
    {
        var id = new Argument<string>("id") { Description = "Its id, as listed", HelpName = "ID" };
        var json = Output.Json();
        var command = new Command("undo", "Take back every posting of an import") { id, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var import = parsed.GetRequiredValue(id);
            var taken = await OpenBooks.Do(CommandLine.DataOf(parsed), "Undoing",
                async (node, progress) => Taken(await node.Desk.UndoImport(import, Environment.UserName, progress, cancel)),
                client => client.PostAsync($"/api/v1/imports/{Uri.EscapeDataString(import)}/undo", null, cancel), cancel);
            if (parsed.GetValue(json)) Output.Print(taken);
            else Console.Out.WriteLine(taken.Detail);
            return 0;
        });
        return command;
    }

    private static DecisionTaken Taken(DeskResult result) => result.Status switch
    {
        DeskStatus.Done => new("done", result.Detail, result.Position.Value),
        DeskStatus.AlreadyDone => new("already-done", result.Detail, null),
        DeskStatus.NotFound or DeskStatus.Refused => throw new BadInputException(result.Detail),
    };

    private static void Show(ImportResult result, Order order)
    {
        if (result.State == "already-imported")
        {
            Console.Out.WriteLine($"Already imported, as {result.Import}. Nothing was posted twice. To take it back: veinte import undo {result.Import}");
            return;
        }
        var report = result.Report;
        Console.Out.WriteLine(order.DryRun ? $"Nothing was imported; this is what {order.Request.FileName} would bring:" : $"Imported {order.Request.FileName} as {result.Import}:");
        if (result.ResumedAtRow > 0) Console.Out.WriteLine($"  An interrupted import went on after row {Number(result.ResumedAtRow)}; these are the rows after it.");
        foreach (var other in result.SameFile)
            Console.Out.WriteLine($"  The same file stands in the books already, with another mapping: {other}. Undo that one unless both are meant.");
        Console.Out.WriteLine($"  {Number(report.Rows)} rows, {Number(report.BadRows)} of them bad");
        Console.Out.WriteLine($"  {Number(report.Interactions)} interactions: {Number(report.Graded)} graded, {Number(report.Ungraded)} ungraded; {Number(report.Dropped)} dropped");
        foreach (var drop in report.Drops) Console.Out.WriteLine($"    dropped, {drop.Reason}: {Number(drop.Count)}");
        if (report.FirstAt is { } first) Console.Out.WriteLine($"  from {first:yyyy-MM-dd HH:mm} to {report.LastAt:yyyy-MM-dd HH:mm} UTC");
        Console.Out.WriteLine($"  {"graded",12} {"ungraded",12} {"dropped",12} {"bad",8}  touchpoint");
        foreach (var at in report.Touchpoints.Take(40))
            Console.Out.WriteLine($"  {Number(at.Graded),12} {Number(at.Ungraded),12} {Number(at.Dropped),12} {Number(at.Bad),8}  {at.Touchpoint}");
        if (report.Touchpoints.Count > 40) Console.Out.WriteLine($"  … and {report.Touchpoints.Count - 40} more touchpoints; see them all with --json");
        foreach (var bad in report.Bad.Take(BadShown)) Console.Out.WriteLine("  " + bad.Detail);
        if (report.BadRows > BadShown) Console.Out.WriteLine($"  … {Number(report.BadRows)} bad rows in all; the first {report.Bad.Count} with --json");
        if (report.BadRows > 0 && !order.DryRun) Console.Out.WriteLine("  Bad rows stand in the quarantine. Correct them in a file of their own, with the header, and import that.");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
