using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// One partition's share of the evidence for one promise: plain sums for each track (the measure and its guardrails) and arm, all of
/// which merge by addition, and what the pages draw. Constant time for each interaction. Owned by the partition's loop.
/// </summary>
internal sealed class PromiseEvidence
{
    private readonly int _arms;
    private readonly TrackSums[] _sums;
    private readonly long[] _customers;
    private readonly ArmPredictions _predictions;
    private readonly AdjustedArmSums[] _adjusted;
    private RecentEvidence _recent = new();
    private EvidenceCourse _course = new();

    public PromiseEvidence(long id, long since, PromisePlan plan)
    {
        (Id, Since, _arms) = (id, since, plan.Arms);
        _sums = new TrackSums[plan.Tracks * plan.Arms];
        _customers = new long[plan.Arms];
        _predictions = new(plan.Arms);
        _adjusted = new AdjustedArmSums[plan.IsAdjusted ? plan.Arms : 0];
        Watch = new(plan.Level);
    }

    /// <summary>Position of the definition or verdict that opened it: the same in every partition.</summary>
    public long Id { get; }

    /// <summary>Only what happened from here on counts, Unix microseconds.</summary>
    public long Since { get; }

    /// <summary>When the last of it happened.</summary>
    public long LastAt { get; private set; }

    /// <summary>Interactions that the promise is about.</summary>
    public long Seen { get; private set; }

    /// <summary>Those that carried the data it needs.</summary>
    public long Carried { get; private set; }

    /// <summary>Those in none of its arms.</summary>
    public long OutsideArms { get; private set; }

    /// <summary>Reversed postings that still count: too old to be taken out.</summary>
    public long Uncorrected { get; private set; }

    /// <summary>The watch for a change.</summary>
    public ChangeWatch Watch { get; }

    /// <summary>What waits for a later event.</summary>
    public PendingOutcomes Pending { get; } = new();

    /// <summary>Touches what an outcome changes, so that it is on its way; the answer means nothing.</summary>
    public long ReadAhead() => LastAt ^ _sums[0].Test.N ^ Watch.ReadAhead();

    public void Meet(bool inAnArm, long atMicros)
    {
        Seen++;
        if (!inAnArm) OutsideArms++;
        LastAt = Math.Max(LastAt, atMicros);
    }

    /// <summary>Counts an answer by itself.</summary>
    public void AddEach(int track, int arm, double x, double before, long position, long atMicros)
    {
        if (track == 0) Predict(arm, 1);
        if (track == 0 && _adjusted.Length > 0) _adjusted[arm] = _adjusted[arm].With(x, before);
        ref var sums = ref Sums(track, arm);
        var counted = sums.Test.Add(x);
        sums.Squares += x * x;
        if (track == 0) Note(1, x, counted.Square, x, arm, position, atMicros, watched: true);
    }

    /// <summary>Counts an answer of a customer whose answers of the day count once.</summary>
    /// <param name="track">0 for the measure, 1… for guardrails.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="before">The answers that count together with it, so far.</param>
    /// <param name="x">The answer, 0–1.</param>
    /// <param name="measuredBefore">The number from before the arms, where one is taken off.</param>
    /// <param name="position">Its position in the journal.</param>
    /// <param name="atMicros">When it was given.</param>
    public CustomerAnswers AddAnswer(int track, int arm, CustomerAnswers before, double x, double measuredBefore, long position, long atMicros)
    {
        var answers = before;
        if (track == 0 && before.Count == 0) Predict(arm, 1);
        ref var sums = ref Sums(track, arm);
        sums.Test.AddAnswer(ref answers, x);
        var (value, earlier) = (answers.Counted.Value, before.Count == 0 ? 0 : before.Counted.Value);
        sums.Squares += value * value - earlier * earlier;
        if (track == 0)
        {
            if (_adjusted.Length > 0)
                _adjusted[arm] = before.Count == 0 ? _adjusted[arm].With(value, measuredBefore) : _adjusted[arm].Replaced(earlier, value, measuredBefore);
            Note(before.Count == 0 ? 1 : 0, value - earlier, answers.Counted.Square - (before.Count == 0 ? 0 : before.Counted.Square), x, arm, position, atMicros,
                watched: before.Count == 0);
        }
        return answers;
    }

