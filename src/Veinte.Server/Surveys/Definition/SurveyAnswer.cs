using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Veinte.Server.Surveys.Definition;

/// <summary>
/// One answer: a number of a scale, chosen options (of a consent: <c>yes</c> or <c>no</c>), or a text. Exactly one of the
/// three is set. In JSON it is a number, a text or a list of texts, and a consent is true or false.
/// </summary>
public sealed record SurveyAnswer
{
    /// <summary>Longest text in characters.</summary>
    public const int TextMax = 4_000;

    /// <summary>The number of a scale.</summary>
    public int? Number { get; init; }

    /// <summary>The options chosen.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>Reads an answer as JSON.</summary>
    /// <returns>The answer (null: left open), or what was wrong.</returns>
    public static (SurveyAnswer? Answer, AnswerFault Fault) Read(SurveyQuestion question, JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return (null, AnswerFault.None);
        if (question.Scale is not null)
            return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) ? OfNumber(question, number) : (null, AnswerFault.NotANumber);
        if (question.Type == QuestionType.Consent)
            return json.ValueKind switch
            {
                JsonValueKind.True => (new() { Options = ["yes"] }, AnswerFault.None),
                JsonValueKind.False => (new() { Options = ["no"] }, AnswerFault.None),
                _ => (null, AnswerFault.NotYesOrNo),
            };
        if (question.Type == QuestionType.Text)
            return json.ValueKind == JsonValueKind.String ? OfText(json.GetString()) : (null, AnswerFault.NotAText);
        if (json.ValueKind == JsonValueKind.String) return OfOptions(question, [json.GetString()!]);
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > SurveyCheck.OptionsMax) return (null, AnswerFault.UnknownOption);
        var chosen = new List<string>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return (null, AnswerFault.UnknownOption);
            chosen.Add(item.GetString()!);
        }
        return OfOptions(question, chosen);
    }

    /// <summary>Reads an answer as a plain form sends it.</summary>
    public static (SurveyAnswer? Answer, AnswerFault Fault) Read(SurveyQuestion question, StringValues form)
    {
        var values = form.Where(value => !string.IsNullOrEmpty(value)).Select(value => value!).ToList();
        if (values.Count == 0)
            // A tick that is not set is not sent: of a consent that was shown, nothing means no.
            return question.Type == QuestionType.Consent ? (new() { Options = ["no"] }, AnswerFault.None) : (null, AnswerFault.None);
        if (question.Scale is not null)
            return int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? OfNumber(question, number) : (null, AnswerFault.NotANumber);
        if (question.Type == QuestionType.Text) return OfText(values[0]);
        if (question.Type == QuestionType.Consent)
            return values[0] is "yes" or "no" ? (new() { Options = [values[0]] }, AnswerFault.None) : (null, AnswerFault.NotYesOrNo);
        return OfOptions(question, values);
    }

    /// <summary>Writes it in its JSON form.</summary>
    public void Write(Utf8JsonWriter writer, SurveyQuestion question)
    {
        if (Number is { } number) writer.WriteNumberValue(number);
        else if (Text is { } text) writer.WriteStringValue(text);
        else if (question.Type == QuestionType.Consent) writer.WriteBooleanValue(Options is ["yes"]);
        else if (question.Type == QuestionType.Single) writer.WriteStringValue(Options![0]);
        else
        {
            writer.WriteStartArray();
            foreach (var option in Options!) writer.WriteStringValue(option);
            writer.WriteEndArray();
        }
    }

    private static (SurveyAnswer?, AnswerFault) OfNumber(SurveyQuestion question, int number) =>
        number < question.Scale!.Value.Low || number > question.Scale.Value.High
            ? (null, AnswerFault.OffScale)
            : (new() { Number = number }, AnswerFault.None);

    private static (SurveyAnswer?, AnswerFault) OfText(string? text)
    {
        var clean = Clean(text ?? "");
        return clean.Length == 0 ? (null, AnswerFault.None)
            : clean.Length > TextMax ? (null, AnswerFault.TooLong)
            : (new() { Text = clean }, AnswerFault.None);
    }

    private static (SurveyAnswer?, AnswerFault) OfOptions(SurveyQuestion question, List<string> chosen)
    {
        if (question.Type == QuestionType.Single && chosen.Count > 1) return (null, AnswerFault.OneOnly);
        if (!chosen.TrueForAll(id => question.Options!.Any(option => option.Id == id))) return (null, AnswerFault.UnknownOption);
        // In the order of the question, each once: the same answer is always written the same way.
        var ordered = question.Options!.Select(option => option.Id).Where(chosen.Contains).ToList();
        return ordered.Count == 0 ? (null, AnswerFault.None) : (new() { Options = ordered }, AnswerFault.None);
    }

    // Control characters are no part of what somebody says, and lone surrogates are no text at all.
    private static string Clean(string text)
    {
        var clean = new System.Text.StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
            if (rune.Value == '\n' || rune.Value == '\t' || System.Text.Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control)
                clean.Append(rune.ToString());
        return clean.ToString().Trim();
    }
}

/// <summary>What may be wrong with an answer.</summary>
public enum AnswerFault
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>It must be answered.</summary>
    Missing = 1,
    /// <summary>A scale takes a whole number.</summary>
    NotANumber = 2,
    /// <summary>The number is not on the scale.</summary>
    OffScale = 3,
    /// <summary>There is no such option.</summary>
    UnknownOption = 4,
    /// <summary>Only one may be chosen.</summary>
    OneOnly = 5,
    /// <summary>An open question takes a text.</summary>
    NotAText = 6,
    /// <summary>The text is too long.</summary>
    TooLong = 7,
    /// <summary>A consent is yes or no.</summary>
    NotYesOrNo = 8,
    /// <summary>The survey has no such question.</summary>
    UnknownQuestion = 9,
}
