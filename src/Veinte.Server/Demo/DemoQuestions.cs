using Veinte.Server.Surveys.Definition;
using Veinte.Simulator;
using Words = System.Collections.Generic.Dictionary<string, string>;

namespace Veinte.Server.Demo;

/// <summary>What Aurora asks her passengers, in Spanish and English. Immutable.</summary>
internal static class DemoQuestions
{
    /// <summary>Id of the survey after a trip.</summary>
    public const string TripId = "auroratrip";

    /// <summary>Id of the survey at the belts.</summary>
    public const string BeltId = "aurorabelt";

    /// <summary>How the sources of answers to them begin: both ids do.</summary>
    public static ReadOnlySpan<byte> Sources => "survey:aurora"u8;

    /// <summary>By e-mail to everybody who has flown.</summary>
    public static SurveyDefinition AfterTheTrip { get; } = new()
    {
        Name = "Después del viaje · After the trip",
        Languages = ["es", "en"],
        Title = Both("Su viaje con Aurora", "Your trip with Aurora"),
        Intro = Both("{{customer|Hola}}, cuéntenos qué tal fue el viaje. Es solo un minuto.", "{{customer|Hello}}, tell us how your trip was. It takes a minute."),
        Thanks = Both("Gracias. Lo lee la gente que prepara su próximo vuelo.", "Thank you. The people who prepare your next flight read this."),
        Questions =
        [
            new()
            {
                Id = "recommend", Type = QuestionType.Nps, Required = true,
                Text = Both("¿Qué probabilidad hay de que recomiende Aurora a un amigo o colega?", "How likely are you to recommend Aurora to a friend or colleague?"),
                Low = Both("Nada probable", "Not at all likely"), High = Both("Muy probable", "Extremely likely"),
            },
            new()
            {
                Id = "most", Type = QuestionType.Single, Text = Both("¿Qué influyó más en su respuesta?", "What weighed most in your answer?"),
                Options =
                [
                    Option("time", "La puntualidad", "Being on time"), Option("people", "El trato", "The way I was treated"), Option("comfort", "El asiento y la comida", "The seat and the food"),
                    Option("bags", "El equipaje", "My luggage"), Option("digital", "La web y la app", "The website and the app"), Option("other", "Otra cosa", "Something else"),
                ],
            },
            new() { Id = "more", Type = QuestionType.Text, Text = Both("¿Quiere contarnos algo más?", "Is there anything else you would like to tell us?") },
            new()
            {
                Id = "contact", Type = QuestionType.Consent, ShowIf = [new() { Question = "recommend", When = AnswerTest.AtMost, Value = "6" }],
                Text = Both("Pueden ponerse en contacto conmigo sobre esta respuesta.", "You may contact me about this answer."),
            },
        ],
        Records = new() { Touchpoint = "Trip survey", Area = "Customer relations", Channel = "email", Journey = "flight", Stage = "afterwards" },
        RepeatDays = 14,
    };

    /// <summary>By a poster at each baggage belt.</summary>
    public static SurveyDefinition AtTheBelt { get; } = new()
    {
        Name = "En la cinta de equipajes · At the baggage belt",
        Languages = ["es", "en"],
        Title = Both("Su equipaje", "Your luggage"),
        Thanks = Both("Gracias. Buen viaje.", "Thank you. Have a good journey."),
        Questions =
        [
            new()
            {
                Id = "baggage", Type = QuestionType.Csat, Required = true, Text = Both("¿Qué tal la recogida de equipaje?", "How did baggage reclaim go?"),
                Low = Both("Muy mal", "Very bad"), High = Both("Muy bien", "Very good"),
            },
            new()
            {
                Id = "wrong", Type = QuestionType.Single, Text = Both("¿Qué falló?", "What went wrong?"), ShowIf = [new() { Question = "baggage", When = AnswerTest.AtMost, Value = "3" }],
                Options =
                [
                    Option("wait", "La espera", "The wait"), Option("damaged", "La maleta llegó dañada", "My bag arrived damaged"), Option("lost", "Me falta una maleta", "One of my bags is missing"),
                    Option("screens", "Las pantallas no decían nada", "The screens told us nothing"), Option("people", "No había a quién preguntar", "There was nobody to ask"),
                ],
            },
            new() { Id = "more", Type = QuestionType.Text, Text = Both("¿Quiere contarnos algo más?", "Is there anything else you would like to tell us?") },
        ],
        Records = new() { Touchpoint = "Baggage claim", Channel = "in-person", Journey = "flight", Stage = "arrival" },
    };

    /// <summary>Both, by their ids.</summary>
    public static IReadOnlyList<(string Id, SurveyDefinition Survey)> All { get; } = [(TripId, AfterTheTrip), (BeltId, AtTheBelt)];

    /// <summary>The id of one of <see cref="AuroraSurveys"/>.</summary>
    public static string IdOf(SimulatedAnswers answers) => answers.Survey == AuroraSurveys.AfterTheTrip ? TripId : BeltId;

    private static Words Both(string spanish, string english) => new() { ["es"] = spanish, ["en"] = english };

    private static SurveyOption Option(string id, string spanish, string english) => new() { Id = id, Text = Both(spanish, english) };
}
