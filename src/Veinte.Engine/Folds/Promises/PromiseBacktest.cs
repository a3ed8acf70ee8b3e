using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// A draft judged on the past, before it is started: the journal is read through the very code that runs live, with the draft as the only promise, and
/// the judge looks on the way. What a restatement covers is graded by its policy, as the books in force are. Changes nothing. Keeps all customers in memory while it runs.
/// </summary>
public static class PromiseBacktest
{
    // No id that a person can choose: what the journal says of real promises is passed over.
    private const string Id = "(backtest)";
    private const int PointsMax = 120;

    /// <summary>Reads history up to now.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="books">The books in force.</param>
    /// <param name="draft">A checked promise; its state does not matter.</param>
    /// <param name="from">Only what happened from here on counts.</param>
    /// <param name="progress">Told how far it is, in positions.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="PastTooLargeException">It is more than the memory of this server can keep.</exception>
    public static async Task<PromiseBacktestResult> Run(
        IJournal journal, Books books, PromiseDefinition draft, Instant from, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var fold = new PromisesFold { OwnOnly = true };
        var partition = new PastPartition(fold, (await books.RestatedInForce(cancel)).Books, books.Partitions);
        fold.Define(new("promises", Id, 1, "backtest", (draft with { State = PromiseWords.Running }).Write()), 0, from.UnixMicros);
        var looks = new Looks(fold);
        var head = journal.Head.Value;
        await foreach (var record in journal.Read(default, cancel))
        {
            if (record.First.Value > head) break;
            partition.Apply(record);
            looks.After(record);
            progress?.Report((record.Last.Value, head));
        }
        return looks.Result(from);
    }

    /// <summary>Looks as the judge would have: at every hundredth part of new evidence, and once a day.</summary>
    private sealed class Looks(PromisesFold fold)
    {
        private readonly List<PromiseVerdict> _verdicts = [];
        private readonly List<PromiseBacktestPoint> _points = [];
        private long _lastN, _lastDay, _position, _seenBefore, _carriedBefore;
        private Instant _now;

        public void After(JournalRecord record)
        {
            _position = record.Last.Value;
            foreach (var entry in record) _now = entry.Header.ReceivedAt;
            var n = fold.Slots[0].Evidence!.Share(PromiseDepth.Judged).Track(0).N;
            var day = _now.UnixMicros / Instant.MicrosPerDay;
            if (n == 0 || (n - _lastN < Math.Max(1, _lastN / 100) && day == _lastDay)) return;
            (_lastN, _lastDay) = (n, day);
            Look();
        }

        public PromiseBacktestResult Result(Instant from)
        {
            Look();
            var reading = Reading();
            var evidence = reading.Evidence!;
            var judged = PromiseJudge.Judge(reading, _now);
            var every = Math.Max(1, _points.Count / PointsMax);
            return new(
                from.ToDateTimeOffset(), _now.ToDateTimeOffset(), reading.VerdictWord, judged.N, judged.Mean, judged.Interval, _seenBefore + evidence.Seen, _carriedBefore + evidence.Carried,
                evidence.Variance, [.. _verdicts.Select(verdict => verdict.Reached)], judged.Arms, [.. _points.Where((_, index) => index % every == 0)]);
        }

        private void Look()
        {
            var reading = Reading();
            var judged = PromiseJudge.Judge(reading, _now);
            if (judged.Mean is { } mean && reading.Evidence!.LastAt > 0)
                _points.Add(new(new Instant(reading.Evidence.LastAt).ToDateTimeOffset(), judged.N, mean, judged.Interval.Low, judged.Interval.High));
            if (PromiseJudge.Change(reading, judged) is not { } verdict || !fold.Reach(verdict, _position)) return;
            _verdicts.Add(new(_position, verdict));
            if (verdict.Reopens) (_lastN, _seenBefore, _carriedBefore) = (0, _seenBefore + reading.Evidence!.Seen, _carriedBefore + reading.Evidence.Carried);
        }

        private PromiseReading Reading() => PromiseReading.Merge([fold.Slots[0].Share(PromiseDepth.Judged)]);
    }
}

/// <summary>What the past says of a draft.</summary>
/// <param name="From">Where the past begins.</param>
/// <param name="Until">Where it ends.</param>
/// <param name="Verdict">The verdict it would have now.</param>
/// <param name="N">Observations since the evidence last began.</param>
/// <param name="Mean">Their mean, on the measure's scale.</param>
/// <param name="Interval">Their confidence sequence.</param>
/// <param name="Seen">Interactions it would have been about, in all the past.</param>
/// <param name="Carried">Those that carried the data it needs.</param>
/// <param name="Variance">Variance of an observation, as a share of the scale squared.</param>
/// <param name="Verdicts">What would have been said when, oldest first.</param>
/// <param name="Arms">The arms at the end.</param>
/// <param name="Course">The confidence sequence on the way.</param>
public sealed record PromiseBacktestResult(
    DateTimeOffset From, DateTimeOffset Until, string Verdict, long N, double? Mean, Interval Interval, long Seen, long Carried, double Variance,
    IReadOnlyList<VerdictReached> Verdicts, IReadOnlyList<ArmJudgement> Arms, IReadOnlyList<PromiseBacktestPoint> Course);

/// <summary>The confidence sequence at a moment of the past.</summary>
/// <param name="At">When the last of its evidence happened.</param>
/// <param name="N">Observations.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record PromiseBacktestPoint(DateTimeOffset At, long N, double Mean, double Low, double High);
