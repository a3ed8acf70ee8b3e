using System.Globalization;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Pages.Surveys.Answering;

/// <summary>What the page shows to somebody who answers: a question, a thank-you, or why he cannot.</summary>
public sealed record AnswerView
{
    /// <summary>In which language.</summary>
    public required string Language { get; init; }
    /// <summary>What stands around the question.</summary>
    public required AnswerWords Words { get; init; }
    /// <summary>Title of the survey; empty when there is none.</summary>
    public string Title { get; init; } = "";
    /// <summary>A sentence before the first question, or empty.</summary>
    public string Intro { get; init; } = "";
    /// <summary>The question, or null.</summary>
    public QuestionView? Question { get; init; }
    /// <summary>All questions, when they stand on one page; else empty.</summary>
    public IReadOnlyList<QuestionView> All { get; init; } = [];
    /// <summary>The ways through the survey, for the script of one page; JSON.</summary>
    public string? Ways { get; init; }
    /// <summary>A heading instead of a question, or null.</summary>
    public string? Heading { get; init; }
    /// <summary>A text below the heading.</summary>
    public string Text { get; init; } = "";
    /// <summary>Whether all is done.</summary>
    public bool Finished { get; init; }
    /// <summary>Where the form posts.</summary>
    public string Action { get; init; } = "";
    /// <summary>Id of the response.</summary>
    public string Response { get; init; } = "";
    /// <summary>Address of the question before, or null.</summary>
    public string? Back { get; init; }
    /// <summary>How far, 0–1; null when there is nothing to say.</summary>
    public double? Progress { get; init; }
    /// <summary>Languages to switch to: tag and address.</summary>
    public IReadOnlyList<(string Tag, string Address)> Languages { get; init; } = [];
    /// <summary>Address of the theme's stylesheet, or null.</summary>
    public string? Theme { get; init; }
    /// <summary>Whether the page stands in a frame of another one.</summary>
    public bool Embedded { get; init; }
    /// <summary>Whether a score came with the address and waits to be confirmed.</summary>
    public bool Confirm { get; init; }
    /// <summary>Whether nobody's name is kept.</summary>
    public bool Anonymous { get; init; }

    /// <summary>A language's own name.</summary>
    public static string NameOf(string tag)
    {
        try
        {
            var name = CultureInfo.GetCultureInfo(tag, predefinedOnly: true).NativeName;
            var cut = name.IndexOf(" (", StringComparison.Ordinal);
            var bare = cut < 0 ? name : name[..cut];
            return bare.Length == 0 ? tag : char.ToUpper(bare[0], CultureInfo.InvariantCulture) + bare[1..];
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }
}

/// <summary>One question as it is asked.</summary>
public sealed record QuestionView
{
    /// <summary>The question.</summary>
    public required SurveyQuestion Question { get; init; }
    /// <summary>Its text, everything put in.</summary>
    public required string Text { get; init; }
    /// <summary>Its help, or empty.</summary>
    public string Hint { get; init; } = "";
    /// <summary>What the low end means, or empty.</summary>
    public string Low { get; init; } = "";
    /// <summary>What the high end means, or empty.</summary>
    public string High { get; init; } = "";
    /// <summary>Options with their words.</summary>
    public IReadOnlyList<(string Id, string Text)> Options { get; init; } = [];
    /// <summary>What is chosen already, or null.</summary>
    public SurveyAnswer? Chosen { get; init; }
    /// <summary>A text that could not be taken, so that nobody must write it again.</summary>
    public string? Rejected { get; init; }
    /// <summary>What is wrong with the answer, or null.</summary>
    public string? Fault { get; init; }
    /// <summary>On one page: whether it is not asked for now.</summary>
    public bool Hidden { get; init; }
    /// <summary>On one page: whether the answers have just brought it.</summary>
    public bool New { get; init; }
    /// <summary>Whether it is the last one there can be.</summary>
    public bool Last { get; init; }

    /// <summary>A number of the scale with what it means, or null: the ends are drawn below, whoever hears the page gets them with the number.</summary>
    public string? NameOf(int value) =>
        Question.Scale is not { } scale ? null
        : value == scale.Low && Low.Length > 0 ? $"{value}: {Low}"
        : value == scale.High && High.Length > 0 ? $"{value}: {High}"
        : null;

    /// <summary>A question in a language.</summary>
    public static QuestionView Of(SurveyQuestion question, SurveyDefinition survey, string language, PipedWords words) => new()
    {
        Question = question,
        Text = Piping.Fill(SurveyWords.In(question.Text, survey, language), words),
        Hint = Piping.Fill(SurveyWords.In(question.Hint, survey, language), words),
        Low = SurveyWords.In(question.Low, survey, language),
        High = SurveyWords.In(question.High, survey, language),
        Options = [.. (question.Options ?? []).Select(option => (option.Id, SurveyWords.In(option.Text, survey, language)))],
        Chosen = words.Answers.GetValueOrDefault(question.Id),
        Last = survey.Questions[^1].Id == question.Id,
    };
}
