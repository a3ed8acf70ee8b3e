using Veinte.Model;
using Veinte.Sequences;

namespace Veinte.History;

/// <summary>
/// Answers questions about order with the scan kernels over columns read from the history: a customer's trace is that of
/// all identifiers merged into him, reversed interactions are left out. Columns are kept between questions and extended
/// by what is new; an answer says what it is based on. Thread-safe.
/// </summary>
public sealed class HistorySequences(HistoryIndex index, HistoryQueries queries) : IDisposable
{
    /// <summary>Paths of an answer at most.</summary>
    public const int PathsMax = 200;

    /// <summary>Edges of an answer at most.</summary>
    public const int EdgesMax = 2000;

    private static readonly Instant AMonday = new(4 * Instant.MicrosPerDay);

    private readonly SequenceCache _cache = new(index, queries);

    /// <summary>How many customers pass from step to step, within a window from the first.</summary>
    /// <param name="steps">For each step the names of the touchpoints that make it.</param>
    /// <param name="window">From the first step of an attempt.</param>
    /// <param name="filter">Which interactions are looked at.</param>
    /// <param name="now">An attempt whose window has not closed by now is still open.</param>
    /// <param name="cancel">Stops the question.</param>
    /// <exception cref="HistoryQuestionException">A touchpoint is unknown, or a bound is broken.</exception>
    public async Task<FunnelAnswer> Funnel(
        IReadOnlyList<IReadOnlyList<string>> steps, TimeSpan window, HistoryFilter filter, Instant now, CancellationToken cancel = default)
    {
        var (columns, basis, names) = await Columns(filter, cancel);
        FunnelDefinition definition;
        try
        {
            definition = new([.. steps.Select(step => step.Select(name => CodeOf(names, name)).ToArray())], window);
        }
        catch (ArgumentException refused)
        {
            throw new HistoryQuestionException(refused.Message);
        }
        var counts = Sequences.Funnel.Count(definition, columns, now);
        var answers = new FunnelStep[steps.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = new(
                steps[i], counts.Reached[i], counts.StillOpen[i], Proportion.Share(counts.Reached[i], counts.Reached[Math.Max(0, i - 1)]),
                Proportion.Share(counts.Reached[i], counts.Reached[0]));
        }
        return new(basis, window.TotalHours, answers);
    }

    /// <summary>Which touchpoint comes directly after which, and how long that takes; most frequent first.</summary>
    public async Task<FollowsAnswer> Follows(HistoryFilter filter, int limit, CancellationToken cancel = default)
    {
        var (columns, basis, names) = await Columns(filter, cancel);
        var graph = FollowsGraph.Of(columns);
        var edges = graph.Edges();
        return new(
            basis, edges.Count,
            [
                .. edges.Take(Math.Clamp(limit, 1, EdgesMax)).Select(edge => new FollowsEdgeAnswer(
                    names[edge.From], names[edge.To], edge.Count, edge.Mean.TotalSeconds, edge.Median.TotalSeconds, edge.P90.TotalSeconds)),
            ],
            Ends(names, graph.StartsWith), Ends(names, graph.EndsWith));
    }

    /// <summary>The most frequent paths of the first <paramref name="steps"/> touchpoints.</summary>
    public async Task<PathsAnswer> Paths(HistoryFilter filter, int steps, int limit, CancellationToken cancel = default)
    {
        var (columns, basis, names) = await Columns(filter, cancel);
        var counts = Sequences.Paths.Count(columns, Math.Clamp(steps, 1, Sequences.Paths.StepsMaxLimit));
        return new(
            basis, counts.Distinct, counts.Beyond,
            [
                .. counts.Top(Math.Clamp(limit, 1, PathsMax)).Select(path => new PathAnswer(
                    [.. path.Touchpoints.Select(code => names[code])], Proportion.Share(path.Count, counts.Total))),
            ]);
    }

