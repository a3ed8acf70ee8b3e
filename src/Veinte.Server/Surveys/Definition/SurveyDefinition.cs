using System.Text.Json.Serialization;

namespace Veinte.Server.Surveys.Definition;

/// <summary>
/// What a survey asks and where its answers go: the document that is edited, imported, exported and frozen as a version.
/// Immutable by convention; what may be wrong with it is told by <see cref="SurveyCheck"/>. What has a default can be set: the
/// generated reader gives absent members that can only be initialised no default.
/// </summary>
public sealed record SurveyDefinition
{
    /// <summary>Name for the people of the firm; whoever answers never sees it.</summary>
    public required string Name { get; init; }

    /// <summary>Languages it is asked in, such as <c>es</c>, <c>en</c>; the first is for whoever speaks none of them.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Title above the questions, by language.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>A sentence before the first question, by language.</summary>
    public IReadOnlyDictionary<string, string>? Intro { get; init; }

    /// <summary>What is said at the end, by language; a plain thank-you when there is none.</summary>
    public IReadOnlyDictionary<string, string>? Thanks { get; init; }

    /// <summary>The questions in their order.</summary>
    public required IReadOnlyList<SurveyQuestion> Questions { get; init; }

    /// <summary>Which accounts the answers are posted to.</summary>
    public required SurveyRecording Records { get; init; }

    /// <summary>Colours; those of Veinte, light or dark as the device is, when there is none.</summary>
    public SurveyTheme? Theme { get; init; }

    /// <summary>Days a customer who was asked by any survey is left alone before this one may ask; 0–365, 7 unless said.</summary>
    public int CooldownDays { get; set; } = 7;

    /// <summary>Days before this survey may ask the same customer again; 0–3,650, 30 unless said.</summary>
    public int RepeatDays { get; set; } = 30;

    /// <summary>Responses after which it takes no more; none when absent.</summary>
    public int? Quota { get; init; }

    /// <summary>Whether answers carry no customer at all, even when they come by a personal link.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Whether all questions stand on one page; one at a time unless said. Kiosks and the widget always ask one at a time.</summary>
    public bool OnePage { get; init; }

    /// <summary>Minutes of silence after which a half answered survey is closed and what it has is posted; 1–43,200, 60 unless said.</summary>
    public int CloseAfterMinutes { get; set; } = 60;
}

/// <summary>Which accounts a survey's answers are posted to. A place or an invitation may name its own.</summary>
public sealed record SurveyRecording
{
    /// <summary>The touchpoint, 1–256 bytes.</summary>
    public required string Touchpoint { get; init; }

    /// <summary>The area, or null.</summary>
    public string? Area { get; init; }

    /// <summary>The staff member, or null.</summary>
    public string? Staff { get; init; }

    /// <summary>The channel's word; <c>web</c> unless said.</summary>
    public string Channel { get; set; } = "web";

    /// <summary>The journey, or null.</summary>
    public string? Journey { get; init; }

    /// <summary>The stage, or null.</summary>
    public string? Stage { get; init; }
}

/// <summary>Four colours as <c>#rrggbb</c>, checked for contrast (WCAG 2.2 AA).</summary>
public sealed record SurveyTheme
{
    /// <summary>Buttons and what is chosen.</summary>
    public required string Accent { get; init; }

    /// <summary>Text on the accent.</summary>
    public required string AccentInk { get; init; }

    /// <summary>Background.</summary>
    public required string Paper { get; init; }

    /// <summary>Text.</summary>
    public required string Ink { get; init; }
}

/// <summary>What kind of answer a question takes.</summary>
[JsonConverter(typeof(QuestionTypeNames))]
public enum QuestionType
{
    /// <summary>Likelihood to recommend, 0–10.</summary>
    Nps = 1,
    /// <summary>Satisfaction, 1–5.</summary>
    Csat = 2,
    /// <summary>Ease, 1–7, 7 is easy.</summary>
    Ces = 3,
    /// <summary>A rating on a scale of its own.</summary>
    Rating = 4,
    /// <summary>A grade, 0–20.</summary>
    Grade = 5,
    /// <summary>One of some options.</summary>
    Single = 6,
    /// <summary>Any of some options.</summary>
    Multiple = 7,
    /// <summary>Open text.</summary>
    Text = 8,
    /// <summary>A statement to agree to.</summary>
    Consent = 9,
}

