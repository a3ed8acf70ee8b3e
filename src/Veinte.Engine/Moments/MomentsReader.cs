using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// Where moments of truth are read: asks every partition for its share and merges them. Thread-safe. An answer costs the same
/// at any length of history.
/// </summary>
/// <param name="books">The books.</param>
public sealed class MomentsReader(Books books)
{
    /// <summary>The outcomes that can be asked for.</summary>
    public async Task<IReadOnlyList<OutcomeView>> Outcomes(CancellationToken cancel = default) =>
    [
        .. (await books.AskEach(new OutcomesQuery(), cancel)).SelectMany(part => part).GroupBy(view => view.Id)
            .Select(views => views.First() with { Trips = views.Sum(view => view.Trips), BackFilled = views.Sum(view => view.BackFilled), Missed = views.Sum(view => view.Missed) })
            .OrderByDescending(view => view.Trips).ThenBy(view => view.Id, StringComparer.Ordinal),
    ];

    /// <summary>Which touchpoints move an outcome; null when there is no such outcome.</summary>
    public async Task<MomentsView?> Of(MomentsAsked asked, CancellationToken cancel = default) =>
        await Merged(asked, everything: false, cancel) is var (merge, outcome) ? MomentsAnalysis.Of(merge, asked, outcome) : null;

    /// <summary>How two answers on one outcome differ; null when there is no such outcome.</summary>
    public async Task<MomentsComparison?> Compare(MomentsAsked first, MomentsAsked second, CancellationToken cancel = default)
    {
        if (await Merged(first, everything: false, cancel) is not var (a, outcome) || await Merged(second, everything: false, cancel) is not var (b, _)) return null;
        return new(MomentsAnalysis.Of(a, first, outcome), MomentsAnalysis.Of(b, second, outcome), MomentsAnalysis.Compare(a, b));
    }

    /// <summary>The outcomes for which a touchpoint is a moment of truth, with its share.</summary>
    public async Task<IReadOnlyList<(OutcomeView Outcome, double Share)>> WhereMoment(string touchpoint, CancellationToken cancel = default)
    {
        var found = new List<(OutcomeView, double)>();
        foreach (var outcome in await Outcomes(cancel))
            if (outcome.Trips > 0 && (await Of(new(outcome.Id), cancel))?.Items.FirstOrDefault(item => item.Touchpoint == touchpoint) is { MomentOfTruth: true } item)
                found.Add((outcome, item.Share));
        return found;
    }

    internal async Task<int> VersionOf(string outcome, CancellationToken cancel) =>
        (await books.DefinitionAt(MomentsFold.Capability, outcome, cancel)).Version;

    internal async Task<(MomentsMerge Merge, OutcomeView Outcome)?> Merged(MomentsAsked asked, bool everything, CancellationToken cancel)
    {
        var (dimension, value) = asked.Segment is not null ? (1, asked.Segment) : (0, asked.Journey);
        var from = asked.From is { } begin ? OutcomeState.MonthOf(Instant.From(begin).UnixMicros) : int.MinValue;
        var to = asked.To is { } end ? OutcomeState.MonthOf(Instant.From(end).UnixMicros - 1) : int.MaxValue;
        MomentsShare[] shares = [.. (await books.AskEach(new MomentsQuery(asked.Outcome, dimension, value, from, to, everything), cancel)).OfType<MomentsShare>()];
        if (shares.Length == 0) return null;
        var first = shares[0];
        var merge = new MomentsMerge(shares);
        return (merge, new(
            asked.Outcome, first.Version, first.Definition, shares.Sum(share => share.Months.Sum(month => month.Trips)),
            first.Position == 0 ? null : new Instant(first.DefinedAt).ToDateTimeOffset(), shares.Sum(share => share.BackFilled), shares.Sum(share => share.Missed)));
    }

    /// <summary>The first month whose trips may still end otherwise, for an outcome that is waited for.</summary>
    internal static int FirstPending(long latestAt, OutcomeDefinition definition) =>
        OutcomeState.MonthOf(latestAt - OutcomeReading.Within(definition) * Instant.MicrosPerDay);
}
