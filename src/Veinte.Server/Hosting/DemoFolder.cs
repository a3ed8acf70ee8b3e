namespace Veinte.Server.Hosting;

/// <summary>
/// Keeps invented books and a firm's own apart: the demo is shown without sign-in, so it opens only folders that are
/// empty or were the demo's before.
/// </summary>
internal static class DemoFolder
{
    private const string Mark = "demo";

    /// <summary>Marks an empty folder as the demo's; false when the folder holds something else.</summary>
    public static bool TryClaim(string folder)
    {
        if (IsMarked(folder)) return true;
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return false;
        new Access.AppFolder(folder).Create();
        File.WriteAllText(Path.Combine(folder, Mark), "The books in this folder are invented: veinte demo shows them without sign-in.\n");
        return true;
    }

    /// <summary>Whether the folder was the demo's from its first day.</summary>
    public static bool IsMarked(string folder) => File.Exists(Path.Combine(folder, Mark));
}
