using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Sequences.Tests;

/// <summary>The three forms of every kernel agree exactly with each other and with the definition, whatever arrives.</summary>
public sealed class KernelAgreementTests
{
    private static readonly Gen<(Event[] Events, ushort[][] Steps, long Window, long AsOf)> FunnelCases = Gen.Select(
        Arrivals.Awkward,
        Gen.UShort[0, 5].Array[1, 2].Array[1, 4],
        Gen.Long[1, 20].Select(d => d * Instant.MicrosPerDay / 2),
        Gen.Long[0, 60].Select(d => d * Instant.MicrosPerDay / 2));

    [Fact]
    public void A_funnel_counts_the_best_attempt_of_each_customer_in_every_form() => FunnelCases.Sample(c =>
    {
        var definition = new FunnelDefinition([.. c.Steps], TimeSpan.FromMicroseconds(c.Window));
        var expected = Oracles.Funnel(c.Events, c.Steps, c.Window, c.AsOf).Text();
        var columns = Arrivals.Columns(c.Events);

        Assert.Equal(expected, Funnel.Count(definition, SortedColumns.From(columns), new(c.AsOf)).Text());
        var (inArrivalOrder, live) = (new Funnel(definition), new Funnel(definition));
        inArrivalOrder.ObserveAll(columns);
        Assert.Equal(expected, inArrivalOrder.Counts(new(c.AsOf)).Text());
        new LiveSequences(new EventColumns(), live).Feed(c.Events);
        Assert.Equal(expected, live.Counts(new(c.AsOf)).Text());
    });

    [Fact]
    public void A_directly_follows_graph_counts_each_pair_in_every_form() => Arrivals.Awkward.Sample(events =>
    {
        var columns = Arrivals.Columns(events);
        var sorted = FollowsGraph.Of(SortedColumns.From(columns));
        var (inArrivalOrder, live) = (new DirectlyFollows(), new DirectlyFollows());
        inArrivalOrder.ObserveAll(columns);
        new LiveSequences(new EventColumns(), live).Feed(events);

        var expected = Oracles.Follows(events);
        Assert.Equal(expected.Count, sorted.EdgeCount);
        foreach (var edge in sorted.Edges())
        {
            var (count, millis) = expected[(edge.From, edge.To)];
            Assert.Equal(count, edge.Count);
            Assert.Equal(TimeSpan.FromMilliseconds((double)millis / count), edge.Mean);
        }
        Assert.Equal(sorted.Text(), inArrivalOrder.Graph().Text());
        Assert.Equal(sorted.Text(), live.Graph().Text());
    });

    [Fact]
    public void Paths_are_counted_the_same_in_every_form() => Gen.Select(Arrivals.Awkward, Gen.Int[1, 8]).Sample((events, steps) =>
    {
        var columns = Arrivals.Columns(events);
        var sorted = Paths.Count(SortedColumns.From(columns), steps);
        var (inArrivalOrder, live) = (new Paths(steps), new Paths(steps));
        inArrivalOrder.ObserveAll(columns);
        new LiveSequences(new EventColumns(), live).Feed(events);

        var expected = Oracles.Paths(events, steps);
        Assert.Equal(expected.OrderBy(p => p.Key), sorted.Top(int.MaxValue)
            .ToDictionary(p => string.Join('>', p.Touchpoints), p => p.Count).OrderBy(p => p.Key));
        Assert.Equal(sorted.Text(), inArrivalOrder.Counts().Text());
        Assert.Equal(sorted.Text(), live.Counts().Text());
    });

