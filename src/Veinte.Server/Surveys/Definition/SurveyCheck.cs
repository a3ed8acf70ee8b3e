using System.Text;
using System.Text.RegularExpressions;
using Veinte.Model;

namespace Veinte.Server.Surveys.Definition;

/// <summary>
/// Says what is wrong with a survey: sizes, names, missing words, ways through it that go round or lead nowhere, colours
/// that cannot be read. Pure; order is that of the document.
/// </summary>
public static partial class SurveyCheck
{
    /// <summary>Most questions.</summary>
    public const int QuestionsMax = 50;
    /// <summary>Most options of a choice.</summary>
    public const int OptionsMax = 30;
    /// <summary>Most languages.</summary>
    public const int LanguagesMax = 10;
    /// <summary>Most conditions or jumps of one question.</summary>
    public const int RulesMax = 20;
    /// <summary>Longest text of a question, title, hint or option, in characters.</summary>
    public const int TextMax = 500;
    /// <summary>Longest intro or thanks, in characters.</summary>
    public const int LongTextMax = 2_000;
    /// <summary>Most points of a rating's scale.</summary>
    public const int PointsMax = 21;

    private const int IdMax = 40;
    private const int NameMax = 200;
    private const int NameBytesMax = 256;
    private const int ProblemsMax = 100;

