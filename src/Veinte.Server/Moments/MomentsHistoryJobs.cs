using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Veinte.Engine;
using Veinte.Engine.Moments;
using Veinte.Server.Api;

namespace Veinte.Server.Moments;

/// <summary>Computes moments again from history as a job, and reads what the last one found. Thread-safe.</summary>
internal sealed class MomentsHistoryJobs(VeinteNode node, Jobs jobs)
{
    private const string Kind = "recompute-moments";

    /// <summary>Starts the job; null when other work is running.</summary>
    public Task<JobView?> Start(string outcome, string author) => jobs.Start(new(Kind, author, outcome), async (progress, stop) =>
    {
        try
        {
            return JobsApi.ToJson(await new MomentsHistory(node).Compare(outcome, progress, stop) ?? throw new JobRefusedException($"There is no outcome '{outcome}'."));
        }
        catch (HistoryTooLargeException tooLarge)
        {
            throw new JobRefusedException(tooLarge.Message, JobsApi.ToJson(new HistoryTooLarge(tooLarge.Lines, tooLarge.Most)));
        }
    });

    /// <summary>What the last one of a day said of an outcome, or why it was refused; neither when there is none.</summary>
    public async Task<(MomentsAgreement? Agreement, HistoryTooLarge? Refusal)> LatestOf(string outcome, CancellationToken cancel) => await jobs.Latest(Kind, outcome, cancel) switch
    {
        { State: JobStates.Finished, Result: { } found } => (found.Deserialize((JsonTypeInfo<MomentsAgreement>)ApiJson.Wire.GetTypeInfo(typeof(MomentsAgreement))), null),
        { Result: { } refused } => (null, refused.Deserialize((JsonTypeInfo<HistoryTooLarge>)ApiJson.Wire.GetTypeInfo(typeof(HistoryTooLarge)))),
        _ => (null, null),
    };
}

/// <summary>Why moments were not computed again.</summary>
/// <param name="Lines">How many lines the history has, each customer counted as five.</param>
/// <param name="Most">How many may be kept in memory.</param>
public sealed record HistoryTooLarge(long Lines, long Most);
