using System.Globalization;
using Veinte.Model;

namespace Veinte.Grading;

/// <summary>Says reasons in words, in Spanish (<c>es</c>) or English (anything else).</summary>
public static class ReasonText
{
    // Written out rather than taken from the machine's cultures, so that a reason reads the same on every machine.
    private static readonly NumberFormatInfo English = new() { NumberDecimalSeparator = ".", NumberGroupSeparator = "" };
    private static readonly NumberFormatInfo Spanish = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "" };

    /// <summary>The word for a signal as it stands in JSON, such as <c>rating</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not exactly one signal that can be graded.</exception>
    public static string Word(SignalSet signal) => signal switch
    {
        SignalSet.Rating => "rating",
        SignalSet.Nps => "nps",
        SignalSet.Csat => "csat",
        SignalSet.Ces => "ces",
        SignalSet.Wait => "wait",
        SignalSet.Outcome => "outcome",
        SignalSet.Effort => "effort",
        SignalSet.Reaction => "reaction",
        SignalSet.Tone => "tone",
        SignalSet.None or SignalSet.Revenue or _ => throw NotGraded(signal),
    };

    /// <summary>What the signal said, such as <c>4 of 1–5</c> or <c>900 s, 600 s promised</c>.</summary>
    public static string Value(Reason reason, string language)
    {
        var spanish = IsSpanish(language);
        var (number, from, to) = reason.Evidence;
        return reason.Signal switch
        {
            SignalSet.Wait => spanish
                ? $"{Number(number, spanish)} s, prometidos {Number(from, spanish)} s"
                : $"{Number(number, spanish)} s, {Number(from, spanish)} s promised",
            SignalSet.Outcome => OutcomeName((Outcome)(int)number, spanish),
            SignalSet.Reaction => ReactionName((Reaction)(int)number, spanish),
            SignalSet.Tone => $"{(number > 0 ? "+" : "")}{Number(Math.Round(number, 2), spanish).Replace('-', '−')}",
            SignalSet.Rating or SignalSet.Nps or SignalSet.Csat or SignalSet.Ces or SignalSet.Effort =>
                $"{Number(number, spanish)} {(spanish ? "en" : "of")} {Number(from, spanish)}–{Number(to, spanish)}",
            SignalSet.None or SignalSet.Revenue or _ => throw NotGraded(reason.Signal),
        };
    }

    /// <summary>
    /// The whole reason as a sentence, such as <c>Rating 4 of 1–5 is a 15; it counts for 100 % of the grade.</c>
    /// </summary>
    /// <param name="reason">The reason.</param>
    /// <param name="language"><c>es</c>, or English.</param>
    /// <param name="words">Words that made it, to be quoted; none by default.</param>
    public static string Sentence(Reason reason, string language, IReadOnlyList<string>? words = null)
    {
        var spanish = IsSpanish(language);
        var value = Value(reason, language) + Quoted(words ?? [], spanish);
        var grade = Number(reason.SignalGrade.Value, spanish);
        var share = Percent(reason.Share, spanish);
        return spanish
            ? $"{Subject(reason.Signal, spanish)} {value}: equivale a {grade}; cuenta {share} de la nota."
            : $"{Subject(reason.Signal, spanish)} {value} is worth {grade}; it counts for {share} of the grade.";
    }

    private static string Quoted(IReadOnlyList<string> words, bool spanish) =>
        words.Count == 0 ? "" : " (" + string.Join(", ", words.Select(word => spanish ? $"«{word}»" : $"“{word}”")) + ")";

    private static string Subject(SignalSet signal, bool spanish) => signal switch
    {
        SignalSet.Rating => spanish ? "Valoración" : "Rating",
        SignalSet.Nps => spanish ? "Recomendaría" : "Would recommend",
        SignalSet.Csat => spanish ? "Satisfacción" : "Satisfaction",
        SignalSet.Ces => spanish ? "Facilidad" : "Ease",
        SignalSet.Wait => spanish ? "Espera de" : "Waiting",
        SignalSet.Outcome => spanish ? "Resultado" : "Outcome",
        SignalSet.Effort => spanish ? "Esfuerzo" : "Effort",
        SignalSet.Reaction => spanish ? "Reacción" : "Reaction",
        SignalSet.Tone => spanish ? "Tono del texto" : "Tone of the text",
        SignalSet.None or SignalSet.Revenue or _ => throw NotGraded(signal),
    };

    private static string OutcomeName(Outcome outcome, bool spanish) => outcome switch
    {
        Outcome.Success => spanish ? "resuelto" : "solved",
        Outcome.Partial => spanish ? "resuelto en parte" : "solved in part",
        Outcome.Failure => spanish ? "sin resolver" : "not solved",
    };

    private static string ReactionName(Reaction reaction, bool spanish) => reaction switch
    {
        Reaction.Like => spanish ? "«me gusta»" : "“like”",
        Reaction.Love => spanish ? "«me encanta»" : "“love”",
        Reaction.Laugh => spanish ? "«me divierte»" : "“laugh”",
        Reaction.Wow => spanish ? "«me asombra»" : "“wow”",
        Reaction.Sad => spanish ? "«me entristece»" : "“sad”",
        Reaction.Dislike => spanish ? "«no me gusta»" : "“dislike”",
        Reaction.Angry => spanish ? "«me enfada»" : "“angry”",
    };

    private static string Percent(double share, bool spanish)
    {
        var percent = Math.Round(share * 100, MidpointRounding.AwayFromZero);
        return percent switch
        {
            0 => spanish ? "menos del 1 %" : "less than 1 %",
            100 when share < 1 => spanish ? "más del 99 %" : "more than 99 %",
            _ => (spanish ? "el " : "") + $"{percent.ToString("0", English)} %",
        };
    }

    private static string Number(double value, bool spanish) => value.ToString("0.###", spanish ? Spanish : English);

    private static bool IsSpanish(string language) => language.StartsWith("es", StringComparison.OrdinalIgnoreCase);

    private static ArgumentOutOfRangeException NotGraded(SignalSet signal) =>
        new(nameof(signal), signal, "A reason speaks of exactly one signal that can be graded.");
}
