using System.Text.Json;
using Xunit;

namespace Veinte.Sequences.Tests;

/// <summary>Reference vectors and data that lie beside the repository; tests that need them are skipped where they are not.</summary>
internal static class SharedVectors
{
    /// <summary>A file under the shared folder; skips the test when it is not there.</summary>
    public static string Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("VEINTE_SHARED") ?? Beside();
        var path = folder is null ? null : Path.Combine(folder, name);
        Assert.SkipUnless(path is not null && File.Exists(path),
            $"'{name}' is not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds it.");
        return path!;
    }

    /// <summary>One case of a vector file.</summary>
    public static JsonElement Case(string file, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Find("vectors/" + file)));
        return document.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id).Clone();
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Veinte.slnx")))
                return Path.Combine(folder.Parent!.FullName, "shared");
        return null;
    }
}
