using System.Text.Json;
using Veinte.Model;
using Xunit;

namespace Veinte.Sequences.Tests;

/// <summary>Reference figures computed by others.</summary>
public sealed class VectorTests
{
    [Theory]
    [InlineData("running")]
    [InlineData("receipt")]
    public void Directly_follows_and_variants_agree_with_the_reference(string id)
    {
        var test = SharedVectors.Case("08a_dfg_variants.json", id);
        var (codes, columns) = (new TouchpointCodes(), new EventColumns());
        var (customer, position) = (0, 0L);
        foreach (var variant in test.GetProperty("input").GetProperty("variants").EnumerateArray())
            for (var copies = variant[1].GetInt32(); copies > 0; copies--, customer++)
                foreach (var activity in variant[0].EnumerateArray())
                    columns.Append(customer, new(++position), new(position), codes.CodeOf(activity.GetString()!));
        AssertGraph(test.GetProperty("expected"), columns, codes);
    }

    [Fact]
    public void The_receipt_log_as_a_file_gives_the_reference_too()
    {
        // Columns found by name; the log's own order of rows breaks ties, as the reference does.
        var lines = File.ReadAllLines(SharedVectors.Find("data/receipt/receipt.csv"));
        var head = lines[0].Split(',');
        var (caseAt, activityAt, timeAt) =
            (Array.IndexOf(head, "case:concept:name"), Array.IndexOf(head, "concept:name"), Array.IndexOf(head, "time:timestamp"));
        var (codes, columns, cases) = (new TouchpointCodes(), new EventColumns(), new Dictionary<string, int>());
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',');
            if (!cases.TryGetValue(cells[caseAt], out var customer)) cases.Add(cells[caseAt], customer = cases.Count);
            var time = Instant.From(DateTimeOffset.Parse(cells[timeAt], System.Globalization.CultureInfo.InvariantCulture));
            columns.Append(customer, time, new(columns.Count + 1), codes.CodeOf(cells[activityAt]));
        }
        AssertGraph(SharedVectors.Case("08a_dfg_variants.json", "receipt").GetProperty("expected"), columns, codes);
    }

    [Theory]
    [InlineData("funnel1")]
    [InlineData("funnel2")]
    public void Funnels_agree_with_the_reference(string id)
    {
        var test = SharedVectors.Case("08c_attribution_funnel.json", id);
        var input = test.GetProperty("input");
        var (codes, columns, cases) = (new TouchpointCodes(), new EventColumns(), new Dictionary<string, int>());
        foreach (var row in input.GetProperty("events_case_activity_hour").EnumerateArray())
        {
            if (!cases.TryGetValue(row[0].GetString()!, out var customer)) cases.Add(row[0].GetString()!, customer = cases.Count);
            var micros = (long)Math.Round(row[2].GetDouble() * Instant.MicrosPerHour);
            columns.Append(customer, new(micros), new(columns.Count + 1), codes.CodeOf(row[1].GetString()!));
        }
        var steps = input.GetProperty("steps").EnumerateArray().Select(s => new[] { codes.CodeOf(s.GetString()!) }).ToArray();
        var definition = new FunnelDefinition(steps, TimeSpan.FromHours(input.GetProperty("window_hours").GetDouble()));
        var expected = test.GetProperty("expected").GetProperty("counts").EnumerateArray().Select(c => c.GetInt64()).ToArray();

        Assert.Equal(expected, Funnel.Count(definition, SortedColumns.From(columns), new(long.MaxValue)).Reached);
        var live = new Funnel(definition);
        live.ObserveAll(columns);
        Assert.Equal(expected, live.Counts(new(long.MaxValue)).Reached);
    }

    private static void AssertGraph(JsonElement expected, EventColumns columns, TouchpointCodes codes)
    {
        var sorted = SortedColumns.From(columns);
        var graph = FollowsGraph.Of(sorted);
        Assert.Equal(expected.GetProperty("cases").GetInt64(), graph.Traces);
        Assert.Equal(expected.GetProperty("events").GetInt64(), graph.Interactions);
        Assert.Equal(expected.GetProperty("activities").GetInt32(), codes.Count);
        Assert.Equal(expected.GetProperty("n_variants").GetInt32(), Paths.Count(sorted, int.MaxValue).Distinct);
        Assert.Equal(expected.GetProperty("dfg").GetArrayLength(), graph.EdgeCount);
        foreach (var edge in expected.GetProperty("dfg").EnumerateArray())
            Assert.Equal(edge[2].GetInt64(), graph.CountOf(codes.CodeOf(edge[0].GetString()!), codes.CodeOf(edge[1].GetString()!)));
        foreach (var start in expected.GetProperty("start").EnumerateObject())
            Assert.Equal(start.Value.GetInt64(), graph.StartsWith(codes.CodeOf(start.Name)));
        foreach (var end in expected.GetProperty("end").EnumerateObject())
            Assert.Equal(end.Value.GetInt64(), graph.EndsWith(codes.CodeOf(end.Name)));

        var live = new DirectlyFollows();
        live.ObserveAll(columns);
        Assert.Equal(graph.Text(), live.Graph().Text());
    }
}
