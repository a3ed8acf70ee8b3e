using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Change { get; } = new()
    {
        ["e_detector"] = Detector,
    };

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
