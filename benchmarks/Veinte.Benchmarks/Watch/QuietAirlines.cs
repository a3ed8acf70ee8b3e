using System.Text.Json.Serialization.Metadata;
using Veinte.Doors.Segment;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Demo;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Watch;

/// <summary>
/// The demo's promises over years of its airline without any story (no storm, nothing that gets worse): through the door and partitions, with a judge that
/// looks after every minute in which something came in; and the same promises with targets just below what the airline reaches. Whatever the watch finds is
/// a false alarm.
/// </summary>
internal static class QuietAirlines
{
    private static readonly Instant Start = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What the airline reaches in the long run is some hundredths more.</summary>
    private static readonly Dictionary<string, double> Tight = new() { ["check-in-wait"] = 0.7, ["first-call"] = 0.93, ["in-flight-service"] = 13, ["wifi-works"] = 0.57 };

    public static Task Run(int airlines, int years)
    {
        Console.WriteLine($"The demo's promises over {airlines} quiet airlines of {years} years each");
        var tallies = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        for (var seed = 0; seed < airlines; seed++) new Year(2_000 + seed, tallies).Run(new(Start.UnixMicros + years * 365L * Instant.MicrosPerDay));
        foreach (var (id, tally) in tallies)
            Console.WriteLine($"{id,-25} watched for {tally.Watched / Instant.MicrosPerDay:N0} days; false alarms {WatchBenchmark.TimePerEvent(tally.Changes, tally.Watched / (double)Instant.MicrosPerDay)}; verdicts: {string.Join(", ", tally.Verdicts.Select(verdict => $"{verdict.Key} {verdict.Value}"))}; mean {tally.Sum / tally.N:0.000} of {tally.N:N0}");
        return Task.CompletedTask;
    }

    private sealed class Tally
    {
        public long Watched { get; set; }
        public long Changes { get; set; }
        public SortedDictionary<string, int> Verdicts { get; } = new(StringComparer.Ordinal);
        public double Sum { get; set; }
        public long N { get; set; }
    }

    private sealed class Year(int seed, SortedDictionary<string, Tally> tallies)
    {
        private const int Partitions = 2;
        private readonly Partition[] _partitions = [.. Enumerable.Range(0, Partitions).Select(Open)];
        private readonly Dictionary<string, (long Stamp, long At)> _seen = [];
        private long _position;

        public void Run(Instant until)
        {
            using var builder = new EntryBatchBuilder();
            using var json = new SegmentJson();
            DemoPromises.AddTo(builder, Start);
            Apply(builder);
            DefineTight();
            var airline = Aurora.Create((ulong)seed, new() { Stories = false, Today = Start });
            foreach (var minute in ByMinute(airline.Between(Start, until)))
            {
                var at = minute[^1].At;
                SegmentDoor.Read(json.Batch(minute, at).Span, SegmentRoute.Batch, new("aurora"), at, new(), builder);
                Apply(builder);
                Look(at);
            }
            foreach (var slot in Folds()[0].Slots.Where(slot => slot.IsRunning))
            {
                var sums = Read(slot.Id).Evidence!.Track(0);
                var tally = tallies[slot.Id];
                (tally.Sum, tally.N) = (tally.Sum + sums.Sum, tally.N + sums.N);
            }
        }

        private void DefineTight()
        {
            foreach (var slot in Folds()[0].Slots.Where(slot => slot.IsRunning).ToArray())
            {
                var id = $"{slot.Id}, tight";
                Append(EntryKind.DefinitionSet, Start, new DefinitionSet("promises", id, 1, "watch", (slot.Plan!.Definition with { Target = Tight[slot.Id] }).Write()), EntryJson.Default.DefinitionSet);
            }
        }

        private void Look(Instant now)
        {
            var folds = Folds();
            for (var i = 0; i < folds[0].Slots.Count; i++)
            {
                var slot = folds[0].Slots[i];
                if (!slot.IsRunning) continue;
                // What waits for a later event is settled by the hour.
                var stamp = slot.Plan!.Later ? now.UnixMicros / Instant.MicrosPerHour : folds.Sum(fold => fold.Slots[i].Evidence!.Seen);
                if (_seen.TryGetValue(slot.Id, out var last) && last.Stamp == stamp) continue;
                _seen[slot.Id] = (stamp, now.UnixMicros);
                if (!tallies.TryGetValue(slot.Id, out var tally)) tallies.Add(slot.Id, tally = new());
                var promise = Read(slot.Id);
                if (promise.VerdictWord == PromiseWords.Kept && last.At > 0) tally.Watched += now.UnixMicros - last.At;
                if (PromiseJudge.Change(promise, PromiseJudge.Judge(promise, now)) is not { } verdict) continue;
                if (verdict.Cause == "change") tally.Changes++;
                var words = $"{verdict.Verdict} ({verdict.Cause})";
                tally.Verdicts[words] = tally.Verdicts.GetValueOrDefault(words) + 1;
                Append(EntryKind.VerdictReached, now, verdict, EntryJson.Default.VerdictReached);
            }
        }

        private void Append<T>(EntryKind kind, Instant at, T body, JsonTypeInfo<T> type)
        {
            using var builder = new EntryBatchBuilder();
            builder.Add(new() { Kind = kind, Flags = EntryFlags.Broadcast, Message = StableHash.Message(3, $"n{_position}"), OccurredAt = at, ReceivedAt = at }, body, type);
            Apply(builder);
        }

        private PromisesFold[] Folds() => [.. _partitions.Select(partition => partition.Folds.Get<PromisesFold>())];

        private PromiseReading Read(string id) => PromiseReading.Merge([.. _partitions.SelectMany(partition => new PromisesQuery(id, PromiseDepth.Judged).Answer(partition))]);

        private static IEnumerable<List<SimulatedInteraction>> ByMinute(IEnumerable<SimulatedInteraction> events)
        {
            var minute = new List<SimulatedInteraction>();
            foreach (var happened in events)
            {
                if (minute.Count > 0 && happened.At.UnixMicros / Minute != minute[^1].At.UnixMicros / Minute)
                {
                    yield return minute;
                    minute = [];
                }
                minute.Add(happened);
            }
            if (minute.Count > 0) yield return minute;
        }

        private const long Minute = 60 * Instant.MicrosPerSecond;

        private void Apply(EntryBatchBuilder builder)
        {
            var batch = builder.Build();
            if (batch.Count > 0)
            {
                var record = new JournalRecord(new(_position + 1), batch.Count, batch.Payload);
                _position += batch.Count;
                foreach (var partition in _partitions) partition.Apply(record);
            }
            builder.Clear();
            Settle();
        }

        /// <summary>Lets what partitions send each other arrive.</summary>
        private void Settle()
        {
            foreach (var effect in _partitions.SelectMany(partition => partition.TakeEffects(0)).ToArray())
            {
                using var builder = new EntryBatchBuilder();
                builder.Add(effect.Header, effect.Body);
                Apply(builder);
            }
        }

        private static Partition Open(int number) => new(
            number, Partitions, new() { CustomersInMemoryMax = 10_000_000 }, ReplayedPartitions.EmptyCheckpoints.Instance, new(0, 0, null), live: null,
            folds: new FoldSet(new PromisesFold()) { OthersAreIgnored = true });
    }
}
