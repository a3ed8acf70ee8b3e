using System.Collections.Concurrent;
using Veinte.Engine;
using Veinte.Engine.Moments;
using Veinte.Server.Api;

namespace Veinte.Server.Moments;

/// <summary>Computes moments again from history as a job, and remembers what came out until the server stops. Thread-safe.</summary>
internal sealed class MomentsHistoryJobs(VeinteNode node, Jobs jobs)
{
    private readonly ConcurrentDictionary<string, MomentsAgreement> _latest = [];

    /// <summary>Starts the job; null when other work is running.</summary>
    public JobView? Start(string outcome, string author) => jobs.Start("recompute-moments", author, async (progress, stop) =>
    {
        try
        {
            var agreement = await new MomentsHistory(node).Compare(outcome, progress, stop)
                ?? throw new JobRefusedException($"There is no outcome '{outcome}'.");
            _latest[outcome] = agreement;
            return JobsApi.ToJson(agreement);
        }
        catch (HistoryTooLargeException tooLarge)
        {
            throw new JobRefusedException(tooLarge.Message);
        }
    });

    /// <summary>What the last one said of an outcome, or null.</summary>
    public MomentsAgreement? LatestOf(string outcome) => _latest.GetValueOrDefault(outcome);
}
