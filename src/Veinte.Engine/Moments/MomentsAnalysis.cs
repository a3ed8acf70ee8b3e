using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// From the merged shares to an answer: which touchpoints can be judged, how much each moves the outcome and how sure that is.
/// Pure.
/// </summary>
internal static class MomentsAnalysis
{
    /// <summary>Trips that a touchpoint needs to be judged.</summary>
    public const int TripsMin = 30;

    /// <summary>Trips that two touchpoints must have in common.</summary>
    public const int TogetherMin = 20;

    /// <summary>Touchpoints whose asymmetry is judged together: the most frequent of the proven ones.</summary>
    private const int ContrastedMax = 20;

    private const int LmgMax = LmgImportance.UsualDrivers;

    /// <summary>The answer to a question.</summary>
    public static MomentsView Of(MomentsMerge merge, MomentsAsked asked, OutcomeView outcome)
    {
        var choice = Choice.Of(merge);
        var report = choice.Kept.Count == 0 ? null : DriverAnalysis.Of(choice.Groups);
        var total = merge.Trips.Groups.Total();
        var mean = MeanOf(total, 0);
        var items = report is { IsEnough: true } ? ItemsOf(merge, choice, report, total) : [];
        var journeys = merge.Shares.SelectMany(share => share.Journeys).Distinct().Order(StringComparer.Ordinal).ToArray();
        var segments = merge.Shares.SelectMany(share => share.Segments).Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(
            outcome, asked.Journey, asked.Segment, asked.From, asked.To, merge.Trips.Trips, Number(mean.Mean), Number(mean.Low), Number(mean.High),
            Number(report?.R2), Number(report?.R2Interval.Low), Number(report?.R2Interval.High), report is { IsEnough: true }, NeededOf(choice, report),
            Number(GradeMean(total, Enumerable.Range(0, merge.Names.Count), -1)), items, choice.TooFew, DriftOf(merge, choice, items), journeys, segments,
            report?.WasRepaired ?? false, PendingOf(merge, outcome));
    }

    /// <summary>How two answers differ, over the touchpoints that can be judged in both.</summary>
    public static IReadOnlyList<MomentChange> Compare(MomentsMerge first, MomentsMerge second)
    {
        var (a, b) = (Choice.Of(first), Choice.Of(second));
        string[] common = [.. a.Names(first).Intersect(b.Names(second), StringComparer.Ordinal)];
        if (common.Length == 0) return [];
        var before = DriverAnalysis.Of(a.Only(first, common));
        var after = DriverAnalysis.Of(b.Only(second, common));
        if (!before.IsEnough || !after.IsEnough) return [];
        DriverChange[] changes = [.. Enumerable.Range(0, common.Length).Select(j => DriverAnalysis.Change(before, after, j))];
        var adjusted = Multiplicity.Holm([.. changes.Select(change => double.IsNaN(change.P) ? 1 : change.P)]);
        return [.. changes.Select((change, j) => new MomentChange(common[j], change.Difference, double.IsNaN(change.P) ? null : adjusted[j])).OrderBy(change => change.P ?? 1)];
    }

