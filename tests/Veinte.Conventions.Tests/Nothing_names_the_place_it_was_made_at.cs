using System.Text.RegularExpressions;

namespace Veinte.Conventions.Tests;

/// <summary>What is committed works for anybody anywhere: no paths of one machine, no hosts of one registry.</summary>
public sealed partial class Nothing_names_the_place_it_was_made_at
{
    private static readonly string[] Texts =
        [".cs", ".razor", ".md", ".json", ".props", ".targets", ".csproj", ".slnx", ".js", ".mjs", ".css", ".sql", ".txt", ".yml", ".config", "veinte", "test", "run"];

    [Fact]
    public void No_text_of_the_repository_names_a_workplace_or_a_registry() =>
        Assert.Equal("", string.Join('\n', Repository.Files("", Texts).Where(file => !file.Path.Contains("/vendor/"))
            .SelectMany(file => Offences(file.Text).Select(line => $"{file.Path}: {line}"))));

    [Fact]
    public void A_path_of_a_machine_is_caught()
    {
        // Put together here, so that this file is not an offender itself.
        var slash = "/";
        Assert.Single(Offences($"open {slash}work{slash}main"));
        Assert.Single(Offences($"\"{slash}home{slash}ana{slash}veinte\""));
        Assert.Single(Offences($"\"resolved\": \"https:{slash}{slash}somewhere.example{slash}a.tgz\""));
        Assert.Empty(Offences("../shared/data and https://example.com/work/it"));
    }

    private static IEnumerable<string> Offences(string text) => Place().Matches(text).Select(match => match.Value);

    [GeneratedRegex("""(?<![\w.~-])/(?:work|farm)/[a-z]\S*|(?<![\w.~-])/(?:home|Users)/[a-z]\S*|"resolved": *"https?://\S*|https?://registry\.[a-z.]+\S*|https?://api\.nuget\.[a-z.]+\S*""")]
    private static partial Regex Place();
}