    /// <summary>Takes the last answer of a customer's day out again; null when nothing of the day is left.</summary>
    public CustomerAnswers? TakeBack(Remembered entry, long atMicros)
    {
        ref var sums = ref Sums(entry.Track, entry.Arm);
        var before = entry.Answers.Counted;
        CustomerAnswers? left = null;
        if (entry.Answers.Count <= 1)
        {
            if (entry.Track == 0 && _arms > 1) _predictions.TakeOut(ArmsOfMeasure(), entry.Arm, before);
            sums.Test.Remove(before);
        }
        else
        {
            // Rounding does not take it out of what so many answers can add up to.
            var count = entry.Answers.Count - 1;
            var sum = Math.Clamp(entry.Answers.Sum - entry.Last, 0, count);
            left = new(count, sum, sums.Test.Replace(before, sum / count));
        }
        var value = left?.Counted.Value ?? 0;
        if (entry.Track == 0 && _adjusted.Length > 0)
            _adjusted[entry.Arm] = left is null ? _adjusted[entry.Arm].Without(before.Value, entry.Before) : _adjusted[entry.Arm].Replaced(before.Value, value, entry.Before);
        sums.Squares += value * value - before.Value * before.Value;
        if (entry.Track == 0) Step(atMicros, left is null ? -1 : 0, value - before.Value, (left?.Counted.Square ?? 0) - before.Square);
        return left;
    }

    /// <summary>Counts outcomes that have become known together: so many of them 1, the others 0.</summary>
    public void AddKnown(int arm, long ones, long zeros, long atMicros)
    {
        Predict(arm, ones + zeros);
        ref var sums = ref Sums(0, arm);
        var predicted = sums.Test.Prediction;
        var v = ones * (1 - predicted) * (1 - predicted) + zeros * predicted * predicted;
        sums.Test = new(sums.Test.N + ones + zeros, sums.Test.Sum + ones, sums.Test.V + v);
        sums.Squares += ones;
        Step(atMicros, ones + zeros, ones, v);
        if (_arms > 1) return;
        if (ones > 0) Watch.Add(atMicros, 1, ones);
        if (zeros > 0) Watch.Add(atMicros, 0, zeros);
    }

    public void CountCarried() => Carried++;

    public void CountCustomer(int arm) => _customers[arm]++;

    /// <summary>Lists an interaction among those that can be looked at.</summary>
    public void List(in EvidenceLine line) => _recent.Add(line);

    public void CountUncorrected() => Uncorrected++;

    /// <summary>A copy that may leave the loop.</summary>
    /// <param name="depth">How much.</param>
    /// <param name="watched">With what the watch has.</param>
    public EvidenceShare Share(PromiseDepth depth, bool watched = true) => new()
    {
        Id = Id,
        Since = Since,
        Arms = _arms,
        Sums = Array.ConvertAll(_sums, sums => sums.Test),
        Squares = Array.ConvertAll(_sums, sums => sums.Squares),
        Customers = [.. _customers],
        Predictions = new(_predictions.Predicted, _predictions.Gaps),
        Adjusted = [.. _adjusted],
        LastAt = LastAt,
        CountedAt = _course.LatestAt,
        Seen = Seen,
        Carried = Carried,
        OutsideArms = OutsideArms,
        Uncorrected = Uncorrected,
        Waiting = Pending.Count,
        Watch = watched ? [Watch.Copy()] : [],
        Minutes = Course(depth, _course.Minutes),
        Hours = Course(depth, _course.Hours),
        Days = depth == PromiseDepth.Drawn ? EvidenceStep.Few(_course.Days(), EvidenceShare.DrawnMax) : depth == PromiseDepth.Whole ? _course.Days() : [],
        Recent = depth == PromiseDepth.Whole ? _recent.Copy() : [],
    };

    // Narrow steps are drawn where they reach back to the beginning and are few; what one part leaves out is missing in the sum of all, which says so.
    private EvidenceStep[] Course(PromiseDepth depth, Func<EvidenceStep[]> of)
    {
        if (depth == PromiseDepth.Judged) return [];
        var steps = of();
        return depth == PromiseDepth.Whole || (steps.Length <= EvidenceShare.DrawnMax && steps.Sum(step => step.N) == CountedOfMeasure()) ? steps : [];
    }

    private long CountedOfMeasure()
    {
        var counted = 0L;
        for (var arm = 0; arm < _arms; arm++) counted += Sums(0, arm).Test.N;
        return counted;
    }

