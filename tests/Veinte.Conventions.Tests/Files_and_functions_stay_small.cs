using System.Text.RegularExpressions;

namespace Veinte.Conventions.Tests;

/// <summary>A file is one idea and a function fits on a screen. Lengths are read off the braces: the code is formatted, so they stand in their columns.</summary>
public sealed partial class Files_and_functions_stay_small
{
    private const int FileLinesMax = 500;
    private const int FunctionLinesMax = 70;

    // Each with the reason why it is one idea all the same.
    private static readonly string[] LongOnPurpose = [];

    [Fact]
    public void No_file_of_the_product_is_longer_than_500_lines() =>
        Assert.Empty(Sources().Where(file => !LongOnPurpose.Contains(file.Path) && Lines(file.Text).Length > FileLinesMax).Select(file => file.Path));

    [Fact]
    public void No_function_of_the_product_is_longer_than_70_lines() =>
        Assert.Equal("", string.Join('\n', Sources().Where(file => file.Path.EndsWith(".cs")).SelectMany(file => LongFunctions(file.Text).Select(function => $"{file.Path}: {function}"))));

    [Fact]
    public void A_long_function_is_caught()
    {
        var body = string.Concat(Enumerable.Repeat("        x++;\n", FunctionLinesMax + 1));
        Assert.Equal(["internal static void Long(int x)"], LongFunctions($"namespace N;\n\npublic class C\n{{\n    internal static void Long(int x)\n    {{\n{body}    }}\n}}\n"));
        Assert.Equal(["private int Nested()"], LongFunctions($"public class C\n{{\n    private sealed class D\n    {{\n        private int Nested()\n        {{\n{body}        }}\n    }}\n}}\n"));
    }

    [Fact]
    public void A_long_type_of_short_functions_is_not_mistaken_for_one() =>
        Assert.Empty(LongFunctions($"public class C\n{{\n    private sealed record D\n    {{\n{string.Concat(Enumerable.Repeat("        public int F() => 1;\n", 90))}    }}\n}}\n"));

    private static IEnumerable<(string Path, string Text)> Sources() => Repository.Files("src", ".cs", ".razor");

    private static string[] Lines(string text) => text.Split('\n');

    private static List<string> LongFunctions(string text)
    {
        var lines = Lines(text);
        var found = new List<string>();
        for (var start = 0; start < lines.Length; start++)
        {
            var indent = lines[start].Length - lines[start].TrimStart().Length;
            if (lines[start].Trim() != "{" || indent is not (4 or 8 or 12)) continue;
            var margin = new string(' ', indent);
            var end = Array.FindIndex(lines, start, line => line.StartsWith(margin + "}", StringComparison.Ordinal));
            var head = Array.FindLastIndex(lines, start - 1, line => line.StartsWith(margin, StringComparison.Ordinal) && line.Length > indent && line[indent] != ' ');
            // A statement's block is part of the function around it, a type's body holds functions.
            if (end - start - 1 <= FunctionLinesMax || !Member().IsMatch(lines[head]) || Type().IsMatch(lines[head])) continue;
            found.Add(lines[head].Trim());
        }
        return found;
    }

    [GeneratedRegex(@"^ +(public|internal|private|protected|static|async|override)\b")]
    private static partial Regex Member();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\b")]
    private static partial Regex Type();
}
