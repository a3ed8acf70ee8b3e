using System.Globalization;
using System.Text;
using Veinte.Doors.Segment;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Measures;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Benchmarks.Past;

/// <summary>
/// What a reading of the past keeps in memory of a customer and of an interaction, measured against what <see cref="PastMemory"/> reckons with: customers with traits of some 200 bytes whose
/// interactions are spread over eight touchpoints and a year, read with few interactions and with many. Arguments: customers (100,000), interactions of each (5, then 20).
/// </summary>
internal static class PastBenchmark
{
    private static readonly Instant Start = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static Task Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var (few, many) = (args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 20);
        foreach (var (name, fold) in (ReadOnlySpan<(string, Func<IFold>)>)[("a split of measures", Measures), ("a back-test", Promise), ("what came before an outcome", Outcome)])
        {
            var (less, more) = (BytesOf(fold(), customers, few), BytesOf(fold(), customers, many));
            var interaction = (more - less) / ((double)(many - few) * customers);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {interaction:N0} bytes an interaction (reckoned {PastMemory.BytesPerInteraction}), {(less - interaction * few * customers) / customers:N0} bytes a customer (reckoned {PastMemory.BytesPerCustomer}); {more / 1e6:N0} MB for {customers:N0} customers with {many} each, reckoned {((double)PastMemory.BytesPerCustomer + many * PastMemory.BytesPerInteraction) * customers / 1e6:N0} MB"));
        }
        return Task.CompletedTask;
    }

    private static MeasuresBy Measures() => new(new(OfCustomer: true, "tier"), 20_000, 20_500, 21_000);

    private static PromisesFold Promise()
    {
        var fold = new PromisesFold { OwnOnly = true };
        var draft = new PromiseDefinition { Question = "?", State = PromiseWords.Running, Measure = new() { Kind = PromiseWords.Grade }, Target = 12, SmallestDifference = 1 };
        fold.Define(new("promises", "(past)", 1, "benchmark", draft.Write()), 0, Start.UnixMicros);
        return fold;
    }

    private static MomentsFold Outcome() => new(new OutcomeState("recommendation", 1, OutcomeDefinition.Recommendation, 0, 0), long.MaxValue);

    private static long BytesOf(IFold fold, int customers, int interactions)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var past = new PastPartition(fold, inForce: null, partitions: 8);
        using var builder = new EntryBatchBuilder();
        var position = 0L;
        for (var round = -1; round < interactions; round++)
        {
            for (var from = 0; from < customers; from += 500)
            {
                Fill(builder, round, from, Math.Min(from + 500, customers), interactions);
                var batch = builder.Build();
                past.Apply(new JournalRecord(new(position + 1), batch.Count, batch.Payload));
                position += batch.Count;
                builder.Clear();
            }
        }
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(past);
        return after - before;
    }

    // Round −1 makes the customers known.
    private static void Fill(EntryBatchBuilder builder, int round, int from, int to, int rounds)
    {
        var at = new Instant(Start.UnixMicros + (round + 1) * 360 * Instant.MicrosPerDay / (rounds + 1));
        var events = Enumerable.Range(from, to - from).Select(c => round < 0
            ? string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"identify","userId":"customer-{{{c}}}","messageId":"i{{{c}}}","traits":{"name":"Customer Number {{{c}}}","email":"customer.{{{c}}}@example.com","tier":"{{{(c % 3 == 0 ? "gold" : "basic")}}}","country":"ES","city":"Zaragoza","since":"2021-05-04","language":"es","newsletter":true}}""")
            : string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"track","event":"touchpoint-{{{(c + round) % 8}}}","userId":"customer-{{{c}}}","messageId":"m{{{c}}}-{{{round}}}","properties":{"rating":{{{1 + (c + round) % 5}}}{{{(round % 5 == 4 ? $",\"nps\":{(c + round) % 11}" : "")}}}}}"""));
        SegmentDoor.Read(Encoding.UTF8.GetBytes($$"""{"batch":[{{string.Join(',', events)}}]}"""), SegmentRoute.Batch, new("benchmark"), at, new(), builder);
    }
}
