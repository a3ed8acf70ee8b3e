using System.Reflection;
using System.Text.RegularExpressions;

namespace Veinte.Conventions.Tests;

/// <summary>
/// Each partition keeps its own share, and a total is a merge: so whatever can be merged has a property test that asks whether two parts give what one would have given.
/// Such a test says so by <c>[Trait("merges", nameof(TheType))]</c>, by the name alone where it cannot see the type.
/// </summary>
public sealed partial class Whatever_merges_is_tried
{
    private static readonly string[] Verbs = ["Merge", "Plus", "Absorb", "Include", "Combine", "Add"];

    [Fact]
    public void Every_type_that_merges_has_a_property_test()
    {
        var merging = Directory.GetFiles(AppContext.BaseDirectory, "Veinte.*.dll").Where(file => !Path.GetFileName(file).Contains("Tests", StringComparison.Ordinal))
            .Append(Path.Combine(AppContext.BaseDirectory, "veinte.dll"))
            .SelectMany(file => Assembly.LoadFrom(file).GetTypes()).Where(Merges).Select(NameOf).Order(StringComparer.Ordinal).ToList();
        Assert.True(merging.Count > 20, string.Join(' ', merging));
        Assert.Empty(merging.Except(Tried(Repository.Files("tests", ".cs").Select(file => file.Text))));
    }

    [Fact]
    public void A_type_that_merges_and_is_not_tried_is_caught()
    {
        Assert.True(Merges(typeof(Planted)));
        Assert.True(Merges(typeof(PlantedShare)));
        Assert.False(Merges(typeof(Whatever_merges_is_tried)));
        Assert.Equal(["Planted"], new[] { "Planted", "Tested" }.Except(Tried(["[Trait(\"merges\", nameof(Some.Tested))]"])));
    }

    // What is private to a type is tried with it.
    private static bool Merges(Type type) => !type.IsNestedPrivate && type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Any(method => !method.IsAbstract && Verbs.Contains(method.Name) && (method.IsStatic ? MergesAList(type, method) : TakesAnother(type, method)));

    private static bool TakesAnother(Type type, MethodInfo method) =>
        method.GetParameters() is [var first, ..] && (first.ParameterType.IsByRef ? first.ParameterType.GetElementType() : first.ParameterType) == type;

    private static bool MergesAList(Type type, MethodInfo method) =>
        method.GetParameters() is [var first, ..] && first.ParameterType.GetGenericArguments() is [var item] && item == type
        && (method.ReturnType == type || method.ReturnType.GetGenericArguments() is [var result] && result == type);

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static HashSet<string> Tried(IEnumerable<string> sources) =>
        [.. sources.SelectMany(source => Trait().Matches(source)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\[Trait\(""merges"", (?:nameof\((?:\w+\.)*|"")(\w+)(?:\)|"")\)\]")]
    private static partial Regex Trait();

    internal sealed class Planted
    {
        public long N { get; private set; }

        public void Merge(in Planted other) => N += other.N;
    }

    internal sealed record PlantedShare(long N)
    {
        public static PlantedShare Merge(IReadOnlyList<PlantedShare> shares) => new(shares.Sum(share => share.N));
    }
}
