using System.Xml.Linq;

namespace Veinte.Conventions.Tests;

/// <summary>The files of this repository, as they lie on disk.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "artifacts", ".git", "data", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder with Veinte.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files under a folder with one of these endings, by their path from the root; what tools made is left out.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string under, params string[] endings) =>
        Walk(Path.Combine(Root, under))
            .Where(file => endings.Length == 0 || endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => (Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)));

    /// <summary>All projects with their references and properties.</summary>
    public static IReadOnlyList<Project> Projects(string under) =>
    [
        .. Walk(Path.Combine(Root, under)).Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file =>
        {
            var xml = XDocument.Load(file);
            return new Project(
                Path.GetFileNameWithoutExtension(file),
                [.. xml.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))],
                [.. xml.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)],
                xml.Descendants("VeinteCore").Any(core => core.Value == "true"));
        }),
    ];

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) yield return file;
        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (Generated.Contains(Path.GetFileName(child)) || new DirectoryInfo(child).LinkTarget is not null) continue;
            foreach (var file in Walk(child)) yield return file;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Veinte.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Veinte.slnx above {AppContext.BaseDirectory}.");
    }
}

/// <summary>A project: whom it references and whether it is pure.</summary>
internal sealed record Project(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Packages, bool Core);
