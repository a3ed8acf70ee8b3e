using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Model;

namespace Veinte.Simulation.Lives;

/// <summary>Sets settled books beside plain ones and beside a replay of the whole journal.</summary>
internal sealed class Comparison(SimulatedBooks books, PartitionOptions options, string story)
{
    private readonly PlainBooks _plain = new();

    public void Run(IReadOnlySet<string> acknowledged, bool circles)
    {
        foreach (var record in books.Journal) _plain.Read(record);
        Equal(0, acknowledged.Except(_plain.Messages).Count(), "acknowledged messages that the journal lacks");
        CompareLines();
        CompareTotals();
        CompareProducers();
        CompareCustomers(circles);
        CompareWithReplay().GetAwaiter().GetResult();
    }

    private void CompareTotals()
    {
        var totals = books.Owners.Select(owner => owner.Partition.TotalsNow()).ToList();
        Equal(totals.Sum(t => t.ProducersMilli), totals.Sum(t => t.CustomersMilli + t.InTransitMilli), "customers and what is in transit against producers");
        Equal(0L, totals.Sum(t => t.InTransitMilli), "in transit although nothing is on its way");
        Equal(_plain.All, new Sum(totals.Sum(t => t.ProducersMilli), totals.Sum(t => t.Interactions), totals.Sum(t => t.Graded), _plain.All.Grades), "totals");
        Equal(_plain.Disputes.Count, books.Owners.Sum(owner => owner.Partition.NotesNow().Disputes.Count), "disputes");
    }

    private void CompareLines()
    {
        var posted = new HashSet<UInt128>();
        foreach (var owner in books.Owners)
        {
            var lines = owner.Partition.DaybookNow(1, int.MaxValue).Lines;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Kind is not (DaybookKind.Posting or DaybookKind.Ungraded) || posted.Add(lines[i].Message)) continue;
                var before = lines.TakeWhile(line => line.Message != lines[i].Message).Count();
                Equal("once", $"again after {i - before} lines, where {options.DedupeWindow} are remembered", $"message of position {lines[i].Position} is posted");
            }
        }
        Equal(_plain.Messages.Count, posted.Count, "messages with a line");
    }

    private void CompareProducers()
    {
        foreach (var ((kind, name), sum) in _plain.Producers)
        {
            var kept = books.Owners.SelectMany(owner => owner.Partition.ProducersNow(kind, name)).Aggregate(default(Sum), (total, account) => total + Sum.Of(account.Figures));
            Equal(sum, kept, $"{kind} {name}");
        }
    }

    private void CompareCustomers(bool circles)
    {
        var states = Story.Everybody.ToDictionary(identifier => identifier.Key, books.CustomerOf);
        Equal(states.Values.Count(state => state is { PointsTo: null }), (int)books.Owners.Sum(owner => owner.Partition.TotalsNow().Customers), "customers of their own");
        var (expected, kept) = (new Dictionary<UInt128, Sum>(), new Dictionary<UInt128, Sum>());
        foreach (var (key, state) in states)
        {
            var root = circles ? UInt128.Zero : RootOf(key, states);
            expected[root] = expected.GetValueOrDefault(root) + _plain.Own.GetValueOrDefault(key);
            if (state is null) continue;
            if (!circles && state.PointsTo is not null) Equal(default, Sum.Of(state.Figures), $"{state.Identifier} points to {state.PointsTo} and should hold nothing");
            kept[circles ? UInt128.Zero : key] = kept.GetValueOrDefault(circles ? UInt128.Zero : key) + Sum.Of(state.Figures);
        }
        foreach (var (root, sum) in expected) Equal(sum, kept.GetValueOrDefault(root), $"{(circles ? "all customers" : states[root]?.Identifier)}");
    }

    private static UInt128 RootOf(UInt128 key, Dictionary<UInt128, CustomerState?> states)
    {
        for (var hops = 0; hops < 20; hops++)
        {
            if (states.GetValueOrDefault(key)?.PointsTo is not { } next) return key;
            key = next.Key;
        }
        throw new InvalidOperationException("The merges form a circle.");
    }

    /// <summary>The same partitions from position 0, in one go and in memory: every figure, and every count of what was dropped.</summary>
    private async Task CompareWithReplay()
    {
        var replayed = new ReplayedPartitions(books.Owners.Count, options with { CustomersInMemoryMax = int.MaxValue / 2 }, restated: null);
        foreach (var record in books.Journal) replayed.Apply(record);
        var kept = new Kept(books);
        for (var p = 0; p < books.Owners.Count; p++)
        {
            var (live, anew) = (new BooksDigest(kept, p), new BooksDigest(replayed, p));
            Equal(await anew.Totals(default), await live.Totals(default), $"totals of partition {p}");
            foreach (var kind in (AccountKind[])[AccountKind.Touchpoint, AccountKind.Staff, AccountKind.Area])
                Equal(Told(await anew.Producers(kind, default)), Told(await live.Producers(kind, default)), $"{kind} accounts of partition {p}");
            Equal(Told(await anew.Customers(0, 1_000, default)), Told(await live.Customers(0, 1_000, default)), $"customers of partition {p}");
            Equal(Notes(await replayed.Ask(p, new NotesQuery())), Notes(await kept.Ask(p, new NotesQuery())), $"notes of partition {p}");
            var (a, b) = (await replayed.Ask(p, new DaybookQuery(1, int.MaxValue)), await kept.Ask(p, new DaybookQuery(1, int.MaxValue)));
            Equal(a.Count, b.Count, $"lines of partition {p}");
            Assert.True(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes<DaybookEntry>(a.Lines.ToArray())
                    .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes<DaybookEntry>(b.Lines.ToArray())), $"{story}: the daybook of partition {p} differs");
        }
    }

    private static string Told(IReadOnlyDictionary<string, string> lines) => string.Join('\n', lines.OrderBy(line => line.Key, StringComparer.Ordinal));

    private static string Notes(PartitionNotes notes) => string.Join('\n',
        [
            .. notes.Drops.Select(drop => $"{drop}").Order(StringComparer.Ordinal),
            .. notes.Disputes.Select(dispute => $"{dispute}").Order(StringComparer.Ordinal),
            .. notes.Imports.Select(import => $"{import}"),
            .. notes.Quarantine.Select(note => $"{note}"),
            .. notes.Policies.Select(policy => $"{policy.Version} {policy.Position}"),
        ]);

    private void Equal<T>(T expected, T found, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            throw new InvalidOperationException($"{story}: {what}: expected{Environment.NewLine}{expected}{Environment.NewLine}found{Environment.NewLine}{found}");
    }

    private sealed class Kept(SimulatedBooks books) : IPartitionCalls
    {
        public int Count => books.Owners.Count;

        public ValueTask<TAnswer> Ask<TAnswer>(int partition, PartitionQuery<TAnswer> query, CancellationToken cancel = default) =>
            new(query.Answer(books.Owners[partition].Partition));
    }
}
