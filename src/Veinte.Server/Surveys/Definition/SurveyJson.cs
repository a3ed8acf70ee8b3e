using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Server.Surveys.Definition;

/// <summary>A value to compare with, which may be written as a number, a text or true and false.</summary>
internal sealed class PlainValue : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.GetDecimal().ToString(CultureInfo.InvariantCulture),
        JsonTokenType.True => "yes",
        JsonTokenType.False => "no",
        _ => throw new JsonException("A value to compare with is a number, a text, true or false."),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options)
    {
        if (value is null) writer.WriteNullValue();
        else if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value);
    }
}

/// <summary>Reads and writes survey documents: unknown or repeated members are refused, so that a misspelt one is not silently lost.</summary>
public static class SurveyDocument
{
    /// <summary>Largest document in bytes; 256 KB.</summary>
    public const int BytesMax = 256 * 1024;

    private static readonly SurveyJson Strict = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
    });

    private static readonly SurveyJson Indented = new(new JsonSerializerOptions(Strict.Options) { WriteIndented = true });

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The survey, or what was wrong and where.</returns>
    public static (SurveyDefinition? Survey, SurveyProblem? Problem) Read(string json)
    {
        if (json.Length > BytesMax) return (null, TooLarge());
        try
        {
            return JsonSerializer.Deserialize(json, Strict.SurveyDefinition) is { } survey
                ? (survey, null)
                : (null, Unreadable("", "The document is null."));
        }
        catch (JsonException broken)
        {
            return (null, Unreadable(PathOf(broken.Path), FirstSentence(broken.Message)));
        }
    }

    /// <summary>Reads a document that came as the body of a request, which may have been empty.</summary>
    public static (SurveyDefinition? Survey, SurveyProblem? Problem) Read(JsonElement document) => document.ValueKind == JsonValueKind.Undefined
        ? (null, Unreadable("", "There is no document. Send the survey as JSON."))
        : Read(document.GetRawText());

    /// <summary>Writes a document in its stored form.</summary>
    public static string Write(SurveyDefinition survey) => JsonSerializer.Serialize(survey, Strict.SurveyDefinition);

    /// <summary>Writes a document for people to read.</summary>
    public static string WriteIndented(SurveyDefinition survey) => JsonSerializer.Serialize(survey, Indented.SurveyDefinition);

    /// <summary>Writes the ways through a survey without its words, for a script: questions with their conditions and jumps.</summary>
    public static string WriteWays(SurveyDefinition survey) => JsonSerializer.Serialize(
        [.. survey.Questions.Select(question => question with { Text = new Dictionary<string, string>(), Hint = null, Low = null, High = null, Options = null })], Strict.ListSurveyQuestion);

    private static string PathOf(string? path) => (path ?? "").Replace("$.", "", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal);

    // What follows names types of this program, which mean nothing to whoever wrote the document.
    private static string FirstSentence(string message)
    {
        var cut = message.IndexOf(" Path:", StringComparison.Ordinal);
        return (cut < 0 ? message : message[..cut])
            .Replace("Veinte.Server.Surveys.Definition.", "", StringComparison.Ordinal)
            .Replace("System.Collections.Generic.", "", StringComparison.Ordinal);
    }

    private static SurveyProblem Unreadable(string path, string detail) => new(
        path, "unreadable", $"El documento no se puede leer: {detail}", $"The document cannot be read: {detail}");

    private static SurveyProblem TooLarge() => new(
        "", "too-large", "El documento pasa de 256 KB. Quite preguntas o acorte los textos.", "The document is larger than 256 KB. Take questions out or shorten texts.");
}

/// <summary>The JSON of surveys as documents.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SurveyDefinition))]
[JsonSerializable(typeof(List<SurveyQuestion>))]
internal sealed partial class SurveyJson : JsonSerializerContext;
