using System.Globalization;
using System.Text;
using Veinte.Embedded;
using Veinte.Engine.Folds;
using Veinte.Engine.Moments;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Benchmarks.Moments;

/// <summary>
/// What moments of truth cost: an interaction in the partition with 30 touchpoints of driver state against the same partition
/// without, in the same run; and a question over ten million trips. One thread.
/// Arguments: trips of the question (10,000,000), rounds (7).
/// </summary>
internal static class MomentsBenchmark
{
    private const int Touchpoints = 30;
    private const int GradesPerTrip = 12;
    private const int TripsPerRound = 8_000;
    private const int Partitions = 2;
    private const int Months = 24;
    private static readonly string[] Journeys = ["flight", "care", "loyalty"];

    public static async Task Run(string[] args)
    {
        var trips = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
        var folder = Directory.CreateTempSubdirectory("veinte-moments-").FullName;
        try
        {
            await Ingest(folder, rounds);
            await Question(folder, trips);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Ingest(string folder, int rounds)
    {
        await using var one = SqliteCheckpoints.Open(folder, 0);
        await using var two = SqliteCheckpoints.Open(folder, 1);
        var (plain, with) = (new Partition(0, 1, new(), one, await one.Open(1), live: null, folds: new FoldSet()),
            new Partition(0, 1, new(), two, await two.Open(1), live: null, folds: new FoldSet(new MomentsFold())));
        var (without, moments) = (new double[rounds], new double[rounds]);
        for (var round = -2; round < rounds; round++)
        {
            var record = Record(round + 2);
            var a = Measure.Once(() => Apply(plain, record)).Measure.CpuMs[0];
            var b = Measure.Once(() => Apply(with, record)).Measure.CpuMs[0];
            if (round >= 0) (without[round], moments[round]) = (a, b);
        }
        const double interactions = TripsPerRound * (GradesPerTrip + 1);
        var (base_, more) = (Median(without) * 1000 / interactions, Median(moments) * 1000 / interactions);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"partition, {Touchpoints} touchpoints, {GradesPerTrip} grades and one recommendation a trip: {base_:N2} cpu µs an interaction without moments, {more:N2} with; +{(more / base_ - 1) * 100:N0} % of the partition's work, +{more - base_:N2} µs"));
    }

    private static async Task Question(string folder, int trips)
    {
        var partitions = new Partition[Partitions];
        for (var p = 0; p < Partitions; p++)
        {
            var checkpoints = SqliteCheckpoints.Open(Directory.CreateDirectory(Path.Combine(folder, $"q{p}")).FullName, p);
            partitions[p] = new(p, Partitions, new(), checkpoints, await checkpoints.Open(1), live: null, folds: new FoldSet(new MomentsFold()));
        }
        var fill = Measure.Once(() => Fill(partitions, trips)).Measure;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trips:N0} trips counted: {fill.CpuMs[0] * 1000 / trips:N2} cpu µs a trip of {GradesPerTrip} touchpoints"));
        foreach (var (what, query) in (ReadOnlySpan<(string, MomentsQuery)>)
                 [("all", new("recommendation", 0, null, int.MinValue, int.MaxValue)), ("one journey, a year", new("recommendation", 0, "flight", 2025 * 12, 2025 * 12 + 11))])
        {
            var (view, measure) = Measure.Many(() => Ask(partitions, query), 7);
            Console.WriteLine($"question ({what}, {view.Trips:N0} trips, {view.Items.Count} touchpoints), median cpu ms and wall ms (7 runs): {measure}");
        }
        using var buffer = new StateBuffer();
        using var writer = new StateWriter(buffer);
        var written = Measure.Many(() =>
        {
            buffer.Clear();
            partitions[0].Folds.Write(writer);
            return buffer.Length;
        }, 5);
        Console.WriteLine($"state of a partition: {written.Result / 1048576.0:N1} MiB; to write it, median cpu ms and wall ms (5 runs): {written.Measure}");
    }

    private static MomentsView Ask(Partition[] partitions, MomentsQuery query)
    {
        var merge = new MomentsMerge([.. partitions.Select(partition => query.Answer(partition)!)]);
        return MomentsAnalysis.Of(merge, new("recommendation"), new("recommendation", 0, merge.Shares[0].Definition, merge.Trips.Trips, null, 0));
    }

    private static int Fill(Partition[] partitions, int trips)
    {
        var random = new Random(20);
        var keys = Enumerable.Range(0, Touchpoints).Select(t => OutcomeState.KeyOf($"t{t}")).ToArray();
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var times = Enumerable.Range(0, Months).Select(month => Instant.From(start.AddMonths(month)).UnixMicros + Instant.MicrosPerDay).ToArray();
        for (var trip = 0; trip < trips; trip++)
        {
            var at = times[trip % Months];
            var memory = new TripMemory();
            var (first, mood) = (random.Next(Touchpoints), random.NextDouble() * 4);
            for (var g = 0; g < GradesPerTrip; g++)
                memory.Insert(new MetGrade(at - 100 + g, keys[(first + g * 7) % Touchpoints], (ushort)(Math.Clamp((int)(mood + random.NextDouble() * 2), 0, 4) * 5_000)));
            var mark = new OutcomeMark
            {
                Outcome = 0, Version = 0, At = at, From = at - 1_000, Value = Math.Clamp(Math.Round(mood * 2 + random.NextDouble() * 3), 0, 10), Touchpoint = 0,
                Journey = Journeys[trip % Journeys.Length], Segment = "email",
            };
            partitions[trip % Partitions].Folds.Get<MomentsFold>().Outcomes["recommendation"].TryCount(memory, mark, (ulong)trip, lifted: null);
        }
        return trips;
    }

    private static int Apply(Partition partition, JournalRecord record)
    {
        partition.Apply(record);
        return 0;
    }

    private static JournalRecord Record(int round)
    {
        var random = new Random(round);
        using var builder = new EntryBatchBuilder();
        var position = (long)round * TripsPerRound * (GradesPerTrip + 1) + 1;
        var names = Enumerable.Range(0, Touchpoints).Select(t => Encoding.UTF8.GetBytes($"touchpoint {t}")).ToArray();
        var number = position;
        for (var trip = 0; trip < TripsPerRound; trip++)
        {
            var customer = Encoding.UTF8.GetBytes($"customer-{random.Next(20_000)}");
            for (var i = 0; i <= GradesPerTrip; i++, number++)
            {
                var verdict = i == GradesPerTrip;
                var at = new Instant(1_700_000_000_000_000 + number * 1_000_000);
                var message = Encoding.UTF8.GetBytes($"m{number}");
                builder.Add(new InteractionDraft
                {
                    Type = EventType.Track, Channel = Channel.Web, Intent = Intent.Unknown, CustomerKind = IdentifierKind.User, Customer = customer,
                    Message = StableHash.Message(1, message), MessageId = message, OccurredAt = at, ReceivedAt = at, OriginalAt = InteractionDraft.NoTime,
                    SentAt = InteractionDraft.NoTime, Source = "load"u8, Journey = "flight"u8,
                    Touchpoint = verdict ? "survey"u8 : names[random.Next(Touchpoints)],
                    Signals = verdict
                        ? new() { Present = SignalSet.Nps, Nps = random.Next(11) }
                        : new() { Present = SignalSet.Rating, Rating = 1 + random.Next(5), RatingMin = 1, RatingMax = 5 },
                });
            }
        }
        var batch = builder.Build();
        return new(new(position), (int)(number - position), batch.Payload);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
