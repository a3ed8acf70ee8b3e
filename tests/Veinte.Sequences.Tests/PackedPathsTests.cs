using Xunit;

namespace Veinte.Sequences.Tests;

/// <summary>Short paths over few touchpoints are counted as numbers, others by hash: nobody may see which.</summary>
public sealed class PackedPathsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(40, 5)]
    [InlineData(255, 8)]
    [InlineData(256, 8)]
    [InlineData(5_000, 4)]
    [InlineData(65_536, 3)]
    [InlineData(65_536, 4)]
    public void Every_path_is_counted_once_whatever_its_touchpoints_and_length(int touchpoints, int steps)
    {
        var random = new Random(2020);
        var (columns, expected) = (new EventColumns(), new Dictionary<string, long>());
        for (var customer = 0; customer < 3_000; customer++)
        {
            // Few different ones, the lowest and the highest among them, and some traces shorter than the path.
            var path = Enumerable.Range(0, random.Next(0, steps + 3)).Select(_ => (ushort)(random.Next(3) switch { 0 => 0, 1 => touchpoints - 1, _ => random.Next(touchpoints) })).ToArray();
            for (var i = 0; i < path.Length; i++) columns.Append(customer, new(customer * 100L + i), new(customer * 100L + i + 1), path[i]);
            if (path.Length == 0) continue;
            var key = string.Join(' ', path.Take(steps));
            expected[key] = expected.GetValueOrDefault(key) + 1;
        }

        var counts = Paths.Count(SortedColumns.From(columns), steps);

        Assert.Equal(expected, counts.Top(int.MaxValue).ToDictionary(path => string.Join(' ', path.Touchpoints), path => path.Count));
        Assert.Equal((expected.Count, 0L, expected.Values.Sum()), (counts.Distinct, counts.Beyond, counts.Total));
    }

    [Fact]
    public void A_path_can_be_looked_up_added_and_merged_after_it_was_counted_as_a_number()
    {
        var (columns, _) = Arrivals.Parse("a b\na c\nd\na b");
        var counts = Paths.Count(SortedColumns.From(columns), stepsMax: 5);
        ushort[] ab = [.. counts.Top(1)[0].Touchpoints];
        ushort[] unseen = [7, 7, 7];

        Assert.Equal((2L, 0L), (counts.CountOf(ab), counts.CountOf(unseen)));
        counts.Add(ab);
        counts.Add(unseen);
        counts.Merge(Paths.Count(SortedColumns.From(columns), stepsMax: 5));

        Assert.Equal((5L, 1L), (counts.CountOf(ab), counts.CountOf(unseen)));
        Assert.Equal((4, 10L), (counts.Distinct, counts.Total - counts.Beyond));
    }
}
