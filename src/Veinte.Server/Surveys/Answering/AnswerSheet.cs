using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Answering;

/// <summary>The answers of one response: by question id, null for a question that was shown and left open. Not thread-safe.</summary>
internal sealed class AnswerSheet : Dictionary<string, SurveyAnswer?>
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public AnswerSheet()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Reads answers as JSON and says what is wrong with each.</summary>
    public static (AnswerSheet Sheet, List<(string Question, AnswerFault Fault)> Faults) Read(SurveyDefinition survey, JsonElement json)
    {
        var sheet = new AnswerSheet();
        var faults = new List<(string, AnswerFault)>();
        if (json.ValueKind != JsonValueKind.Object) return (sheet, faults);
        foreach (var member in json.EnumerateObject().Take(SurveyCheck.QuestionsMax * 2))
        {
            if (survey.Questions.FirstOrDefault(question => question.Id == member.Name) is not { } question)
            {
                faults.Add((SurveyCheck.Cut(member.Name), AnswerFault.UnknownQuestion));
                continue;
            }
            var (answer, fault) = SurveyAnswer.Read(question, member.Value);
            if (fault != AnswerFault.None) faults.Add((question.Id, fault));
            else sheet[question.Id] = answer;
        }
        return (sheet, faults);
    }

    /// <summary>Reads what <see cref="Write(SurveyDefinition, bool)"/> has written; whatever a later version of the survey no longer knows is left out.</summary>
    public static AnswerSheet Stored(SurveyDefinition survey, string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(survey, document.RootElement).Sheet;
    }

    /// <summary>The answers as a JSON object.</summary>
    /// <param name="survey">Their survey.</param>
    /// <param name="open">Whether questions left open are written too, as null.</param>
    public string Write(SurveyDefinition survey, bool open)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain)) Write(writer, survey, open);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the answers as a JSON object, in the order of the questions.</summary>
    public void Write(Utf8JsonWriter writer, SurveyDefinition survey, bool open)
    {
        writer.WriteStartObject();
        foreach (var question in survey.Questions)
        {
            if (!TryGetValue(question.Id, out var answer) || (answer is null && !open)) continue;
            writer.WritePropertyName(question.Id);
            if (answer is null) writer.WriteNullValue();
            else answer.Write(writer, question);
        }
        writer.WriteEndObject();
    }

    /// <summary>Only what is on the way through the survey.</summary>
    public AnswerSheet OnTheWay(SurveyDefinition survey)
    {
        var kept = new AnswerSheet();
        foreach (var question in SurveyFlow.Walk(survey, this).Passed) kept[question.Id] = this[question.Id];
        return kept;
    }

    /// <summary>What is on the way of somebody who stopped: on one page he may have left questions out and answered later ones.</summary>
    public AnswerSheet SoFar(SurveyDefinition survey)
    {
        if (!survey.OnePage) return OnTheWay(survey);
        var kept = new AnswerSheet();
        foreach (var question in SurveyFlow.OnOnePage(survey, this)) kept[question.Id] = this.GetValueOrDefault(question.Id);
        return kept;
    }

    /// <summary>Whether anything was said. On one page a consent that is not ticked is nothing: it is so before anybody comes.</summary>
    public bool Says(SurveyDefinition survey) => survey.Questions.Any(question =>
        this.GetValueOrDefault(question.Id) is { } answer && !(survey.OnePage && question.Type == QuestionType.Consent && answer.Options is ["no"]));

    /// <summary>
    /// Takes a sheet that was filled elsewhere as finished: what was not answered on the way was left open. Says which
    /// required questions that leaves unanswered.
    /// </summary>
    public List<string> Finish(SurveyDefinition survey)
    {
        var missing = new List<string>();
        while (SurveyFlow.Walk(survey, this).Next is { } next)
        {
            if (next.Required) missing.Add(next.Id);
            this[next.Id] = null;
        }
        return missing;
    }
}
