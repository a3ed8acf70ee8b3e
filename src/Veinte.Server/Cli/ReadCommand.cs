using System.CommandLine;
using Veinte.Language.Learning;
using Veinte.Server.Listening;

namespace Veinte.Server.Cli;

/// <summary><c>veinte read</c>: tone, topics, intent and hostility of texts, one JSON line in, one out. Needs no data folder.</summary>
internal static class ReadCommand
{
    public static Command Create()
    {
        var learn = new Option<bool>("--learn") { Description = "Learn from each text's rating, after it was read" };
        var model = new Option<string>("--model") { Description = "Where the learned model is kept", HelpName = "FILE" };
        var command = new Command("read",
            "Read texts: JSON Lines {\"text\",\"lang\"?,\"rating\"?,\"ratingMin\"?,\"ratingMax\"?} on standard input; one line of JSON each on standard output") { learn, model };
        command.SetAction(async (parsed, cancel) =>
        {
            var file = parsed.GetValue(model);
            var firm = Load(file, parsed.GetValue(learn));
            await using var input = Console.OpenStandardInput();
            await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            var bad = await new TextLines(firm, parsed.GetValue(learn)).Run(input, output, Console.Error, cancel);
            await output.FlushAsync(cancel);
            if (file is not null && parsed.GetValue(learn)) Save(file, firm);
            return bad == 0 ? 0 : 1;
        });
        return command;
    }

    private static FirmModel Load(string? file, bool learns)
    {
        if (file is null) return new();
        if (Directory.Exists(file)) throw new BadInputException($"{file} is a folder. Name a file for the model.");
        if (File.Exists(file)) return Restored(file);
        // Said before anything is learned, not after.
        if (learns && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new BadInputException($"There is no folder {folder} to keep the model in. Make it first.");
        return learns ? new() : throw new BadInputException($"There is no model {file}. Make one with --learn, or leave out --model.");
    }

    private static FirmModel Restored(string file)
    {
        try
        {
            return FirmModel.Restore(File.ReadAllBytes(file));
        }
        catch (InvalidDataException damage)
        {
            throw new BadInputException($"{file} cannot be used: {damage.Message}");
        }
    }

    // The old model stays until the new one is whole on disk.
    private static void Save(string file, FirmModel firm)
    {
        var part = file + ".part";
        File.WriteAllBytes(part, firm.Snapshot());
        File.Move(part, file, overwrite: true);
    }
}