    public void Write(BinaryWriter writer)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            writer.Write(_sums[i].Test.N);
            writer.Write(_sums[i].Test.Sum);
            writer.Write(_sums[i].Test.V);
            writer.Write(_sums[i].Squares);
        }
        foreach (var count in _customers) writer.Write(count);
        foreach (var predicted in _predictions.Predicted) writer.Write(predicted);
        foreach (var gap in _predictions.Gaps) writer.Write(gap);
        foreach (var arm in _adjusted)
            foreach (var sum in (double[])[arm.N, arm.Post, arm.PostSquares, arm.Pre, arm.PreSquares, arm.Products]) writer.Write(sum);
        foreach (var count in (long[])[LastAt, Seen, Carried, OutsideArms, Uncorrected]) writer.Write(count);
        var recent = _recent.Copy();
        writer.Write(recent.Length);
        foreach (var line in recent)
        {
            writer.Write(line.Position);
            writer.Write(line.Value);
            writer.Write((byte)line.Arm);
        }
        _course.Write(writer);
        Watch.Write(writer);
        Pending.Write(writer);
    }

    public void Read(BinaryReader reader)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i].Test = new(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
            _sums[i].Squares = reader.ReadDouble();
        }
        for (var arm = 0; arm < _customers.Length; arm++) _customers[arm] = reader.ReadInt64();
        var (predicted, gaps) = (new double[_arms], new double[_arms]);
        foreach (var numbers in (double[][])[predicted, gaps])
            for (var arm = 0; arm < _arms; arm++) numbers[arm] = reader.ReadDouble();
        _predictions.Merge(new(predicted, gaps));
        for (var arm = 0; arm < _adjusted.Length; arm++)
            _adjusted[arm] = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        (LastAt, Seen, Carried, OutsideArms, Uncorrected) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        for (var left = reader.ReadInt32(); left > 0; left--) _recent.Add(new(reader.ReadInt64(), reader.ReadDouble(), reader.ReadByte()));
        _course.Read(reader);
        Watch.Read(reader);
        Pending.Read(reader);
    }

    // Before the outcomes are counted: a prediction uses the past alone.
    private void Predict(int arm, long outcomes)
    {
        if (_arms > 1) _predictions.Note(ArmsOfMeasure(), arm, outcomes);
    }

    private EmpiricalBernsteinSums[] ArmsOfMeasure()
    {
        var arms = new EmpiricalBernsteinSums[_arms];
        for (var arm = 0; arm < _arms; arm++) arms[arm] = _sums[arm].Test;
        return arms;
    }

    private void Note(long n, double sum, double v, double x, int arm, long position, long atMicros, bool watched)
    {
        Step(atMicros, n, sum, v);
        List(new(position, x, arm));
        if (watched && _arms == 1) Watch.Add(atMicros, x);
    }

    private void Step(long atMicros, long n, double sum, double v) => _course.Add(atMicros, n, sum, v);

    private int Index(int track, int arm) => track * _arms + arm;

    private ref TrackSums Sums(int track, int arm) => ref _sums[Index(track, arm)];

    /// <summary>What is kept of a track and arm.</summary>
    private struct TrackSums
    {
        public EmpiricalBernsteinSums Test;
        public double Squares;
    }
}

/// <summary>An interaction that counts as evidence.</summary>
/// <param name="Position">Its position in the journal.</param>
/// <param name="Value">What it said, 0–1 where more is better.</param>
/// <param name="Arm">Its arm, 0 when there are none.</param>
public readonly record struct EvidenceLine(long Position, double Value, int Arm);

/// <summary>A partition's share of a promise's evidence, or several merged; a copy.</summary>
public sealed record EvidenceShare
{
    /// <summary>Points of a course that is drawn, at most.</summary>
    public const int DrawnMax = 120;

