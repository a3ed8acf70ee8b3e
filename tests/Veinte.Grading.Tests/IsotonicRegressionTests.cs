using CsCheck;
using Xunit;

namespace Veinte.Grading.Tests;

public sealed class IsotonicRegressionTests
{
    private static readonly Gen<(double Value, double Weight)[]> Pairs = Gen.Select(Gen.Double[-20, 20], Gen.Double[0.1, 5]).Array[1, 12];

    [Fact]
    public void The_fit_never_falls_and_keeps_the_weighted_sum() => Pairs.Sample(pairs =>
    {
        var fitted = Fit(pairs);
        return fitted.Zip(fitted.Skip(1), (a, b) => a <= b).All(rises => rises)
            && Math.Abs(pairs.Zip(fitted, (p, f) => p.Weight * (p.Value - f)).Sum()) < 1e-9;
    });

    [Fact]
    public void No_other_sequence_that_never_falls_lies_closer() => Gen.Select(Pairs, Gen.Double[-20, 20].Array[12]).Sample((pairs, others) =>
    {
        var rival = others.Order().Take(pairs.Length).ToArray();
        return Distance(pairs, Fit(pairs)) <= Distance(pairs, rival) + 1e-9;
    });

    [Fact]
    public void What_never_falls_already_stays_as_it_is() => Pairs.Sample(pairs =>
    {
        var rising = pairs.OrderBy(pair => pair.Value).ToArray();
        return Fit(rising).SequenceEqual(rising.Select(pair => pair.Value));
    });

    [Fact]
    public void Weights_that_are_missing_or_not_positive_are_refused()
    {
        Assert.Throws<ArgumentException>(() => IsotonicRegression.Increasing([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => IsotonicRegression.Increasing([1, 2], [1, 0]));
        Assert.Throws<ArgumentException>(() => IsotonicRegression.Increasing([1, 2], [1, double.NaN]));
    }

    private static double[] Fit((double Value, double Weight)[] pairs) =>
        IsotonicRegression.Increasing([.. pairs.Select(p => p.Value)], [.. pairs.Select(p => p.Weight)]);

    private static double Distance((double Value, double Weight)[] pairs, double[] fitted) =>
        pairs.Zip(fitted, (p, f) => p.Weight * (p.Value - f) * (p.Value - f)).Sum();
}
