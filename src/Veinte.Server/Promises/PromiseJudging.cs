using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Model;
using Veinte.Server.Demo;

namespace Veinte.Server.Promises;

/// <summary>
/// Looks at every running promise once a second and journals what has newly been proven. The look itself holds nothing that
/// matters: what was reached is in the journal with its number, so a restart, or a second judge, never reaches it twice.
/// Looking often costs no certainty: the verdicts are valid whenever one looks.
/// </summary>
internal sealed partial class PromiseJudging(PromiseDesk promises, IJournal journal, DemoService demo, TimeProvider time, ILogger<PromiseJudging> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Budgets and seasons pass without a new observation.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    // Nothing written for so long: a look in so long.
    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, (Seen Seen, DateTimeOffset At)> _seen = [];

    /// <summary>Judges all running promises now and journals what has changed; answers how many verdicts were reached.</summary>
    public async Task<int> JudgeNow(CancellationToken cancel)
    {
        var reached = 0;
        var now = time.GetUtcNow();
        foreach (var promise in await promises.All(cancel: cancel))
        {
            if (promise.Definition.State != PromiseWords.Running || promise.Evidence is not { } evidence) continue;
            var seen = new Seen(evidence.Id, promise.Reached, evidence.Sums.Sum(sums => sums.N), evidence.Sums.Sum(sums => sums.Sum));
            if (_seen.TryGetValue(promise.Id, out var last) && last.Seen == seen && now - last.At < LookAgain) continue;
            if (PromiseJudge.Change(promise, PromiseJudge.Judge(promise, Instant.From(now))) is { } verdict)
            {
                // Whatever keeps it from the journal, the next look reaches it again.
                if ((await promises.Reach(verdict, cancel)).Status != DeskStatus.Done) continue;
                reached++;
                LogVerdict(verdict.Promise, verdict.Verdict, verdict.Cause, verdict.N);
            }
            _seen[promise.Id] = (seen, now);
        }
        return reached;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause, time);
        var (known, moved, looked) = (-1L, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        while (await timer.WaitForNextTickAsync(stop))
        {
            // While six months of history pour in, every second is a week: nobody would have looked then.
            if (demo.Status.State is "loading" or "wiping") continue;
            // Where nothing has been written for a while there is nothing new to see, and a firm that sleeps costs next to nothing. What was
            // written last is known a moment before the partitions have it, so it is looked at some times more.
            var (head, now) = (journal.Head.Value, time.GetUtcNow());
            if (head != known) (known, moved) = (head, now);
            else if (now - moved >= Asleep && now - looked < Asleep) continue;
            try
            {
                await JudgeNow(stop);
                looked = now;
            }
            catch (Exception failure) when (failure is PartitionUnavailableException or JournalUnavailableException)
            {
                // The books are busy or closing; the next second looks again.
                LogSkipped(failure.Message);
            }
        }
    }

    [LoggerMessage(6500, LogLevel.Information, "Promise '{Promise}' is {Verdict} by {Cause} after {N} observations")]
    private partial void LogVerdict(string promise, string verdict, string cause, long n);

    [LoggerMessage(6501, LogLevel.Debug, "Promises were not judged this second: {Reason}")]
    private partial void LogSkipped(string reason);

    private readonly record struct Seen(long Evidence, int Reached, long N, double Sum);
}
