using System.Text.Json;
using System.Text.RegularExpressions;
using Veinte.Server.Cli;

namespace Veinte.Server.Tests.Operations;

/// <summary>The files in <c>deploy</c> are run by nobody here; that the program takes what they give it can be held all the same.</summary>
public sealed class Files_for_running_it_name_what_the_program_takes
{
    [Theory]
    [InlineData("compose.yaml", 3)]
    [InlineData("kubernetes.yaml", 1)]
    [InlineData("Containerfile", 1)]
    [InlineData("veinte.service", 1)]
    public void Every_command_line_in_them_is_one(string file, int count)
    {
        var lines = Lines(File.ReadAllText(Path.Combine(Root(), "deploy", file))).ToList();
        Assert.Equal(count, lines.Count);
        foreach (var line in lines)
        {
            Assert.Equal("serve", line[0]);
            Assert.Empty(CommandLine.Root().Parse(line).Errors.Select(error => error.Message));
        }
    }

    [Fact]
    public void Probes_ask_at_addresses_that_there_are()
    {
        var asked = Regex.Matches(File.ReadAllText(Path.Combine(Root(), "deploy", "kubernetes.yaml")), "path: (/healthz/[a-z]+)").Select(match => match.Groups[1].Value);
        Assert.Equal(["/healthz/live", "/healthz/ready", "/healthz/live"], asked);
    }

    // As a list of JSON in YAML and in container files, as words in a unit.
    private static IEnumerable<string[]> Lines(string text)
    {
        foreach (Match list in Regex.Matches(text, """(?:command:|args:|CMD) (\["serve".*\])""")) yield return JsonSerializer.Deserialize<string[]>(list.Groups[1].Value)!;
        foreach (Match unit in Regex.Matches(text, "ExecStart=\\S+ (serve .*)")) yield return unit.Groups[1].Value.Split(' ');
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Veinte.slnx"))) folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return folder;
    }
}
