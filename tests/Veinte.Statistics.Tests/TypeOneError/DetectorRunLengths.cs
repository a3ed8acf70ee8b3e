using Xunit;

namespace Veinte.Statistics.Tests.TypeOneError;

/// <summary>How long the change detector stays quiet when nothing is wrong, and how soon it speaks when something is.</summary>
public sealed class DetectorRunLengths(ITestOutputHelper output)
{
    private const double Promised = 1000;

    public static TheoryData<string> Quiet() =>
        ["Bernoulli 0.8", "Bernoulli 0.95", "Beta, mean 0.7", "NPS (0.55, 0.30, 0.15)", "clusters of 5, aggregated"];

    [Theory]
    [MemberData(nameof(Quiet))]
    public void False_alarms_are_at_least_as_far_apart_as_promised(string name)
    {
        var stream = Stream.All.Single(s => s.Name == name);
        var detector = new EDetector(stream.Next(0, ref Unused()).Mean, Promised);
        var (random, state, alarms, outcomes) = (new SplitMix64(20), detector.NewState(), 0, 4_000_000);
        for (var t = 0; t < outcomes; t++)
        {
            if (!detector.IsAlarm(detector.Add(state, stream.Next(t, ref random).X))) continue;
            alarms++;
            Array.Clear(state);
        }
        // The number of alarms is about Poisson: three of its deviations are granted.
        var most = outcomes / Promised + 3 * Math.Sqrt(outcomes / Promised);
        output.WriteLine($"{name}: {alarms} false alarms in {outcomes} outcomes, one in {(alarms == 0 ? outcomes : outcomes / alarms)} (promised: at least {Promised})");
        Assert.True(alarms <= most);
    }

    [Fact]
    public void A_fall_from_93_to_80_per_cent_is_found_within_a_hundred_outcomes()
    {
        var (delays, random) = (new Moments(), new SplitMix64(5));
        var detector = new EDetector(0.9, Promised);
        for (var run = 0; run < 2000; run++)
        {
            var state = detector.NewState();
            for (var t = 0; t < 300; t++)
                if (detector.IsAlarm(detector.Add(state, random.NextDouble() < 0.93 ? 1 : 0))) Array.Clear(state);
            var delay = 0;
            while (!detector.IsAlarm(detector.Add(state, random.NextDouble() < 0.8 ? 1 : 0))) delay++;
            delays.Add(delay + 1);
        }
        output.WriteLine($"0.93 to 0.80 watched at 0.90: found after {delays.Mean:0} outcomes on average");
        Assert.InRange(delays.Mean, 1, 100);
    }

    private static SplitMix64 _unused = new(1);

    private static ref SplitMix64 Unused() => ref _unused;
}
