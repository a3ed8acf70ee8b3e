using System.Globalization;
using System.Text.RegularExpressions;

namespace Veinte.Server.Surveys.Definition;

/// <summary>
/// Words put into a question's text: <c>{{customer}}</c>, <c>{{touchpoint}}</c>, <c>{{place}}</c>, <c>{{staff}}</c>,
/// <c>{{answer:id}}</c>; what stands after a bar is said when there is nothing to put: <c>{{customer|amiga}}</c>. The result is
/// plain text: whoever shows it encodes it.
/// </summary>
public static partial class Piping
{
    internal const string Customer = "customer";
    internal const string Touchpoint = "touchpoint";
    internal const string Place = "place";
    internal const string Staff = "staff";
    private const string AnswerPrefix = "answer:";
    private const int PutMax = 200;

    /// <summary>One place where words are put in.</summary>
    /// <param name="Name">What is named, lower case.</param>
    /// <param name="Answer">Id of the question whose answer is quoted, or null.</param>
    internal readonly record struct Pipe(string Name, string? Answer);

    internal static IEnumerable<Pipe> PipesOf(string text) =>
        Pattern().Matches(text).Select(match => Of(match.Groups[1].Value.Trim()));

    /// <summary>The text with everything put in.</summary>
    public static string Fill(string text, PipedWords words)
    {
        if (!text.Contains("{{", StringComparison.Ordinal)) return text;
        return Tidy(Pattern().Replace(text, match =>
        {
            var pipe = Of(match.Groups[1].Value.Trim());
            var put = pipe.Name switch
            {
                Customer => words.Customer,
                Touchpoint => words.Touchpoint,
                Place => words.Place,
                Staff => words.Staff,
                _ => pipe.Answer is { } id ? words.AnswerTo(id) : null,
            };
            return string.IsNullOrWhiteSpace(put) ? match.Groups[2].Value : put.Length > PutMax ? put[..PutMax] + "…" : put;
        }));
    }

    /// <summary>
    /// The survey's title where nobody in particular is addressed, as on a poster or of a frame; empty when nothing remains of it
    /// or a placeholder in it cannot be read.
    /// </summary>
    internal static string TitleForAnybody(SurveyDefinition survey, string language, string? touchpoint, string? place, string? staff)
    {
        var title = Fill(SurveyWords.In(survey.Title, survey, language), new(
            survey, language, new Dictionary<string, SurveyAnswer?>(), null, touchpoint ?? survey.Records.Touchpoint, place, staff ?? survey.Records.Staff));
        return title.Contains("{{", StringComparison.Ordinal) ? "" : title;
    }

    // «Hola, :» looks broken; «Hola:» does not.
    private static string Tidy(string text) => DanglingComma().Replace(text, "$1").Replace("  ", " ", StringComparison.Ordinal).Trim();

    private static Pipe Of(string name) => name.StartsWith(AnswerPrefix, StringComparison.OrdinalIgnoreCase)
        ? new(AnswerPrefix, name[AnswerPrefix.Length..].Trim())
        : new(name.ToLowerInvariant(), null);

    [GeneratedRegex(@"\{\{([^{}|]{1,80})(?:\|([^{}]{0,200}))?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@",\s*([:.!?,])", RegexOptions.CultureInvariant)]
    private static partial Regex DanglingComma();
}

/// <summary>What may be put into texts.</summary>
/// <param name="Survey">The survey, for the words of options.</param>
/// <param name="Language">In which language options are quoted.</param>
/// <param name="Answers">Earlier answers.</param>
/// <param name="Customer">Name of the customer, or null.</param>
/// <param name="Touchpoint">The touchpoint, or null.</param>
/// <param name="Place">Name of the place, or null.</param>
/// <param name="Staff">The staff member, or null.</param>
public sealed record PipedWords(
    SurveyDefinition Survey, string Language, IReadOnlyDictionary<string, SurveyAnswer?> Answers, string? Customer, string? Touchpoint, string? Place, string? Staff)
{
    /// <summary>An earlier answer in words, or null when there is none.</summary>
    public string? AnswerTo(string id)
    {
        if (!Answers.TryGetValue(id, out var answer) || answer is null) return null;
        if (answer.Text is { } text) return text;
        if (answer.Number is { } number) return number.ToString(CultureInfo.InvariantCulture);
        var question = Survey.Questions.FirstOrDefault(question => question.Id == id);
        return question?.Options is { } options
            ? string.Join(", ", options.Where(option => answer.Options!.Contains(option.Id)).Select(option => SurveyWords.In(option.Text, Survey, Language)))
            : null;
    }
}

/// <summary>Words by language.</summary>
public static class SurveyWords
{
    /// <summary>The words in a language, else in the survey's first; empty when there are none.</summary>
    public static string In(IReadOnlyDictionary<string, string>? words, SurveyDefinition survey, string language) =>
        words is null ? ""
        : words.TryGetValue(language, out var text) && !string.IsNullOrWhiteSpace(text) ? text
        : survey.Languages.Count > 0 && words.TryGetValue(survey.Languages[0], out var first) ? first
        : "";

    /// <summary>
    /// The language to ask in: the one asked for, else the first of the browser's that the survey has, else the survey's first.
    /// </summary>
    public static string Choose(SurveyDefinition survey, string? asked, string? acceptLanguage)
    {
        if (asked is not null && survey.Languages.FirstOrDefault(language => language.Equals(asked, StringComparison.OrdinalIgnoreCase)) is { } own) return own;
        if (Microsoft.Net.Http.Headers.StringWithQualityHeaderValue.TryParseList([acceptLanguage ?? ""], out var wishes))
            foreach (var wish in wishes.Where(wish => wish.Quality is not 0).OrderByDescending(wish => wish.Quality ?? 1))
                if (survey.Languages.FirstOrDefault(language => SameLanguage(language, wish.Value.Value ?? "")) is { } spoken)
                    return spoken;
        return survey.Languages[0];
    }

    private static bool SameLanguage(string one, string other) =>
        Primary(one).Equals(Primary(other), StringComparison.OrdinalIgnoreCase);

    private static string Primary(string tag) => tag.Split('-', 2)[0];
}