    /// <summary>Position of what opened it.</summary>
    public required long Id { get; init; }
    /// <summary>Only what happened from here on counts, Unix microseconds.</summary>
    public required long Since { get; init; }
    /// <summary>How many arms.</summary>
    public required int Arms { get; init; }
    /// <summary>Sums for each track and arm: index track × arms + arm.</summary>
    public required IReadOnlyList<EmpiricalBernsteinSums> Sums { get; init; }
    /// <summary>Sums of squares, by the same index.</summary>
    public required IReadOnlyList<double> Squares { get; init; }
    /// <summary>Customers met for the first time, by arm.</summary>
    public required IReadOnlyList<long> Customers { get; init; }
    /// <summary>What was predicted of each arm's outcomes.</summary>
    public required ArmPredictions Predictions { get; init; }
    /// <summary>Outcomes of each arm with the number from before; empty when none is taken off.</summary>
    public required IReadOnlyList<AdjustedArmSums> Adjusted { get; init; }
    /// <summary>When the last of it happened, Unix microseconds; 0 before any.</summary>
    public required long LastAt { get; init; }
    /// <summary>The minute in which the last of it happened that counts, Unix microseconds; 0 before any.</summary>
    public long CountedAt { get; init; }
    /// <summary>Interactions that the promise is about.</summary>
    public required long Seen { get; init; }
    /// <summary>Those that carried the data it needs.</summary>
    public required long Carried { get; init; }
    /// <summary>Those in none of its arms.</summary>
    public required long OutsideArms { get; init; }
    /// <summary>Reversed postings that still count.</summary>
    public required long Uncorrected { get; init; }
    /// <summary>What waits for a later event.</summary>
    public required long Waiting { get; init; }
    /// <summary>What each part has for the watch; empty where nobody asked for it, or a part has not heard yet that it is to be watched.</summary>
    public required IReadOnlyList<WatchedSteps> Watch { get; init; }
    /// <summary>Steps of a minute.</summary>
    public required IReadOnlyList<EvidenceStep> Minutes { get; init; }
    /// <summary>Steps of an hour.</summary>
    public required IReadOnlyList<EvidenceStep> Hours { get; init; }
    /// <summary>Steps of a day.</summary>
    public required IReadOnlyList<EvidenceStep> Days { get; init; }
    /// <summary>The latest interactions.</summary>
    public required IReadOnlyList<EvidenceLine> Recent { get; init; }

    /// <summary>All arms of a track together.</summary>
    public EmpiricalBernsteinSums Track(int track)
    {
        var sums = default(EmpiricalBernsteinSums);
        for (var arm = 0; arm < Arms; arm++) sums.Merge(Sums[track * Arms + arm]);
        return sums;
    }

    /// <summary>Variance of the observations of the measure, all arms together; NaN below two.</summary>
    public double Variance
    {
        get
        {
            var sums = Track(0);
            return sums.N < 2 ? double.NaN : Math.Max(0, (Squares.Take(Arms).Sum() - sums.Sum * sums.Mean) / (sums.N - 1));
        }
    }

    /// <summary>Merges the shares of the same evidence.</summary>
    public static EvidenceShare Merge(IReadOnlyList<EvidenceShare> shares)
    {
        var first = shares[0];
        var (sums, squares) = (new EmpiricalBernsteinSums[first.Sums.Count], new double[first.Squares.Count]);
        var (customers, adjusted) = (new long[first.Customers.Count], new AdjustedArmSums[first.Adjusted.Count]);
        var predictions = new ArmPredictions(first.Arms);
        var (lastAt, seen, carried, outside, uncorrected, waiting) = (0L, 0L, 0L, 0L, 0L, 0L);
        // Once a second for every promise and partition, so plainly.
        foreach (var share in shares)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i].Merge(share.Sums[i]);
                squares[i] += share.Squares[i];
            }
            for (var arm = 0; arm < customers.Length; arm++) customers[arm] += share.Customers[arm];
            for (var arm = 0; arm < adjusted.Length; arm++) adjusted[arm] = adjusted[arm].Merge(share.Adjusted[arm]);
            predictions.Merge(share.Predictions);
            lastAt = Math.Max(lastAt, share.LastAt);
            (seen, carried, outside) = (seen + share.Seen, carried + share.Carried, outside + share.OutsideArms);
            (uncorrected, waiting) = (uncorrected + share.Uncorrected, waiting + share.Waiting);
        }
        return first with
        {
            Sums = sums,
            Squares = squares,
            Customers = customers,
            Predictions = predictions,
            Adjusted = adjusted,
            LastAt = lastAt,
            CountedAt = shares.Max(share => share.CountedAt),
            Seen = seen,
            Carried = carried,
            OutsideArms = outside,
            Uncorrected = uncorrected,
            Waiting = waiting,
            // A part that lags by the verdict it is watched since has none yet: without it the others would say too much.
            Watch = shares.All(share => share.Watch.Count > 0) ? [.. shares.SelectMany(share => share.Watch)] : [],
            Minutes = Steps(shares, share => share.Minutes),
            Hours = Steps(shares, share => share.Hours),
            Days = Steps(shares, share => share.Days),
            Recent = shares.All(share => share.Recent.Count == 0) ? [] : [.. shares.SelectMany(share => share.Recent).OrderByDescending(line => line.Position)],
        };
    }

    private static IReadOnlyList<EvidenceStep> Steps(IReadOnlyList<EvidenceShare> shares, Func<EvidenceShare, IReadOnlyList<EvidenceStep>> of) =>
        shares.All(share => of(share).Count == 0) ? [] : EvidenceStep.Merge(shares.SelectMany(of));
}