    [Fact]
    public void Retention_is_counted_the_same_in_every_form() =>
        Gen.Select(Arrivals.Awkward, Gen.Long[-3, 60], Gen.Long[1, 40]).Sample((events, anchorDays, spread) =>
        {
            var anchor = new Instant(anchorDays * Instant.MicrosPerDay);
            events = [.. events.Select(e => e with { Micros = e.Micros * spread })];
            var columns = Arrivals.Columns(events);
            var sorted = Retention.Count(SortedColumns.From(columns), anchor);
            var (inArrivalOrder, live) = (new Retention(anchor), new Retention(anchor));
            inArrivalOrder.ObserveAll(columns);
            new LiveSequences(new EventColumns(), live).Feed(events);

            var expected = Oracles.Retention(events, anchor.UnixMicros);
            var actual = sorted.Cohorts.SelectMany(c => c.Retained.Select((count, after) =>
                (Key: ((c.Week.UnixMicros - anchor.UnixMicros) / Retention.MicrosPerWeek, after), Count: count)))
                .Where(c => c.Count > 0).ToDictionary(c => c.Key, c => c.Count);
            Assert.Equal(expected.OrderBy(p => p.Key), actual.OrderBy(p => p.Key));
            Assert.Equal(sorted.Text(), inArrivalOrder.Table().Text());
            Assert.Equal(sorted.Text(), live.Table().Text());
        });

    [Fact]
    [Trait("merges", nameof(FunnelCounts))]
    [Trait("merges", nameof(FollowsGraph))]
    [Trait("merges", nameof(PathCounts))]
    [Trait("merges", nameof(RetentionTable))]
    public void Counts_of_partitions_merge_into_the_counts_of_the_whole() =>
        Gen.Select(FunnelCases, Gen.Int[1, 4]).Sample((c, partitions) =>
        {
            var definition = new FunnelDefinition([.. c.Steps], TimeSpan.FromMicroseconds(c.Window));
            var whole = SortedColumns.From(Arrivals.Columns(c.Events));
            var parts = c.Events.GroupBy(e => e.Customer % partitions)
                .Select(g => SortedColumns.From(Arrivals.Columns(g))).Append(SortedColumns.From(new EventColumns())).ToArray();

            Assert.Equal(
                Funnel.Count(definition, whole, new(c.AsOf)).Text(),
                parts.Select(p => Funnel.Count(definition, p, new(c.AsOf))).Aggregate((a, b) => a.Merge(b)).Text());
            var (graph, paths, retention) = (new FollowsGraph(), new PathCounts(), new RetentionTable(default));
            foreach (var part in parts)
            {
                graph.Merge(FollowsGraph.Of(part));
                paths.Merge(Paths.Count(part, 3));
                retention.Merge(Retention.Count(part, default));
            }
            Assert.Equal(FollowsGraph.Of(whole).Text(), graph.Text());
            Assert.Equal(Paths.Count(whole, 3).Text(), paths.Text());
            Assert.Equal(Retention.Count(whole, default).Text(), retention.Text());
        });

    [Fact]
    public void A_kernel_that_joins_late_answers_like_one_that_was_there_from_the_start() =>
        Gen.Select(Arrivals.Awkward, Arrivals.Awkward).Sample((before, after) =>
        {
            after = [.. after.Select(e => e with { Position = e.Position + 1000 })];
            var columns = Arrivals.Columns(before);
            var joined = new DirectlyFollows();
            new LiveSequences(columns, joined).Feed(after);
            Assert.Equal(FollowsGraph.Of(SortedColumns.From(Arrivals.Columns([.. before, .. after]))).Text(), joined.Graph().Text());
        });

    [Fact]
    public void A_period_cuts_every_trace_at_its_ends() =>
        Gen.Select(Arrivals.Awkward, Gen.Long[0, 40], Gen.Long[0, 40]).Sample((events, a, b) =>
        {
            var (from, to) = (Math.Min(a, b) * Instant.MicrosPerDay / 2, Math.Max(a, b) * Instant.MicrosPerDay / 2);
            var cut = SortedColumns.From(Arrivals.Columns(events)).Between(new(from), new(to));
            var expected = SortedColumns.From(Arrivals.Columns(events.Where(e => e.Micros >= from && e.Micros < to)));
            Assert.Equal(FollowsGraph.Of(expected).Text(), FollowsGraph.Of(cut).Text());
            Assert.Equal(expected.Count, cut.Count);
        });
}
