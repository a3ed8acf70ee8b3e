using System.Text.RegularExpressions;
using Veinte.Doors;

namespace Veinte.Clients.Tests;

/// <summary>docs/guides/clients.md says nothing that was not tried.</summary>
public sealed partial class The_guide_shows_what_was_run
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(RealClients.Root(), "docs/guides/clients.md"));

    [Fact]
    public void Every_snippet_of_the_guide_stands_in_a_script_word_by_word()
    {
        var run = Directory.EnumerateFiles(RealClients.Folder).Concat(Directory.EnumerateFiles(Path.Combine(RealClients.Folder, "browser")))
            .SelectMany(script => Marked().Matches(File.ReadAllText(script))).ToDictionary(mark => mark.Groups[1].Value, mark => Unindented(mark.Groups[2].Value));
        var shown = Fence().Matches(Guide).ToDictionary(fence => fence.Groups[1].Value, fence => fence.Groups[2].Value.TrimEnd());
        Assert.Equal(run.Keys.Order(), shown.Keys.Order());
        Assert.All(shown, snippet => Assert.Equal(run[snippet.Key], snippet.Value));
    }

    [Fact]
    public void Every_reason_for_quarantine_is_explained() =>
        Assert.DoesNotContain(Enum.GetValues<QuarantineReason>(), reason => !Guide.Contains($"`{reason.Code()}`", StringComparison.Ordinal));

    [Fact]
    public async Task Curl_alone_is_enough()
    {
        await using var books = await Bookkeeping.Open();
        Assert.Equal("""{"success":true}""", (await RealClients.Curl(books.Server.Address, books.WriteKey)).Trim());
        var line = Assert.Single(await books.Lines("anna"));
        Assert.Equal(["Counter", "in-person", "Lucía"], ((string[])["touchpoint", "channel", "staff"]).Select(name => line.GetProperty(name).GetString()));
        Assert.Equal(["rating", "wait"], line.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("signal").GetString()));
    }

    private static string Unindented(string block)
    {
        var lines = block.TrimEnd().Split('\n');
        var margin = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > margin ? line[margin..] : line));
    }

    [GeneratedRegex(@"^ *(?://|#) guide: (\S+)\n(.*?)^ *(?://|#) guide: end$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^```\w+ ([\w-]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