    private static IReadOnlyList<MomentView> ItemsOf(MomentsMerge merge, Choice choice, DriverReport report, CoMoments total)
    {
        // Only proven ones have a kind, and two indicators each for rarely met ones would cost the others their errors.
        int[] contrasted = [.. report.Drivers.Where(driver => driver.IsSignificant).OrderByDescending(driver => driver.N).Take(ContrastedMax).Select(driver => choice.Kept[driver.Driver])];
        var contrasts = ContrastRegression.Of(merge.Trips.Contrast(), merge.Trips.Drivers, contrasted);
        var lmg = report.Drivers.Count <= LmgMax ? report.Drivers.Sum(driver => driver.Lmg) : double.NaN;
        var views = report.Drivers.Select(driver =>
        {
            var place = choice.Kept[driver.Driver];
            var (mean, low, high) = MeanOf(total, 1 + place);
            var rest = GradeMean(total, choice.Kept, place);
            var contrast = contrasts[place];
            return new MomentView(
                merge.Names[place], (long)driver.N, null, driver.IsSignificant,
                driver.IsSignificant && (driver.IsMomentOfTruth || contrast is { PenaltyProven: true }),
                driver.Share, Number(driver.ShareInterval.Low), Number(driver.ShareInterval.High), Number(lmg > 0 ? driver.Lmg / lmg : double.NaN),
                driver.Weight, driver.Correlation, driver.Coefficient, Number(driver.AdjustedP), driver.IsSignificant && driver.SignsDiffer,
                mean, Number(low), Number(high), Number(mean - rest), contrast?.Class, contrast?.Penalty, contrast?.Reward, contrast?.PenaltyP, contrast?.RewardP);
        }).ToArray();
        var rank = 0;
        return
        [
            .. views.Where(view => view.Significant).OrderByDescending(view => view.Share).ThenBy(view => view.Touchpoint, StringComparer.Ordinal)
                .Select(view => view with { Rank = ++rank }),
            .. views.Where(view => !view.Significant).OrderBy(view => view.Touchpoint, StringComparer.Ordinal),
        ];
    }

    private static long NeededOf(Choice choice, DriverReport? report) =>
        report is { IsEnough: true } ? 0 : Math.Max(TripsMin, choice.Kept.Count + 3);

    private static DateTimeOffset? PendingOf(MomentsMerge merge, OutcomeView outcome)
    {
        if (!OutcomeKinds.IsAwaited(outcome.Definition.Kind)) return null;
        var latest = merge.Shares.Max(share => share.LatestAt);
        return latest == long.MinValue ? null : FirstOf(MomentsReader.FirstPending(latest, outcome.Definition));
    }

    private static IReadOnlyList<DriftView> DriftOf(MomentsMerge merge, Choice choice, IReadOnlyList<MomentView> items)
    {
        if (items.Count == 0) return [];
        var names = merge.Names.ToList();
        // Within a single month only touchpoints that are met often enough there can be judged; the most important come first.
        int[] places = [.. items.Select(item => names.IndexOf(item.Touchpoint))];
        return
        [
            .. merge.Months().Select(month =>
            {
                var judged = JudgedIn(month.Moments, places);
                var variables = new int[1 + merge.Trips.Drivers];
                Array.Fill(variables, -1, 1, merge.Trips.Drivers);
                for (var k = 0; k < judged.Count; k++) variables[1 + judged[k]] = 1 + k;
                var correlations = CorrelationMatrix.From(TripCell.Arrange(month.Moments, variables, 1 + judged.Count));
                var enough = judged.Count > 0 && correlations.SmallestN >= Math.Max(TogetherMin, judged.Count + 2) && !correlations.IsConstant(0);
                var shares = enough ? RelativeWeights.Of(correlations).Shares : null;
                return new DriftView(FirstOf(month.Month), month.Trips, [.. places.Select(place => judged.IndexOf(place) is >= 0 and var k ? shares?[k] : null)]);
            }),
        ];
    }

    private static List<int> JudgedIn(CoMoments month, IReadOnlyList<int> places)
    {
        var judged = new List<int>();
        foreach (var place in places)
        {
            if (month.Weight(1 + place, 1 + place) < TripsMin) continue;
            if (judged.TrueForAll(other => month.Weight(1 + place, 1 + other) >= TogetherMin + judged.Count)) judged.Add(place);
        }
        return judged;
    }