    /// <summary>How many customers come back in the weeks after their first. Weeks begin on Monday at midnight, <paramref name="offset"/> ahead of UTC.</summary>
    public async Task<RetentionAnswer> Retention(HistoryFilter filter, TimeSpan offset, CancellationToken cancel = default)
    {
        var (columns, basis, _) = await Columns(filter, cancel);
        var table = Sequences.Retention.Count(columns, new(AMonday.UnixMicros - offset.Ticks / TimeSpan.TicksPerMicrosecond));
        return new(basis, [.. table.Cohorts.Select(cohort => new RetentionCohortAnswer(cohort.Week.ToDateTimeOffset(), cohort.Customers, cohort.Retained))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private async Task<(SortedColumns Columns, SequenceBasis Basis, IReadOnlyList<string> Names)> Columns(HistoryFilter filter, CancellationToken cancel)
    {
        var kept = await _cache.Get(filter with { From = null, To = null }, cancel);
        var columns = filter.From is null && filter.To is null
            ? kept.Sorted
            : kept.Sorted.Between(filter.From ?? new(long.MinValue), filter.To ?? new(long.MaxValue));
        return (columns, new(kept.Position.Value, columns.Count, FollowedCustomers(columns), kept.LeftOff), kept.Names);
    }

    private static long FollowedCustomers(SortedColumns columns)
    {
        var customers = 0L;
        for (var customer = 0; customer < columns.Customers; customer++)
            if (columns[customer].Length > 0)
                customers++;
        return customers;
    }

    private static ushort CodeOf(IReadOnlyList<string> names, string name)
    {
        for (var code = 1; code < names.Count; code++)
            if (names[code] == name)
                return (ushort)code;
        throw new HistoryQuestionException($"There is no touchpoint '{name}' in the history. Ask /api/v1/accounts?kind=touchpoint for their names.");
    }

    private static IReadOnlyList<TouchpointCount> Ends(IReadOnlyList<string> names, Func<ushort, long> countOf) =>
    [
        .. Enumerable.Range(0, names.Count).Select(code => new TouchpointCount(names[code], countOf((ushort)code)))
            .Where(end => end.Count > 0).OrderByDescending(end => end.Count).Take(EdgesMax),
    ];
}

/// <summary>What an answer is based on.</summary>
/// <param name="Position">The books up to here.</param>
/// <param name="Interactions">Interactions looked at.</param>
/// <param name="Customers">Customers they belong to.</param>
/// <param name="LeftOff">Older interactions that were not looked at, because there are more than are kept in memory.</param>
public sealed record SequenceBasis(long Position, long Interactions, long Customers, long LeftOff);

/// <summary>A step of a funnel.</summary>
/// <param name="Touchpoints">What makes it.</param>
/// <param name="Reached">Customers who came to it or further.</param>
/// <param name="StillOpen">Customers who came to it, no further, and may still go on.</param>
/// <param name="FromPrevious">Share of those who came to the step before.</param>
/// <param name="FromFirst">Share of those who came to the first step.</param>
public sealed record FunnelStep(IReadOnlyList<string> Touchpoints, long Reached, long StillOpen, Proportion FromPrevious, Proportion FromFirst);

/// <summary>A funnel.</summary>
public sealed record FunnelAnswer(SequenceBasis Basis, double WindowHours, IReadOnlyList<FunnelStep> Steps);

/// <summary>One touchpoint directly after another.</summary>
/// <param name="From">The earlier one.</param>
/// <param name="To">The later one.</param>
/// <param name="Count">How often.</param>
/// <param name="MeanSeconds">Mean time between.</param>
/// <param name="MedianSeconds">Median time between, off by at most 25 %.</param>
/// <param name="P90Seconds">Time that nine tenths do not exceed, off by at most 25 %.</param>
public sealed record FollowsEdgeAnswer(string From, string To, long Count, double MeanSeconds, double MedianSeconds, double P90Seconds);

/// <summary>How many traces begin or end with a touchpoint.</summary>
public sealed record TouchpointCount(string Touchpoint, long Count);

/// <summary>A directly-follows graph. <paramref name="EdgesInAll"/> may be more than the edges given.</summary>
public sealed record FollowsAnswer(
    SequenceBasis Basis, int EdgesInAll, IReadOnlyList<FollowsEdgeAnswer> Edges, IReadOnlyList<TouchpointCount> Starts, IReadOnlyList<TouchpointCount> Ends);

/// <summary>A path and the share of customers who took it.</summary>
public sealed record PathAnswer(IReadOnlyList<string> Touchpoints, Proportion Customers);

/// <summary>The most frequent paths. <paramref name="Beyond"/> customers took paths that were too many to tell apart.</summary>
public sealed record PathsAnswer(SequenceBasis Basis, long Distinct, long Beyond, IReadOnlyList<PathAnswer> Paths);

/// <summary>The customers of one week and how many were there in the weeks after, their own first.</summary>
public sealed record RetentionCohortAnswer(DateTimeOffset Week, long Customers, IReadOnlyList<long> Retained);

/// <summary>Weekly retention.</summary>
public sealed record RetentionAnswer(SequenceBasis Basis, IReadOnlyList<RetentionCohortAnswer> Cohorts);
