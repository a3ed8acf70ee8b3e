using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// What stands around the questions, in the language somebody answers in: more languages than the pages of the firm speak,
/// for customers do too. A language we do not have is answered in English. Immutable.
/// </summary>
public sealed record AnswerWords
{
    /// <summary>Button to the next question.</summary>
    public required string Next { get; init; }
    /// <summary>Link to the question before.</summary>
    public required string Back { get; init; }
    /// <summary>Button that ends the survey.</summary>
    public required string Send { get; init; }
    /// <summary>Button that leaves a question open.</summary>
    public required string Skip { get; init; }
    /// <summary>Says that a question need not be answered.</summary>
    public required string Optional { get; init; }
    /// <summary>Label of the languages.</summary>
    public required string Language { get; init; }
    /// <summary>Says how far one is; {0} is a percentage.</summary>
    public required string Progress { get; init; }
    /// <summary>A plain thank-you.</summary>
    public required string Thanks { get; init; }
    /// <summary>What happens with an answer.</summary>
    public required string ThanksMore { get; init; }
    /// <summary>That nobody's name is kept.</summary>
    public required string Anonymous { get; init; }
    /// <summary>Button that confirms a score clicked in a message; {0} is the score.</summary>
    public required string Confirm { get; init; }
    /// <summary>That the score may be changed.</summary>
    public required string ConfirmMore { get; init; }
    /// <summary>Of several options any may be chosen.</summary>
    public required string ChooseAny { get; init; }
    /// <summary>How many characters fit; {0} is the number.</summary>
    public required string UpTo { get; init; }
    /// <summary>Yes.</summary>
    public required string Yes { get; init; }
    /// <summary>No.</summary>
    public required string No { get; init; }
    /// <summary>Begins anew, on a kiosk.</summary>
    public required string Again { get; init; }
    /// <summary>Answers wait on this device for the network.</summary>
    public required string Waiting { get; init; }
    /// <summary>Closes the widget.</summary>
    public required string Close { get; init; }
    /// <summary>On one page: the answers have brought a further question.</summary>
    public required string More { get; init; }
    /// <summary>On one page: some answers are missing or wrong.</summary>
    public required string Wrong { get; init; }
    /// <summary>What is wrong with an answer, by fault.</summary>
    public required IReadOnlyDictionary<AnswerFault, string> Faults { get; init; }
    /// <summary>Why one cannot answer, title and text, by state.</summary>
    public required IReadOnlyDictionary<DoorState, (string Title, string Text)> Doors { get; init; }
    /// <summary>Title and text when something else went wrong.</summary>
    public required (string Title, string Text) TooLarge { get; init; }
    /// <summary>Title and text when too many answer at once.</summary>
    public required (string Title, string Text) Busy { get; init; }

    /// <summary>The words of a language.</summary>
    public static AnswerWords In(string language) => language.Split('-', 2)[0].ToLowerInvariant() switch
    {
        "es" => AnswerWordsOf.Spanish,
        "pt" => AnswerWordsOf.Portuguese,
        "fr" => AnswerWordsOf.French,
        "ca" => AnswerWordsOf.Catalan,
        _ => AnswerWordsOf.English,
    };
}
