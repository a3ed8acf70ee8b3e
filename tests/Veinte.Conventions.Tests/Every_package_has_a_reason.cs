using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Veinte.Conventions.Tests;

/// <summary>Each dependency is a choice somebody must be able to read about, and to take back.</summary>
public sealed partial class Every_package_has_a_reason
{
    [Fact]
    public void Every_package_of_the_solution_stands_in_docs_dependencies() =>
        Assert.Empty(Offences(Packages(), File.ReadAllText(Path.Combine(Repository.Root, "docs/dependencies.md"))));

    [Fact]
    public void Every_package_that_is_listed_is_used()
    {
        var used = Repository.Projects("src").Concat(Repository.Projects("tests")).Concat(Repository.Projects("benchmarks"))
            .SelectMany(project => project.Packages).Append("Microsoft.CodeAnalysis.BannedApiAnalyzers").ToHashSet();
        Assert.DoesNotContain(Packages(), package => !used.Contains(package));
    }

    [Fact]
    public void A_package_without_a_reason_is_caught() => Assert.Equal(["Left.Pad"], Offences(["Left.Pad", "Known"], "| `Known` | because |"));

    [Fact]
    public void A_package_that_is_only_named_is_caught() => Assert.Equal(["Known"], Offences(["Known"], "| `Known` | |"));

    private static List<string> Packages() =>
        [.. XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value)];

    private static List<string> Offences(IEnumerable<string> packages, string document)
    {
        var reasons = Row().Matches(document).Where(row => row.Groups[2].Value.Trim().Length > 0).Select(row => row.Groups[1].Value).ToHashSet();
        return [.. packages.Where(package => !reasons.Contains(package))];
    }

    [GeneratedRegex(@"^\| `([^`]+)` \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
