using Veinte.Embedded;
using Veinte.Journal;

namespace Veinte.Simulation;

// The books lie in a data folder.
internal sealed partial class Scenario
{
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-").FullName;

    public EmbeddedNode Node { get; private set; } = null!;

    /// <summary>Opens the folder (again).</summary>
    public async Task Reopen() => Node = await EmbeddedNode.Open(_folder, TimeProvider.System, Options, new JournalOptions());

    /// <summary>Closes in good order and opens again.</summary>
    public async Task Restart()
    {
        await Node.DisposeAsync();
        await Reopen();
    }

    /// <summary>Throws the kept books away and opens again: they are rebuilt from the journal.</summary>
    public async Task RestartFromJournalAlone()
    {
        await Node.DisposeAsync();
        Directory.Delete(Path.Combine(_folder, "books"), recursive: true);
        await Reopen();
    }

    /// <summary>Copies the folder as it lies there now: what a crash at this moment would leave behind.</summary>
    public void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".lock", StringComparison.Ordinal)) continue;
            var copy = Path.Combine(folder, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = new FileStream(copy, FileMode.Create);
            from.CopyTo(to);
        }
    }

    /// <summary>Files of a name in the folder; to be touched only while it is closed.</summary>
    public IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(_folder, pattern, SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