    internal static DateTimeOffset FirstOf(int month) => new(Math.DivRem(month, 12, out var rest), rest + 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static (double Mean, double Low, double High) MeanOf(CoMoments moments, int variable)
    {
        var n = moments.Weight(variable, variable);
        if (n == 0) return (double.NaN, double.NaN, double.NaN);
        var interval = MeanScore.Interval(new Statistics.Moments(n, n, moments.Mean(variable), moments.SquaredDeviations(variable), 0, 0));
        return (moments.Mean(variable), interval.Low, interval.High);
    }

    private static double GradeMean(CoMoments moments, IEnumerable<int> places, int except)
    {
        var (sum, n) = (0.0, 0.0);
        foreach (var place in places)
        {
            var weight = place == except ? 0 : moments.Weight(1 + place, 1 + place);
            if (weight == 0) continue;
            sum += weight * moments.Mean(1 + place);
            n += weight;
        }
        return n > 0 ? sum / n : double.NaN;
    }

    internal static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>The touchpoints that can be judged, and why the others cannot.</summary>
    private sealed record Choice(IReadOnlyList<int> Kept, IReadOnlyList<TooFewView> TooFew, GroupedCoMoments Groups)
    {
        public static Choice Of(MomentsMerge merge)
        {
            var total = merge.Trips.Groups.Total();
            var left = new List<TooFewView>();
            var kept = new List<int>();
            for (var j = 0; j < merge.Names.Count; j++)
            {
                var n = (long)total.Weight(0, 1 + j);
                if (n < TripsMin)
                {
                    if (n > 0) left.Add(new(merge.Names[j], "few", n, TripsMin, null));
                }
                else if (double.IsNaN(total.Correlation(0, 1 + j)) && !double.IsNaN(total.Correlation(0, 0))) left.Add(new(merge.Names[j], "constant", n, 0, null));
                else kept.Add(j);
            }
            PartUntilTogether(merge, total, kept, left);
            left.AddRange(merge.LeftOut.Select(left => new TooFewView(left.Touchpoint, "full", left.Trips, 0, null)));
            return new(kept, [.. left.OrderBy(one => one.Touchpoint, StringComparer.Ordinal)], Narrowed(merge.Trips, kept));
        }

        public IEnumerable<string> Names(MomentsMerge merge) => Kept.Select(place => merge.Names[place]);

        public GroupedCoMoments Only(MomentsMerge merge, IReadOnlyList<string> names) =>
            Narrowed(merge.Trips, [.. names.Select(name => merge.Names.ToList().IndexOf(name))]);

        public int[] Places(int variables)
        {
            var places = Enumerable.Repeat(-1, variables).ToArray();
            places[0] = 0;
            for (var k = 0; k < Kept.Count; k++) places[1 + Kept[k]] = 1 + k;
            return places;
        }

        private static GroupedCoMoments Narrowed(TripCell trips, IReadOnlyList<int> kept)
        {
            var places = Enumerable.Repeat(-1, trips.Drivers).ToArray();
            for (var k = 0; k < kept.Count; k++) places[kept[k]] = k;
            return trips.Arranged(places, Math.Max(1, kept.Count)).Groups;
        }

        // Two touchpoints that hardly anybody meets on one trip cannot be told apart: the one with fewer trips steps back.
        private static void PartUntilTogether(MomentsMerge merge, CoMoments total, List<int> kept, List<TooFewView> left)
        {
            while (kept.Count > 1)
            {
                var needed = Math.Max(TogetherMin, kept.Count + 3);
                var (fewest, first, second) = (double.PositiveInfinity, -1, -1);
                foreach (var i in kept)
                    foreach (var j in kept)
                        if (i < j && total.Weight(1 + i, 1 + j) < fewest) (fewest, first, second) = (total.Weight(1 + i, 1 + j), i, j);
                if (fewest >= needed) return;
                var (gone, stays) = total.Weight(0, 1 + first) < total.Weight(0, 1 + second) ? (first, second) : (second, first);
                kept.Remove(gone);
                left.Add(new(merge.Names[gone], "apart", (long)fewest, needed, merge.Names[stays]));
            }
        }
    }
}
