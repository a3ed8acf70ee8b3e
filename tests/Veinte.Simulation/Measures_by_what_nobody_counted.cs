using System.Text;
using CsCheck;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Measures;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Simulation;

/// <summary>Answers told apart by a property that the stream keeps no counts of: each is in one row, and all rows together are all answers.</summary>
public sealed class Measures_by_what_nobody_counted
{
    private const int Day = 20_000;

    [Fact]
    public void Values_others_and_those_without_are_all_answers_and_each_value_has_its_own() =>
        Gen.Select(Gen.Int[-1, 300], Gen.Int[0, 10], Gen.Int[-3, 3]).Array[1, 600].Sample(answers =>
        {
            var measure = Assert.Single(Split(answers).Measures.DefaultIfEmpty(null!));
            var inside = answers.Where(answer => answer.Item3 is >= -2 and < 2).ToList();
            if (inside.Count == 0)
            {
                Assert.Null(measure);
                return;
            }
            Assert.Equal("nps", measure.Measure);
            var parts = measure.Values.Concat(new[] { measure.Others, measure.Without }.OfType<MeasureReading>()).ToList();
            Assert.Equal((inside.Count(answer => answer.Item3 >= 0), inside.Count(answer => answer.Item3 < 0)), (measure.All.N, measure.All.NBefore));
            Assert.Equal((measure.All.N, measure.All.NBefore), (parts.Sum(part => part.N), parts.Sum(part => part.NBefore)));
            var values = inside.Where(answer => answer.Item1 >= 0).GroupBy(answer => $"v{answer.Item1}").ToDictionary(same => same.Key, same => same.ToList());
            Assert.Equal((Math.Min(values.Count, MeasuresPast.RowsMax), Math.Max(0, values.Count - MeasuresPast.RowsMax)), (measure.Values.Count, measure.OtherValues));
            foreach (var row in measure.Values)
            {
                MeasureCounts Of(Func<int, bool> when) => values[row.Key].Where(answer => when(answer.Item3)).Aggregate(default(MeasureCounts), (sum, answer) => sum.Plus(MeasureCounts.OfNps(answer.Item2)));
                Assert.Equal(MeasureReading.Of(MeasureKind.Nps, row.Key, Of(day => day < 0), Of(day => day >= 0)), row);
            }
            // Nobody among the others has more answers than somebody who is told.
            if (measure.OtherValues > 0) Assert.True(measure.Values[^1].N >= values.Where(value => measure.Values.All(row => row.Key != value.Key)).Max(value => value.Value.Count(answer => answer.Item3 >= 0)));
        }, iter: 30);

    [Theory]
    [InlineData(250, 250, 50, false)]
    [InlineData(251, 250, 50, true)]
    [InlineData(150, 100, 0, true)]
    public void Beyond_the_values_that_are_told_apart_their_number_is_what_there_is_at_least(int values, int most, int others, bool atLeast)
    {
        var split = Split([.. Enumerable.Range(0, values).Select(value => (value, 9, 0))], most);
        var measure = Assert.Single(split.Measures);
        Assert.Equal((others, atLeast), (measure.OtherValues, measure.OtherValuesAtLeast));
        Assert.Equal(values, measure.Values.Sum(row => row.N) + (measure.Others?.N ?? 0));
    }

    private static MeasuresSplit Split((int Value, int Nps, int Day)[] answers, int valuesMax = MeasuresPast.ValuesMax)
    {
        using var builder = new EntryBatchBuilder();
        for (var i = 0; i < answers.Length; i++)
        {
            var at = new Instant((Day + answers[i].Day) * Instant.MicrosPerDay + i);
            builder.Add(new InteractionDraft
            {
                Type = EventType.Track,
                CustomerKind = IdentifierKind.User,
                Customer = Encoding.UTF8.GetBytes($"c{i % 50}"),
                Message = StableHash.Message(7, $"m{i}"),
                MessageId = Encoding.UTF8.GetBytes($"m{i}"),
                OccurredAt = at,
                ReceivedAt = at,
                OriginalAt = InteractionDraft.NoTime,
                SentAt = InteractionDraft.NoTime,
                Signals = new() { Present = SignalSet.Nps, Nps = answers[i].Nps },
                Source = "test"u8,
                Touchpoint = "Shop"u8,
                Properties = Encoding.UTF8.GetBytes(answers[i].Value < 0 ? "{}" : $"{{\"fare\":\"v{answers[i].Value}\"}}"),
            });
        }
        var batch = builder.Build();
        var fold = new MeasuresBy(new(OfCustomer: false, "fare"), Day - 2, Day, Day + 2, valuesMax);
        new PastPartition(fold, inForce: null, partitions: 1).Apply(new JournalRecord(new(1), batch.Count, batch.Payload));
        return fold.Split();
    }
}