/// <summary>Writes kinds of questions as lower-case words.</summary>
internal sealed class QuestionTypeNames() : JsonStringEnumConverter<QuestionType>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>One question.</summary>
public sealed record SurveyQuestion
{
    /// <summary>Its id within the survey: lower-case letters, digits and hyphens. Results of all versions are put together by it.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of answer it takes.</summary>
    public required QuestionType Type { get; init; }

    /// <summary>The question, by language.</summary>
    public required IReadOnlyDictionary<string, string> Text { get; init; }

    /// <summary>A line of help, by language.</summary>
    public IReadOnlyDictionary<string, string>? Hint { get; init; }

    /// <summary>What the low end of a scale means, by language.</summary>
    public IReadOnlyDictionary<string, string>? Low { get; init; }

    /// <summary>What the high end of a scale means, by language.</summary>
    public IReadOnlyDictionary<string, string>? High { get; init; }

    /// <summary>Lowest value of a rating; 1 unless said. The other scales have their own.</summary>
    public int? Min { get; init; }

    /// <summary>Highest value of a rating; 5 unless said.</summary>
    public int? Max { get; init; }

    /// <summary>The options of a choice.</summary>
    public IReadOnlyList<SurveyOption>? Options { get; init; }

    /// <summary>Whether it must be answered.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a scale is evidence for the grade; the first answered of each kind is taken.</summary>
    public bool Counts { get; set; } = true;

    /// <summary>Asked only when all of these hold.</summary>
    public IReadOnlyList<SurveyCondition>? ShowIf { get; init; }

    /// <summary>Where to go after an answer; the first that holds, else the next question.</summary>
    public IReadOnlyList<SurveyJump>? Next { get; init; }

    /// <summary>Ends of the scale, or null for a question without one.</summary>
    [JsonIgnore]
    public (int Low, int High)? Scale => Type switch
    {
        QuestionType.Nps => (0, 10),
        QuestionType.Csat => (1, 5),
        QuestionType.Ces => (1, 7),
        QuestionType.Rating => (Min ?? 1, Max ?? 5),
        QuestionType.Grade => (0, 20),
        QuestionType.Single or QuestionType.Multiple or QuestionType.Text or QuestionType.Consent => null,
    };

    /// <summary>Whether it takes one or more of its options.</summary>
    [JsonIgnore]
    public bool IsChoice => Type is QuestionType.Single or QuestionType.Multiple;
}

/// <summary>One option of a choice.</summary>
public sealed record SurveyOption
{
    /// <summary>Its id within the question.</summary>
    public required string Id { get; init; }

    /// <summary>Its words, by language.</summary>
    public required IReadOnlyDictionary<string, string> Text { get; init; }
}

/// <summary>How an answer is compared.</summary>
[JsonConverter(typeof(AnswerTestNames))]
public enum AnswerTest
{
    /// <summary>Is this value; of several options, has this one.</summary>
    Is = 1,
    /// <summary>Is answered and is not this value.</summary>
    IsNot = 2,
    /// <summary>On a scale, this or less.</summary>
    AtMost = 3,
    /// <summary>On a scale, this or more.</summary>
    AtLeast = 4,
    /// <summary>Has any answer.</summary>
    Answered = 5,
    /// <summary>Was left open.</summary>
    Unanswered = 6,
}

/// <summary>Writes tests as camel-case words.</summary>
internal sealed class AnswerTestNames() : JsonStringEnumConverter<AnswerTest>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>An earlier answer must be so.</summary>
public sealed record SurveyCondition
{
    /// <summary>Id of the earlier question.</summary>
    public required string Question { get; init; }

    /// <summary>How its answer is compared.</summary>
    public required AnswerTest When { get; init; }

    /// <summary>With what: a number of the scale, an option's id, <c>yes</c> or <c>no</c>.</summary>
    [JsonConverter(typeof(PlainValue))]
    public string? Value { get; init; }
}

/// <summary>After an answer that is so, go there.</summary>
public sealed record SurveyJump
{
    /// <summary>Stands for the end of the survey in <see cref="Go"/>.</summary>
    public const string End = "end";

    /// <summary>How the question's own answer is compared.</summary>
    public required AnswerTest When { get; init; }

    /// <summary>With what.</summary>
    [JsonConverter(typeof(PlainValue))]
    public string? Value { get; init; }

    /// <summary>Id of a later question, or <see cref="End"/>.</summary>
    public required string Go { get; init; }
}
