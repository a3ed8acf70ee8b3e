using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;

namespace Veinte.Engine.Moments;

/// <summary>What one partition has of an outcome; null when it does not know it.</summary>
/// <param name="Outcome">Its id.</param>
/// <param name="Dimension">0 journeys, 1 segments.</param>
/// <param name="Value">The journey or segment; null for all.</param>
/// <param name="From">First month (<see cref="OutcomeState.MonthOf"/>).</param>
/// <param name="To">Last month.</param>
/// <param name="Everything">Whether trips that may still end otherwise are wanted too.</param>
internal sealed record MomentsQuery(string Outcome, int Dimension, string? Value, int From, int To, bool Everything = false) : PartitionQuery<MomentsShare?>
{
    internal override MomentsShare? Answer(Partition partition)
    {
        if (partition.Folds.Find<MomentsFold>() is not { } fold) return null;
        return fold.Outcomes.TryGetValue(Outcome, out var outcome) && !outcome.Definition.Ended ? Of(outcome, fold.Names, fold.LatestAt, partition.Position) : null;
    }

    /// <summary>The share of an outcome's state.</summary>
    internal MomentsShare Of(OutcomeState outcome, IReadOnlyDictionary<ulong, string> names, long latestAt, long position)
    {
        var all = new TripCell();
        // Who may still come back has not stayed away yet.
        var pending = !Everything && outcome.Awaited && latestAt != long.MinValue ? MomentsReader.FirstPending(latestAt, outcome.Definition) : int.MaxValue;
        var months = new SortedDictionary<int, TripCell>();
        foreach (var (key, cell) in outcome.Cells)
        {
            if (key.Dimension != Dimension || key.Month >= pending || (Value is not null && key.Value != Value)) continue;
            if (!months.TryGetValue(key.Month, out var month)) months.Add(key.Month, month = new());
            month.Merge(cell);
            if (key.Month >= From && key.Month <= To) all.Merge(cell);
        }
        return new(
            outcome.Definition, outcome.Version, outcome.Position, outcome.DefinedAt, outcome.BackFilled, outcome.Missed, outcome.Uncorrected, latestAt, position,
            [.. outcome.Drivers.Select(driver => (driver, names.GetValueOrDefault(driver)))],
            [.. outcome.LeftOut.Select(left => (left.Key, names.GetValueOrDefault(left.Key), left.Value))],
            [.. outcome.Values(0)], [.. outcome.Values(1)], all, [.. months.Select(month => new MonthShare(month.Key, month.Value.Trips, month.Value.Groups.Total()))]);
    }
}

/// <summary>A partition's share of an answer: copies, which may leave the loop.</summary>
internal sealed record MomentsShare(
    OutcomeDefinition Definition, int Version, long Position, long DefinedAt, long BackFilled, long Missed, long Uncorrected, long LatestAt, long UpTo,
    IReadOnlyList<(ulong Key, string? Name)> Drivers, IReadOnlyList<(ulong Key, string? Name, long Trips)> LeftOut,
    IReadOnlyList<string> Journeys, IReadOnlyList<string> Segments, TripCell Trips, IReadOnlyList<MonthShare> Months);

/// <summary>Co-moments of one month, without the groups for errors.</summary>
internal sealed record MonthShare(int Month, long Trips, Statistics.CoMoments Moments);

/// <summary>The names that a partition knows of touchpoints asked for.</summary>
internal sealed record MomentNamesQuery(IReadOnlyList<ulong> Keys) : PartitionQuery<IReadOnlyList<(ulong Key, string Name)>>
{
    internal override IReadOnlyList<(ulong Key, string Name)> Answer(Partition partition)
    {
        var names = partition.Folds.Find<MomentsFold>()?.Names;
        return names is null ? [] : [.. Keys.Where(names.ContainsKey).Select(key => (key, names[key]))];
    }
}

/// <summary>Which outcomes there are.</summary>
internal sealed record OutcomesQuery : PartitionQuery<IReadOnlyList<OutcomeView>>
{
    internal override IReadOnlyList<OutcomeView> Answer(Partition partition) => partition.Folds.Find<MomentsFold>() is not { } fold ? [] :
    [
        .. fold.Outcomes.Values.Where(outcome => !outcome.Definition.Ended).Select(outcome => new OutcomeView(
            outcome.Id, outcome.Version, outcome.Definition, outcome.Cells.Where(cell => cell.Key.Dimension == 0).Sum(cell => cell.Value.Trips),
            outcome.Position == 0 ? null : new Model.Instant(outcome.DefinedAt).ToDateTimeOffset(), outcome.BackFilled, outcome.Missed)),
    ];
}
