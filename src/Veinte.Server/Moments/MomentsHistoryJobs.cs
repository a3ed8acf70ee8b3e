using System.Collections.Concurrent;
using Veinte.Engine;
using Veinte.Engine.Moments;
using Veinte.Server.Api;

namespace Veinte.Server.Moments;

/// <summary>Computes moments again from history as a job, and remembers what came out until the server stops. Thread-safe.</summary>
internal sealed class MomentsHistoryJobs(VeinteNode node, Jobs jobs)
{
    private readonly ConcurrentDictionary<string, MomentsAgreement> _latest = [];
    private readonly ConcurrentDictionary<string, HistoryTooLargeException> _refused = [];

    /// <summary>Starts the job; null when other work is running.</summary>
    public JobView? Start(string outcome, string author) => jobs.Start("recompute-moments", author, async (progress, stop) =>
    {
        try
        {
            var agreement = await new MomentsHistory(node).Compare(outcome, progress, stop)
                ?? throw new JobRefusedException($"There is no outcome '{outcome}'.");
            _latest[outcome] = agreement;
            _refused.TryRemove(outcome, out _);
            return JobsApi.ToJson(agreement);
        }
        catch (HistoryTooLargeException tooLarge)
        {
            // What an earlier one said is not the answer to this question.
            _latest.TryRemove(outcome, out _);
            _refused[outcome] = tooLarge;
            throw new JobRefusedException(tooLarge.Message);
        }
    });

    /// <summary>What the last one said of an outcome, or null.</summary>
    public MomentsAgreement? LatestOf(string outcome) => _latest.GetValueOrDefault(outcome);

    /// <summary>Why the last one was refused, or null when it was not.</summary>
    public HistoryTooLargeException? RefusalOf(string outcome) => _refused.GetValueOrDefault(outcome);
}
