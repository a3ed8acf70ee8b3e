namespace Veinte.Statistics.Tests.Vectors;

/// <summary>Where the reference figures lie: beside the repository, or where VEINTE_VECTORS says.</summary>
internal static class VectorFolder
{
    /// <summary>All vector files, in their order; none where there is no folder.</summary>
    public static string[] Files() =>
        Folder() is { } folder && Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];

    public static string Find(string file) => Path.Combine(Folder()!, file);

    private static string? Folder() =>
        Environment.GetEnvironmentVariable("VEINTE_VECTORS")
            ?? (Environment.GetEnvironmentVariable("VEINTE_SHARED") is { } shared ? Path.Combine(shared, "vectors") : Beside());

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Veinte.slnx")))
                return Path.Combine(folder.Parent!.FullName, "shared", "vectors");
        return null;
    }
}
