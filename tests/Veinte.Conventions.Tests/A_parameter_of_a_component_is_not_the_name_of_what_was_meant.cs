using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Veinte.Server.Hosting;

namespace Veinte.Conventions.Tests;

/// <summary>
/// <c>Survey="survey.Id"</c> without its <c>@</c> compiles, where the parameter is a string, and hands on those nine letters. So what is written to a string parameter of a component is
/// no word with a dot in it, as a path to a member has, and no word that names something in the same file.
/// </summary>
public sealed partial class A_parameter_of_a_component_is_not_the_name_of_what_was_meant
{
    private static readonly Dictionary<string, HashSet<string>> Planted = new() { ["InvitationSheet"] = ["Survey"] };

    [Fact]
    public void No_component_is_handed_the_letters_of_an_expression()
    {
        var known = typeof(VeinteHost).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IComponent))).GroupBy(type => type.Name).ToDictionary(same => same.Key, same => same.SelectMany(Texts).ToHashSet());
        Assert.Contains("Survey", known["InvitationSheet"]);
        var files = Repository.Files("src", ".razor").ToList();
        Assert.True(files.Sum(file => Written(file.Text, known).Count()) > 20);
        Assert.Empty(files.SelectMany(file => Offences(file.Text, known).Select(offence => $"{file.Path}: {offence}")));
    }

    [Theory]
    [InlineData("""<InvitationSheet Survey="survey.Id" Rows="rows" />""")]
    [InlineData("""<InvitationSheet Rows="rows" Survey="survey?.Id" />""")]
    [InlineData("""<InvitationSheet Rows="@(rows.Count > 3 ? rows : none)" Survey="Text.Surveys.Name(1)" />""")]
    [InlineData("<InvitationSheet Rows=\"rows\"\n  Survey=\"Id\" />\n@code { [Parameter] public required string Id { get; set; } }")]
    [InlineData("""@foreach (var survey in surveys) { <InvitationSheet Survey="survey" /> }""")]
    public void The_letters_of_an_expression_are_caught(string planted) => Assert.Single(Offences(planted, Planted));

    [Theory]
    [InlineData("""<InvitationSheet Survey="@survey.Id" /> @{ var survey = all[0]; }""")]
    [InlineData("""<InvitationSheet Survey="summer-2026" /> @{ var summer = all[0]; }""")]
    [InlineData("""<InvitationSheet Survey="" />""")]
    [InlineData("""<InvitationSheet Rows="survey.Rows" />""")]
    [InlineData("""<InvitationSheet /><a Survey="survey.Id">""")]
    [InlineData("""<InvitationSheet>@foreach (var survey in all) { <input Survey="survey" /> }</InvitationSheet>""")]
    public void Words_and_expressions_are_left_alone(string fine) => Assert.Empty(Offences(fine, Planted));

    private static IEnumerable<string> Texts(Type component) => component.GetProperties()
        .Where(property => property.GetCustomAttribute<ParameterAttribute>() is not null && property.PropertyType == typeof(string)).Select(property => property.Name);

    private static List<string> Offences(string razor, Dictionary<string, HashSet<string>> known)
    {
        var named = Declared().Matches(razor).Select(match => match.Groups[1].Value).ToHashSet();
        return [.. Written(razor, known).Where(written => Path().IsMatch(written.Value) || named.Contains(written.Value)).Select(written => $"<{written.Component} {written.Parameter}=\"{written.Value}\">: an @ is missing")];
    }

    // What stands in quotes without an @ behind a string parameter.
    private static IEnumerable<(string Component, string Parameter, string Value)> Written(string razor, Dictionary<string, HashSet<string>> known)
    {
        foreach (Match attribute in Attribute().Matches(razor))
        {
            var tag = Tag().Matches(razor[..attribute.Index]).LastOrDefault();
            if (tag is null || !known.TryGetValue(tag.Groups[1].Value, out var texts) || !texts.Contains(attribute.Groups[1].Value)) continue;
            yield return (tag.Groups[1].Value, attribute.Groups[1].Value, attribute.Groups[2].Value);
        }
    }

    [GeneratedRegex(@"<([A-Za-z]\w*)")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s(\w+)=""([^""@]*)""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^[A-Za-z_]\w*(\??\.[A-Za-z_]\w*)+(\([^)]*\))?$")]
    private static partial Regex Path();

    [GeneratedRegex(@"(?:\bvar|[\w>\]?])\s+(\w+)\s*(?:=[^=>]|;|\bin\b|\{ get)")]
    private static partial Regex Declared();
}
