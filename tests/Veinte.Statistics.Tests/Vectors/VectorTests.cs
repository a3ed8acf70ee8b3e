using System.Text.Json;
using Xunit;

namespace Veinte.Statistics.Tests.Vectors;

/// <summary>
/// Figures computed by others (papers, R, confseq, river, NIST), one adapter for each function they name. Every case of the
/// suites that belong to statistics is listed; one whose function has no adapter is reported as missing, never as passed.
/// </summary>
public sealed class VectorTests
{
    /// <summary>Suites of other parts of the product: decisions, customer equity, journeys, language.</summary>
    private static readonly string[] Elsewhere = ["06", "07", "08", "09"];

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var file in VectorFolder.Files().Where(file => !Elsewhere.Any(Path.GetFileName(file).StartsWith)))
            foreach (var test in Read(file).GetProperty("cases").EnumerateArray())
                cases.Add(Path.GetFileName(file), test.GetProperty("id").GetString()!, test.GetProperty("fn").GetString()!);
        if (cases.Count == 0) cases.Add("", "", "");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_figures_are_those_of_the_reference(string file, string id, string fn)
    {
        Assert.SkipWhen(file.Length == 0, "There are no vectors beside the repository; set VEINTE_VECTORS to the folder that holds them.");
        if (!Adapters.All.TryGetValue(fn, out var adapter))
            Assert.Fail($"MISSING: nothing here computes '{fn}' ({file}, case '{id}'). Write an adapter for it.");

        var test = Read(VectorFolder.Find(file)).GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        new Comparison(test.GetProperty("tolerance")).Check(test.GetProperty("expected"), adapter(test.GetProperty("input")), fn);
    }

    private static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }
}
