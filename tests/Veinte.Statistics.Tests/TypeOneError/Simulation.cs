using System.Globalization;
using System.Text;

namespace Veinte.Statistics.Tests.TypeOneError;

/// <summary>
/// The protocol of the reference: 4,000 streams of 3,000 outcomes, a look after every one; a sequence passes where the share
/// of streams it ever calls wrongly is at most α + 3·√(α(1 − α)/4000) = 0.0603.
/// </summary>
internal static class Simulation
{
    public const int Runs = 4000, Length = 3000;

    public const double Alpha = 0.05;

    public static readonly double Limit = Alpha + 3 * Math.Sqrt(Alpha * (1 - Alpha) / Runs);

    /// <summary>Share of streams in which <paramref name="everWrong"/> was true.</summary>
    /// <param name="name">Seeds the streams.</param>
    /// <param name="everWrong">Runs one stream, from its own generator.</param>
    public static double Share(string name, Func<SplitMix64, bool> everWrong)
    {
        var (wrong, seed) = (0, Seed(name));
        for (var run = 0; run < Runs; run++)
            if (everWrong(new(SplitMix64.Mix(seed + (ulong)run)))) wrong++;
        return wrong / (double)Runs;
    }

    /// <summary>The same on every machine.</summary>
    private static ulong Seed(string name)
    {
        var seed = 20UL;
        foreach (var unit in Encoding.UTF8.GetBytes(name)) seed = SplitMix64.Mix(seed ^ unit);
        return seed >> 1;
    }

    public static string Text(this double figure) => figure.ToString("0.0000", CultureInfo.InvariantCulture);
}
