namespace Veinte.Conventions.Tests;

/// <summary>The picture in docs/ARCHITECTURE.md as a rule: the stream has one direction, and no project collects odds and ends.</summary>
public sealed class Projects_only_see_earlier_ones
{
    private static readonly string[] InOrder =
    [
        "Veinte.Statistics", "Veinte.Language", "Veinte.Model", "Veinte.Journal", "Veinte.Grading", "Veinte.Ledger", "Veinte.Sequences",
        "Veinte.Simulator", "Veinte.Doors", "Veinte.Engine", "Veinte.Embedded", "Veinte.Cluster", "Veinte.History", "Veinte.Server",
    ];

    private static readonly string[] Pure =
    [
        "Veinte.Statistics", "Veinte.Language", "Veinte.Model", "Veinte.Grading", "Veinte.Ledger", "Veinte.Sequences", "Veinte.Simulator",
    ];

    private static readonly string[] OddsAndEnds = ["Core", "Common", "Shared", "Abstractions", "Infrastructure", "Utils", "Utilities", "Helpers"];

    [Fact]
    public void No_project_references_a_later_one() => Assert.Empty(Offences(Repository.Projects("src")));

    [Fact]
    public void A_reference_forwards_is_caught() =>
        Assert.Contains("Veinte.Ledger sees Veinte.Engine", Offences([new("Veinte.Ledger", ["Veinte.Engine"], [], true)]));

    [Fact]
    public void A_project_without_a_place_is_caught() => Assert.Contains("Veinte.Muddle has no place", Offences([new("Veinte.Muddle", [], [], false)]));

    [Fact]
    public void A_collection_of_odds_and_ends_is_caught() =>
        Assert.Contains("Veinte.Common collects odds and ends", Offences([new("Veinte.Common", [], [], false)]));

    [Fact]
    public void A_pure_project_that_gives_up_its_purity_is_caught() =>
        Assert.Contains("Veinte.Ledger must be pure", Offences([new("Veinte.Ledger", [], [], false)]));

    [Fact]
    public void Nothing_of_the_product_references_a_test() =>
        Assert.DoesNotContain(Repository.Projects("src"), project => project.References.Any(reference => reference.EndsWith("Tests", StringComparison.Ordinal)));

    private static List<string> Offences(IReadOnlyList<Project> projects)
    {
        var offences = new List<string>();
        foreach (var project in projects)
        {
            if (project.Name.Split('.').Intersect(OddsAndEnds).Any()) offences.Add($"{project.Name} collects odds and ends");
            var place = Array.IndexOf(InOrder, project.Name);
            if (place < 0) offences.Add($"{project.Name} has no place");
            offences.AddRange(project.References.Where(reference => Array.IndexOf(InOrder, reference) >= place).Select(reference => $"{project.Name} sees {reference}"));
            if (Pure.Contains(project.Name) && !project.Core) offences.Add($"{project.Name} must be pure");
        }
        return offences;
    }
}
