using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Server.Access;

namespace Veinte.Server.Retention;

/// <summary>The rules of retention and how the last run went, among the settings of the workspace. Thread-safe.</summary>
internal sealed class RetentionDesk(WorkspaceSettings settings)
{
    private const string Rules = "retention-rules";
    private const string Last = "retention-last";

    /// <summary>The rules; everything for ever until somebody sets some.</summary>
    public async Task<RetentionRules> Read(CancellationToken cancel) =>
        await settings.Get(Rules, cancel) is { } text ? JsonSerializer.Deserialize(text, RetentionJson.Default.RetentionRules)! : RetentionRules.Forever;

    /// <summary>Sets the rules.</summary>
    public Task Set(RetentionRules rules, CancellationToken cancel) => settings.Set(Rules, JsonSerializer.Serialize(rules, RetentionJson.Default.RetentionRules), cancel);

    /// <summary>The rules and the last run.</summary>
    public async Task<RetentionState> State(CancellationToken cancel) => new(
        (await Read(cancel)).Days, await settings.Get(Last, cancel) is { } text ? JsonSerializer.Deserialize(text, RetentionJson.Default.RetentionReport) : null);

    /// <summary>Keeps what a run took away; of the classes it did not look at the last word stays.</summary>
    public async Task Note(RetentionReport report, CancellationToken cancel)
    {
        if (!report.Applied || report.Classes.Count == 0) return;
        var before = (await State(cancel)).Last?.Classes ?? [];
        var all = report.Classes.Concat(before.Where(one => report.Classes.All(now => now.Class != one.Class))).ToList();
        await settings.Set(Last, JsonSerializer.Serialize(report with { Classes = all }, RetentionJson.Default.RetentionReport), cancel);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RetentionRules))]
[JsonSerializable(typeof(RetentionReport))]
internal sealed partial class RetentionJson : JsonSerializerContext;