    /// <summary>All that is wrong, at most 100 things; empty when it may go live.</summary>
    public static IReadOnlyList<SurveyProblem> Problems(SurveyDefinition survey)
    {
        var found = new List<SurveyProblem>();
        if (HasNulls(survey, found)) return found;
        CheckFrame(survey, found);
        CheckRecording(survey.Records, found);
        if (survey.Theme is { } theme) ThemeContrast.Check(theme, found);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Math.Min(survey.Questions.Count, QuestionsMax); index++)
            CheckQuestion(survey, index, ids, found);
        if (found.TrueForAll(problem => problem.BeforeLive)) SurveyWays.Check(survey, found);
        return found.Count <= ProblemsMax ? found : found.GetRange(0, ProblemsMax);
    }

    private static bool HasNulls(SurveyDefinition survey, List<SurveyProblem> found)
    {
        for (var index = 0; index < survey.Languages.Count; index++)
            if (survey.Languages[index] is null) found.Add(Null($"languages[{index}]"));
        for (var index = 0; index < survey.Questions.Count; index++)
        {
            var at = $"questions[{index}]";
            if (survey.Questions[index] is not { } question)
            {
                found.Add(Null(at));
                continue;
            }
            AddNulls(question.Options, at + ".options", found);
            AddNulls(question.ShowIf, at + ".showIf", found);
            AddNulls(question.Next, at + ".next", found);
        }
        return found.Count > 0;
    }

    private static void AddNulls<T>(IReadOnlyList<T>? items, string at, List<SurveyProblem> found)
        where T : class
    {
        for (var index = 0; index < (items?.Count ?? 0); index++)
            if (items![index] is null) found.Add(Null($"{at}[{index}]"));
    }

    private static SurveyProblem Null(string at) => new(at, "null", "Aquí hay un null: quítelo.", "There is a null here: take it out.");

    private static void CheckFrame(SurveyDefinition survey, List<SurveyProblem> found)
    {
        if (string.IsNullOrWhiteSpace(survey.Name) || survey.Name.Length > NameMax)
            found.Add(new("name", "name", $"El nombre debe tener entre 1 y {NameMax} caracteres.", $"The name must have 1 to {NameMax} characters."));
        if (survey.Languages.Count is 0 or > LanguagesMax)
            found.Add(new("languages", "languages", $"Indique entre 1 y {LanguagesMax} idiomas; el primero es el principal.", $"Name 1 to {LanguagesMax} languages; the first is the main one."));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Math.Min(survey.Languages.Count, LanguagesMax); index++)
        {
            if (!LanguageTag().IsMatch(survey.Languages[index]))
                found.Add(new($"languages[{index}]", "language", $"«{Cut(survey.Languages[index])}» no es un código de idioma como es, en o pt-BR.", $"'{Cut(survey.Languages[index])}' is not a language tag such as es, en or pt-BR."));
            else if (!seen.Add(survey.Languages[index]))
                found.Add(new($"languages[{index}]", "language", $"El idioma {survey.Languages[index]} está repetido.", $"The language {survey.Languages[index]} is there twice."));
        }
        if (survey.Questions.Count is 0 or > QuestionsMax)
            found.Add(new("questions", "questions", $"Hacen falta entre 1 y {QuestionsMax} preguntas; hay {survey.Questions.Count}.", $"There must be 1 to {QuestionsMax} questions; there are {survey.Questions.Count}."));
        Words(survey, survey.Title, "title", TextMax, true, found);
        Words(survey, survey.Intro, "intro", LongTextMax, false, found);
        Words(survey, survey.Thanks, "thanks", LongTextMax, false, found);
        Range(survey.CooldownDays, 0, 365, "cooldownDays", found);
        Range(survey.RepeatDays, 0, 3_650, "repeatDays", found);
        Range(survey.CloseAfterMinutes, 1, 43_200, "closeAfterMinutes", found);
        if (survey.Quota is { } quota) Range(quota, 1, 10_000_000, "quota", found);
    }

    private static void CheckRecording(SurveyRecording records, List<SurveyProblem> found)
    {
        if (string.IsNullOrWhiteSpace(records.Touchpoint))
            found.Add(new("records.touchpoint", "touchpoint", "Indique el punto de contacto al que se apuntan las respuestas.", "Name the touchpoint the answers are posted to."));
        Name(records.Touchpoint, "records.touchpoint", found);
        Name(records.Area, "records.area", found);
        Name(records.Staff, "records.staff", found);
        Name(records.Journey, "records.journey", found);
        Name(records.Stage, "records.stage", found);
        if (!WordNames.TryParse(records.Channel, out Channel _))
            found.Add(new("records.channel", "channel", $"«{Cut(records.Channel)}» no es un canal. Use web, app, email, in-person, kiosk…", $"'{Cut(records.Channel)}' is not a channel. Use web, app, email, in-person, kiosk…"));
    }

    private static void CheckQuestion(SurveyDefinition survey, int index, HashSet<string> ids, List<SurveyProblem> found)
    {
        var question = survey.Questions[index];
        var at = $"questions[{index}]";
        if (!Id().IsMatch(question.Id))
            found.Add(new(at + ".id", "id", $"«{Cut(question.Id)}» no sirve como identificador: use de 1 a {IdMax} letras minúsculas, cifras o guiones.", $"'{Cut(question.Id)}' is not an id: use 1 to {IdMax} lower-case letters, digits or hyphens."));
        else if (question.Id == SurveyJump.End || !ids.Add(question.Id))
            found.Add(new(at + ".id", "id", $"El identificador «{question.Id}» ya está usado.", $"The id '{question.Id}' is taken."));
        Words(survey, question.Text, at + ".text", TextMax, true, found);
        Words(survey, question.Hint, at + ".hint", TextMax, false, found);
        Words(survey, question.Low, at + ".low", TextMax, false, found);
        Words(survey, question.High, at + ".high", TextMax, false, found);
        CheckScale(question, at, found);
        CheckOptions(survey, question, at, found);
        if ((question.ShowIf?.Count ?? 0) > RulesMax || (question.Next?.Count ?? 0) > RulesMax)
            found.Add(new(at, "rules", $"Una pregunta admite {RulesMax} condiciones y {RulesMax} saltos como mucho.", $"A question takes {RulesMax} conditions and {RulesMax} jumps at most."));
    }

    private static void CheckScale(SurveyQuestion question, string at, List<SurveyProblem> found)
    {
        if (question.Type != QuestionType.Rating)
        {
            if (question.Min is not null || question.Max is not null)
                found.Add(new(at + ".min", "scale", "Solo una valoración (rating) elige los extremos de su escala.", "Only a rating chooses the ends of its scale."));
            return;
        }
        var (low, high) = question.Scale!.Value;
        if (low is < 0 or > 100 || high is < 0 or > 100 || high <= low || high - low >= PointsMax)
            found.Add(new(at + ".max", "scale", $"La escala va de {low} a {high}: debe subir, estar entre 0 y 100 y tener {PointsMax} puntos como mucho.", $"The scale goes from {low} to {high}: it must rise, lie within 0 and 100, and have {PointsMax} points at most."));
    }

    private static void CheckOptions(SurveyDefinition survey, SurveyQuestion question, string at, List<SurveyProblem> found)
    {
        if (!question.IsChoice)
        {
            if (question.Options is { Count: > 0 })
                found.Add(new(at + ".options", "options", "Solo las preguntas de elección tienen opciones.", "Only choices have options."));
            return;
        }
        if (question.Options is not { Count: >= 2 and <= OptionsMax })
        {
            found.Add(new(at + ".options", "options", $"Una pregunta de elección necesita entre 2 y {OptionsMax} opciones.", $"A choice needs 2 to {OptionsMax} options."));
            return;
        }
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < question.Options.Count; index++)
        {
            var option = question.Options[index];
            if (!Id().IsMatch(option.Id) || !ids.Add(option.Id))
                found.Add(new($"{at}.options[{index}].id", "id", $"«{Cut(option.Id)}» no sirve como identificador de opción: letras minúsculas, cifras o guiones, sin repetir.", $"'{Cut(option.Id)}' is not an option's id: lower-case letters, digits or hyphens, each once."));
            Words(survey, option.Text, $"{at}.options[{index}].text", TextMax, true, found);
        }
    }

    private static void Words(
        SurveyDefinition survey, IReadOnlyDictionary<string, string>? words, string at, int max, bool needed, List<SurveyProblem> found)
    {
        if (words is null || (!needed && words.Values.All(string.IsNullOrWhiteSpace))) return;
        foreach (var (language, text) in words)
        {
            if (!survey.Languages.Contains(language))
                found.Add(new($"{at}.{Cut(language)}", "language", $"La encuesta no está en el idioma «{Cut(language)}». Añádalo a los idiomas o quite este texto.", $"The survey is not in the language '{Cut(language)}'. Add it to the languages or take this text out."));
            if (text?.Length > max)
                found.Add(new($"{at}.{language}", "too-long", $"El texto tiene {text.Length} caracteres; caben {max}.", $"The text has {text.Length} characters; {max} fit."));
        }
        foreach (var language in survey.Languages)
            if (!words.TryGetValue(language, out var text) || string.IsNullOrWhiteSpace(text))
                found.Add(new($"{at}.{language}", "missing-translation", $"Falta el texto en {NameOf(language, true)}.", $"The text in {NameOf(language, false)} is missing.", BeforeLive: true));
    }

    private static void Name(string? name, string at, List<SurveyProblem> found)
    {
        if (name is not null && Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            found.Add(new(at, "too-long", $"El nombre pasa de {NameBytesMax} bytes.", $"The name is longer than {NameBytesMax} bytes."));
    }

    private static void Range(int value, int low, int high, string at, List<SurveyProblem> found)
    {
        if (value < low || value > high)
            found.Add(new(at, "range", $"{value} está fuera de lo admitido: de {low} a {high}.", $"{value} is out of range: {low} to {high}."));
    }

    /// <summary>Name of a language for people: its tag when we have none.</summary>
    internal static string NameOf(string language, bool spanish) => language switch
    {
        "es" => spanish ? "español" : "Spanish",
        "en" => spanish ? "inglés" : "English",
        "pt" => spanish ? "portugués" : "Portuguese",
        "fr" => spanish ? "francés" : "French",
        "ca" => spanish ? "catalán" : "Catalan",
        _ => language,
    };

    internal static string Cut(string? text) => text is null ? "" : text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    internal static partial Regex Id();

    [GeneratedRegex("^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
