using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;

namespace Veinte.Server.Alerts;

/// <summary>What an alert says: a CloudEvent 1.0 in structured mode. Its JSON escapes all that HTML could take for its own.</summary>
internal static class AlertMessage
{
    /// <summary>The type of a verdict's event.</summary>
    public const string VerdictType = "veinte.promise.verdict";

    /// <summary>The type of a test's event.</summary>
    public const string TestType = "veinte.alert.test";

    /// <summary>The event of a verdict. The same at every try; each address has its own, with when it was made.</summary>
    public static string Of(PromiseReading promise, PromiseVerdict verdict, string? workspace, string? server, DateTimeOffset at)
    {
        var (reached, page) = (verdict.Reached, $"/promises/{Uri.EscapeDataString(promise.Id)}");
        var before = promise.Verdicts.LastOrDefault(earlier => earlier.Reached.Number < reached.Number && earlier.Reached.Version == reached.Version)?.Reached.Verdict ?? PromiseWords.Open;
        return Write(VerdictType, page, promise.Id, IdOf(verdict), at, new(
            reached.Verdict, workspace, promise.Id, promise.Definition.Question, reached.Version, reached.Number, before, reached.Cause, reached.Detail, promise.Definition.Target,
            promise.Definition.Direction, reached.N, reached.Mean, reached.Low, reached.High, new Instant(reached.EvidenceAt).ToDateTimeOffset(), verdict.Position, server + page));
    }

    /// <summary>The event of a test.</summary>
    public static string Test(string id, string? workspace, string? server, DateTimeOffset at) =>
        Write(TestType, "/settings/alerts", "test", id, at, new("test", workspace, Page: server + "/settings/alerts"));

    /// <summary>What names a verdict in these books: positions begin anew in others, times do not.</summary>
    public static string IdOf(PromiseVerdict verdict) => $"{verdict.Position}-{verdict.Reached.EvidenceAt}";

    private static string Write(string type, string source, string subject, string id, DateTimeOffset at, AlertData data) =>
        JsonSerializer.Serialize(new("1.0", id, source, type, subject, at.ToUniversalTime(), "application/json", data), AlertJson.Default.AlertEvent);
}

/// <summary>A CloudEvent.</summary>
internal sealed record AlertEvent(
    [property: JsonPropertyName("specversion")] string SpecVersion, string Id, string Source, string Type, string Subject, DateTimeOffset Time,
    [property: JsonPropertyName("datacontenttype")] string DataContentType, AlertData Data);

/// <summary>What an alert tells.</summary>
/// <param name="Verdict"><c>kept</c>, <c>broken</c>, <c>undecided</c> or <c>open</c>; <c>test</c> in a test.</param>
/// <param name="Workspace">The firm's name for its workspace, when it has given one.</param>
/// <param name="Promise">The promise's id.</param>
/// <param name="Question">Its question in words.</param>
/// <param name="Version">The version judged.</param>
/// <param name="Number">The verdict's number of its promise.</param>
/// <param name="Before">The verdict before it, <c>open</c> when there was none.</param>
/// <param name="Cause">By what: <c>average</c>, <c>change</c> (the watch's alarm), <c>guardrail</c>, <c>arms</c>, <c>budget</c>, <c>season</c>, <c>sample-ratio</c>.</param>
/// <param name="Detail">The arm or guardrail it is about.</param>
/// <param name="Target">The target.</param>
/// <param name="Direction"><c>at-least</c> or <c>at-most</c>.</param>
/// <param name="N">Observations.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Low">Lower end of the confidence sequence.</param>
/// <param name="High">Upper end.</param>
/// <param name="EvidenceAt">When the last of the evidence happened.</param>
/// <param name="Position">Where the verdict stands in the journal.</param>
/// <param name="Page">The promise's page; a path alone when the firm has set no public address.</param>
internal sealed record AlertData(
    string Verdict, string? Workspace = null, string? Promise = null, string? Question = null, int? Version = null, int? Number = null, string? Before = null, string? Cause = null,
    string? Detail = null, double? Target = null, string? Direction = null, long? N = null, double? Mean = null, double? Low = null, double? High = null,
    DateTimeOffset? EvidenceAt = null, long? Position = null, string? Page = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertEvent))]
internal sealed partial class AlertJson : JsonSerializerContext;
