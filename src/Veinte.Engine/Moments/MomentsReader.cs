using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// Where moments of truth are read: asks every partition for its share and merges them. Thread-safe. An answer costs the same
/// at any length of history.
/// </summary>
/// <param name="books">The books.</param>
/// <param name="pasts">What came before outcomes that were defined after their data; null to leave it out.</param>
public sealed class MomentsReader(Books books, OutcomePasts? pasts = null)
{
    /// <summary>The outcomes that can be asked for.</summary>
    public async Task<IReadOnlyList<OutcomeView>> Outcomes(CancellationToken cancel = default) =>
    [
        .. (await books.AskEach(new OutcomesQuery(), cancel)).SelectMany(part => part).GroupBy(view => view.Id)
            .Select(views => views.First() with { Trips = views.Sum(view => view.Trips), BackFilled = views.Sum(view => view.BackFilled), Missed = views.Sum(view => view.Missed) })
            .Select(view => pasts?.Find(view.Id, view.Version) is { } past ? past.Completing(view) : view)
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

    /// <summary>The outcome that is shown where none is asked for: the recommendation once it has trips, else the one with most; null without any.</summary>
    public static OutcomeView? Leading(IReadOnlyList<OutcomeView> outcomes) =>
        outcomes.FirstOrDefault(one => one is { Id: OutcomeDefinition.RecommendationId, Trips: > 0 }) ?? outcomes.FirstOrDefault();

    /// <summary>A touchpoint's share in what is explained of the leading outcome, where it is a moment of truth for it; else null.</summary>
    public async Task<(OutcomeView Outcome, double Share)?> MomentAt(string touchpoint, CancellationToken cancel = default) =>
        Leading(await Outcomes(cancel)) is { Trips: > 0 } outcome
        && (await Of(new(outcome.Id), cancel))?.Items.FirstOrDefault(item => item.Touchpoint == touchpoint) is { MomentOfTruth: true } item
            ? (outcome, item.Share) : null;

    /// <summary>Version and position of an outcome's definition in force; 0 when there is none.</summary>
    public Task<(int Version, long Position)> DefinitionOf(string outcome, CancellationToken cancel = default) =>
        books.DefinitionAt(MomentsFold.Capability, outcome, cancel);

    internal async Task<(MomentsMerge Merge, OutcomeView Outcome)?> Merged(MomentsAsked asked, bool everything, CancellationToken cancel)
    {
        var (dimension, value) = asked.Segment is not null ? (1, asked.Segment) : (0, asked.Journey);
        var from = asked.From is { } begin ? OutcomeState.MonthOf(Instant.From(begin).UnixMicros) : int.MinValue;
        var to = asked.To is { } end ? OutcomeState.MonthOf(Instant.From(end).UnixMicros - 1) : int.MaxValue;
        var query = new MomentsQuery(asked.Outcome, dimension, value, from, to, everything);
        MomentsShare[] shares = [.. (await books.AskEach(query, cancel)).OfType<MomentsShare>()];
        if (shares.Length == 0) return null;
        var first = shares[0];
        var past = pasts?.Find(asked.Outcome, first.Version);
        // What is compared with history is what the stream itself keeps.
        IReadOnlyList<MomentsShare> all = past is null || everything ? shares : [.. shares, past.Share(query)];
        var unnamed = MomentsMerge.Unnamed(all);
        var merge = new MomentsMerge(all, unnamed.Count == 0 ? [] : (await books.AskEach(new MomentNamesQuery(unnamed), cancel)).SelectMany(names => names));
        var outcome = new OutcomeView(
            asked.Outcome, first.Version, first.Definition, shares.Sum(share => share.Months.Sum(month => month.Trips)),
            first.Position == 0 ? null : new Instant(first.DefinedAt).ToDateTimeOffset(), shares.Sum(share => share.BackFilled), shares.Sum(share => share.Missed));
        return (merge, past?.Completing(outcome) ?? outcome);
    }

    /// <summary>The first month whose trips may still end otherwise, for an outcome that is waited for.</summary>
    internal static int FirstPending(long latestAt, OutcomeDefinition definition) =>
        OutcomeState.MonthOf(latestAt - OutcomeReading.Within(definition) * Instant.MicrosPerDay);
}
