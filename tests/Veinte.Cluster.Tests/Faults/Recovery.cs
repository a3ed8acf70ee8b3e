using System.Globalization;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>How long it took until all partitions answered again.</summary>
/// <param name="FromFault">Since the instant of the fault; null when it lasts until it is mended.</param>
/// <param name="FromMend">Since what was broken was whole again; null when the cluster had to do without.</param>
/// <param name="What">What befell this round, where that differs.</param>
internal sealed record Recovery(TimeSpan? FromFault, TimeSpan? FromMend = null, string What = "")
{
    public override string ToString() => string.Join(", ", new[]
    {
        What.Length > 0 ? What : null,
        FromFault is { } fault ? string.Create(CultureInfo.InvariantCulture, $"{fault.TotalSeconds:0.00} s after the fault") : null,
        FromMend is { } mend ? string.Create(CultureInfo.InvariantCulture, $"{mend.TotalSeconds:0.00} s after it was mended") : null,
    }.OfType<string>());

    /// <summary>The middle and the 99th percentile by nearest rank: of 20 rounds the latter is the worst.</summary>
    public static string Summary(string since, IEnumerable<TimeSpan?> times)
    {
        var sorted = times.OfType<TimeSpan>().Order().ToList();
        if (sorted.Count == 0) return "";
        TimeSpan Rank(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
        return string.Create(CultureInfo.InvariantCulture, $"all partitions answered {Rank(0.5).TotalSeconds:0.00} s (p50), {Rank(0.99).TotalSeconds:0.00} s (p99) after {since}; ");
    }
}
