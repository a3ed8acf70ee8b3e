namespace Veinte.Statistics.Tests.TypeOneError;

/// <summary>An outcome and the mean it was drawn with.</summary>
internal readonly record struct Draw(double X, double Mean);

/// <summary>A kind of stream of outcomes in [0, 1].</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsExchangeable">Whether its mean is constant, so that tests of a constant mean apply.</param>
/// <param name="Next">The t-th outcome (from 0) of a stream, with its conditional mean.</param>
internal sealed record Stream(string Name, bool IsExchangeable, StreamStep Next)
{
    /// <summary>The streams of the protocol.</summary>
    public static readonly Stream[] All =
    [
        Shares("Bernoulli 0.5", 0.5),
        Shares("Bernoulli 0.8", 0.8),
        Shares("Bernoulli 0.95", 0.95),
        new("Beta, mean 0.7", true, (_, ref random) => new(Beta72(ref random), 0.7)),
        new("NPS (0.55, 0.30, 0.15)", true, (_, ref random) => new(random.NextDouble() switch { < 0.55 => 1, < 0.85 => 0.5, _ => 0 }, 0.7)),
        new("ties (0.9: 1, 0.1: 0.95)", true, (_, ref random) => new(random.NextDouble() < 0.9 ? 1 : 0.95, 0.995)),
        new("season ±0.1, period 100", false, (t, ref random) => Share(0.8 + 0.1 * Math.Sin(2 * Math.PI * t / 100), ref random)),
        new("season ±0.1, period 1000", false, (t, ref random) => Share(0.8 + 0.1 * Math.Sin(2 * Math.PI * t / 1000), ref random)),
        new("drift 0.9 to 0.7", false, (t, ref random) => Share(0.9 - 0.2 * t / Simulation.Length, ref random)),
        new("clusters of 5, aggregated", true, (_, ref random) => new(Cluster(ref random).Average, 0.8)),
    ];

    private static Stream Shares(string name, double p) => new(name, true, (_, ref random) => Share(p, ref random));

    private static Draw Share(double p, ref SplitMix64 random) => new(random.NextDouble() < p ? 1 : 0, p);

    /// <summary>Five answers of one customer whose own share is Beta(8, 2): correlation 1/11 within.</summary>
    public static (int Sum, double Average) Cluster(ref SplitMix64 random)
    {
        var (p, sum) = (BetaWhole(8, 2, ref random), 0);
        for (var i = 0; i < 5; i++)
            if (random.NextDouble() < p) sum++;
        return (sum, sum / 5.0);
    }

    /// <summary>Beta(7, 3) has the mean 0.7.</summary>
    private static double Beta72(ref SplitMix64 random) => BetaWhole(7, 3, ref random);

    /// <summary>Beta with whole parameters, from two Gamma variables as sums of exponentials.</summary>
    private static double BetaWhole(int a, int b, ref SplitMix64 random)
    {
        double x = 1, y = 1;
        for (var i = 0; i < a; i++) x *= 1 - random.NextDouble();
        for (var i = 0; i < b; i++) y *= 1 - random.NextDouble();
        return Math.Log(x) / (Math.Log(x) + Math.Log(y));
    }
}

/// <summary>Draws the t-th outcome.</summary>
internal delegate Draw StreamStep(int t, ref SplitMix64 random);
