using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Change { get; } = new()
    {
        ["page_hinkley"] = PageAndHinkley,
        ["adwin"] = AdaptiveWindow,
        ["cusum_tabular"] = CusumChart,
        ["ewma_chart"] = Ewma,
        ["e_detector"] = Detector,
        ["cusum_arl_two_sided"] = input => input.Numbers("shifts").Select(shift => RunLengths.OfCusum(input.Number("k"), input.Number("h"), shift)),
        ["ewma_arl_two_sided"] = input => input.Numbers("shifts").Select(shift => RunLengths.OfEwma(input.Number("lambda"), input.Number("L"), shift)),
        ["cusum_h_for_arl0"] = input => input.Numbers("arl0").Select(length => RunLengths.CusumLimitFor(input.Number("k"), length)),
    };

    private static object PageAndHinkley(JsonElement input)
    {
        var (stream, detections, detector) = (input.Numbers("stream"), new List<int>(), new PageHinkley());
        for (var i = 0; i < stream.Length; i++)
            if (detector.Add(stream[i], input.Number("delta"), input.Number("threshold"), input.Number("alpha"), (int)input.Number("min_instances"))) detections.Add(i);
        return new Dictionary<string, object?> { ["detections"] = detections };
    }

    private static object AdaptiveWindow(JsonElement input)
    {
        var (stream, detections) = (input.Numbers("stream"), new List<int>());
        var window = new Adwin(input.Number("delta"), (int)input.Number("clock", 32), (int)input.Number("min_window_length", 5), (int)input.Number("grace_period", 10));
        for (var i = 0; i < stream.Length; i++)
            if (window.Add(stream[i])) detections.Add(i);
        return new Dictionary<string, object?> { ["detections"] = detections, ["final_width"] = window.Width, ["final_total"] = window.Total };
    }

    private static object CusumChart(JsonElement input)
    {
        var (above, below, alarms, chart) = (new List<double>(), new List<double>(), new List<int>(), new Cusum());
        foreach (var x in input.Numbers("x"))
        {
            // In the units of the data, as the reference has it.
            if (chart.Add((x - input.Number("target")) / input.Number("sigma"), input.Number("k"), input.Number("h"))) alarms.Add(above.Count);
            above.Add(chart.Above * input.Number("sigma"));
            below.Add(chart.Below * input.Number("sigma"));
        }
        return new Dictionary<string, object?> { ["c_plus"] = above, ["c_minus"] = below, ["alarms"] = alarms };
    }

    private static object Ewma(JsonElement input)
    {
        var chart = new EwmaChart(input.Number("target"), input.Number("sigma"), input.Number("lambda"), input.Number("L"));
        var (averages, upper, lower, alarms) = (new List<double>(), new List<double>(), new List<double>(), new List<int>());
        foreach (var x in input.Numbers("x"))
        {
            if (chart.Add(x)) alarms.Add(averages.Count);
            averages.Add(chart.Average);
            upper.Add(chart.Upper);
            lower.Add(chart.Lower);
        }
        return new Dictionary<string, object?> { ["z"] = averages, ["ucl"] = upper, ["lcl"] = lower, ["alarms"] = alarms };
    }

    /// <summary>The reference names the first alarm and goes on without a fresh start.</summary>
    private static object Detector(JsonElement input)
    {
        var detector = new EDetector(
            input.Number("m0"), 1 / input.Number("alpha"),
            input.GetProperty("direction").GetString() == "down" ? ChangeDirection.Fall : ChangeDirection.Rise,
            input.GetProperty("kind").GetString() == "sr" ? EDetectorKind.ShiryaevRoberts : EDetectorKind.Cusum,
            input.Numbers("bets"));
        var (state, statistics, alarms) = (detector.NewState(), new List<double>(), new List<int>());
        foreach (var x in input.Numbers("x"))
        {
            statistics.Add(detector.Add(state, x));
            if (alarms.Count == 0 && detector.IsAlarm(statistics[^1])) alarms.Add(statistics.Count - 1);
        }
        return new Dictionary<string, object?> { ["statistic"] = statistics, ["alarms"] = alarms };
    }
}
