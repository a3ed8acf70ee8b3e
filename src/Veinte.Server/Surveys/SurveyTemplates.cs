using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys;

/// <summary>
/// Surveys ready to begin with, for moments every firm has. Short on purpose: one number, why, and what it takes to act on
/// it. Immutable; written here, in Spanish and in English.
/// </summary>
public static partial class SurveyTemplates
{
    /// <summary>All templates, in the order they are offered.</summary>
    public static IReadOnlyList<SurveyTemplate> All { get; } =
    [
        AfterDelivery(), AtTheCounter(), AfterAComplaint(), CheckIn(), ClinicVisit(), Course(), WinBack(), ReasonForLeaving(), RestaurantVisit(),
        SupportChat(), Onboarding(), Relationship(), AfterAppointment(), InternalService(),
    ];

    /// <summary>The template with an id, or null.</summary>
    public static SurveyTemplate? Find(string? id) => All.FirstOrDefault(template => template.Id == id);

    private static SurveyTemplate Template(
        string id, (string Spanish, string English) name, (string Spanish, string English) moment, (string Spanish, string English) touchpoint, string channel,
        (string Spanish, string English) title, (string Spanish, string English) thanks, params SurveyQuestion[] questions) =>
        new(id, Both(name), Both(moment), Both(touchpoint), new()
        {
            Name = name.Spanish,
            Languages = ["es", "en"],
            Title = Both(title),
            Thanks = Both(thanks),
            Questions = questions,
            Records = new() { Touchpoint = touchpoint.Spanish, Channel = channel },
        });

    private static SurveyQuestion Ask(
        QuestionType type, string id, string spanish, string english, bool required = true, (string, string)? low = null, (string, string)? high = null,
        (string, string)? hint = null, SurveyCondition[]? showIf = null, SurveyJump[]? next = null, int? max = null, SurveyOption[]? options = null) => new()
    {
        Id = id, Type = type, Text = Both((spanish, english)), Required = required, Low = low is { } l ? Both(l) : null, High = high is { } h ? Both(h) : null,
        Hint = hint is { } help ? Both(help) : null, ShowIf = showIf, Next = next, Max = max, Options = options,
    };

    private static SurveyQuestion Recommendation(string spanish, string english, SurveyJump[]? next = null) => Ask(
        QuestionType.Nps, "recommend", spanish, english, low: ("Nada probable", "Not at all likely"), high: ("Muy probable", "Extremely likely"), next: next);

    private static SurveyQuestion Satisfaction(string id, string spanish, string english, bool required = true) => Ask(
        QuestionType.Csat, id, spanish, english, required, low: ("Muy mal", "Very bad"), high: ("Muy bien", "Very good"));

    private static SurveyQuestion Ease(string spanish, string english) => Ask(
        QuestionType.Ces, "ease", spanish, english, low: ("Muy difícil", "Very hard"), high: ("Muy fácil", "Very easy"));

    private static SurveyQuestion Open(string id, string spanish, string english, params SurveyCondition[] showIf) => Ask(
        QuestionType.Text, id, spanish, english, required: false, showIf: showIf.Length == 0 ? null : showIf);

    private static SurveyQuestion Contact() => Ask(
        QuestionType.Consent, "contact", "Pueden ponerse en contacto conmigo sobre esta respuesta.", "You may contact me about this answer.", required: false);

    private static SurveyOption Option(string id, string spanish, string english) => new() { Id = id, Text = Both((spanish, english)) };

    private static SurveyCondition If(string question, AnswerTest when, string? value = null) => new() { Question = question, When = when, Value = value };

    private static IReadOnlyDictionary<string, string> Both((string Spanish, string English) words) =>
        new Dictionary<string, string> { ["es"] = words.Spanish, ["en"] = words.English };
}

/// <summary>A survey to begin with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, by language.</param>
/// <param name="Moment">When to use it, by language.</param>
/// <param name="Touchpoint">The touchpoint it records to, by language.</param>
/// <param name="Survey">The survey.</param>
public sealed record SurveyTemplate(
    string Id, IReadOnlyDictionary<string, string> Name, IReadOnlyDictionary<string, string> Moment, IReadOnlyDictionary<string, string> Touchpoint, SurveyDefinition Survey)
{
    /// <summary>The survey for a firm that speaks a language: its own first, its names in it.</summary>
    public SurveyDefinition For(string language) => language == "en"
        ? Survey with { Name = Name["en"], Languages = ["en", "es"], Records = Survey.Records with { Touchpoint = Touchpoint["en"] } }
        : Survey;
}
