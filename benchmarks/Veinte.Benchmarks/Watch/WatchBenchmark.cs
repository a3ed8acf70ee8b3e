using System.Globalization;

namespace Veinte.Benchmarks.Watch;

/// <summary>
/// How often the watch of a promise cries falsely while nothing is wrong, in time that is counted and not waited for: many independent streams whose
/// mean lies exactly where the watch begins to look, and airlines of the demo without any story.
/// Arguments: streams of each kind (300), years of each (2), airlines (8), years of each (2); then, to run only some rows and no airlines, their names, such as <c>"share 0.98/1440"</c> or
/// <c>grade</c>. Seeds are fixed and no row's depend on the others: the figures are the same everywhere, also when rows are run one by one.
/// </summary>
internal static class WatchBenchmark
{
    public static async Task Run(string[] args)
    {
        var numbers = args.TakeWhile(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        int At(int index, int otherwise) => index < numbers.Length ? numbers[index] : otherwise;
        var rows = args[numbers.Length..];
        QuietStreams.Run(At(0, 300), At(1, 2), rows);
        if (rows.Length == 0) await QuietAirlines.Run(At(2, 8), At(3, 2));
    }

    /// <summary>So many events in so much time: time for one, with its 95 % interval (Garwood 1936, exact for Poisson counts).</summary>
    public static string TimePerEvent(long events, double days)
    {
        var most = MathNet.Numerics.Distributions.Gamma.InvCDF(events + 1, 1, 0.975);
        var least = events == 0 ? 0 : MathNet.Numerics.Distributions.Gamma.InvCDF(events, 1, 0.025);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{events:N0} in {days:N0} days: {(events == 0 ? "none" : $"one in {days / events:N0} days")} (95 %: {days / most:N0}–{(events == 0 ? "∞" : $"{days / least:N0}")})");
    }
}
