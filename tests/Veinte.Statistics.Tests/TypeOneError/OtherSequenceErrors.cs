using Xunit;

namespace Veinte.Statistics.Tests.TypeOneError;

/// <summary>How often the other sequences are ever wrong, where they claim not to be; and that the places they are documented to fail at are real.</summary>
public sealed class OtherSequenceErrors(ITestOutputHelper output)
{
    public static TheoryData<string> Exchangeable() => [.. Stream.All.Where(stream => stream.IsExchangeable).Select(stream => stream.Name)];

    [Theory]
    [MemberData(nameof(Exchangeable))]
    public void Bets_on_a_constant_mean_are_seldom_won_falsely(string name)
    {
        var stream = Stream.All.Single(s => s.Name == name);
        int above = 0, below = 0, missed = 0;
        var threshold = -Math.Log(Simulation.Alpha);
        Simulation.Share("bets " + name, random =>
        {
            var (bets, sequence, isAbove, isBelow, isMissed) = (new BettingProcess(), new PredictableMixtureSequence(), false, false, false);
            for (var t = 0; t < Simulation.Length; t++)
            {
                var (x, mean) = stream.Next(t, ref random);
                bets.Add(x, mean, Simulation.Alpha);
                sequence.AddEmpiricalBernstein(x, Simulation.Alpha);
                isAbove |= bets.LogAbove >= threshold;
                isBelow |= bets.LogBelow >= threshold;
                isMissed |= !sequence.Interval.Contains(mean);
            }
            (above, below, missed) = (above + (isAbove ? 1 : 0), below + (isBelow ? 1 : 0), missed + (isMissed ? 1 : 0));
            return false;
        });
        double[] shares = [above / (double)Simulation.Runs, below / (double)Simulation.Runs, missed / (double)Simulation.Runs];
        output.WriteLine($"{name}: bets won falsely above {shares[0].Text()}, below {shares[1].Text()}; predictable-mixture interval misses {shares[2].Text()} (limit {Simulation.Limit.Text()})");
        Assert.All(shares, share => Assert.True(share <= Simulation.Limit));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void The_share_from_counts_is_seldom_outside_its_interval(double p)
    {
        var mixture = new BetaBinomialMixture(100 * p * (1 - p), p, 1 - p, Simulation.Alpha, isOneSided: false);
        var share = Simulation.Share($"counts {p}", random =>
        {
            var successes = 0;
            for (var n = 1; n <= Simulation.Length; n++)
            {
                if (random.NextDouble() < p) successes++;
                // The interval excludes p exactly when this evidence reaches the threshold; every third look to save time.
                if (n % 3 == 0 && mixture.LogE(successes - n * p, n * p * (1 - p)) >= -Math.Log(Simulation.Alpha)) return true;
            }
            return false;
        });
        output.WriteLine($"Bernoulli {p}: interval from counts ever misses {share.Text()} (limit {Simulation.Limit.Text()})");
        Assert.True(share <= Simulation.Limit);
    }

    [Theory]
    [InlineData("Bernoulli 0.8", 0.5)]
    [InlineData("Bernoulli 0.95", 0.2)]
    [InlineData("Beta, mean 0.7", 0.5)]
    [InlineData("season ±0.1, period 1000", 0.5)]
    [InlineData("drift 0.9 to 0.7", 0.5)]
    public void A_treatment_without_effect_is_seldom_given_one(string name, double propensity)
    {
        var stream = Stream.All.Single(s => s.Name == name);
        var design = new RandomisedDesign(propensity, 0, 1, Simulation.Alpha, outcomeVariance: 0.16);
        var share = Simulation.Share($"arms {name} {propensity}", random =>
        {
            var (arms, watch) = (new RandomisedStream(), design.Watch());
            for (var t = 0; t < Simulation.Length; t++)
            {
                arms.Add(design, stream.Next(t, ref random).X, random.NextDouble() < propensity);
                if (watch.Reaches(Math.Abs(arms.Sum), arms.V)) return true;
            }
            return false;
        });
        output.WriteLine($"{name}, treated {propensity}: interval of the effect ever misses 0 {share.Text()} (limit {Simulation.Limit.Text()})");
        Assert.True(share <= Simulation.Limit);
    }

    [Theory]
    [InlineData("Bernoulli 0.8")]
    [InlineData("season ±0.1, period 1000")]
    [InlineData("drift 0.9 to 0.7")]
    public void None_of_two_drawn_arms_without_effect_is_often_given_one(string name)
    {
        double[] shares = [0.5, 0.3, 0.2];
        var stream = Stream.All.Single(s => s.Name == name);
        RandomisedDesign[] designs = [.. shares.Select((share, arm) => new RandomisedDesign(arm == 0 ? 0.5 : share / (share + shares[0]), 0, 1, Simulation.Alpha / 2, outcomeVariance: 0.16))];
        var share = Simulation.Share($"drawn arms {name}", random =>
        {
            var (sums, predictions) = (new EmpiricalBernsteinSums[3], new ArmPredictions(3));
            MixtureWatch[] watches = [.. designs.Select(design => design.Watch())];
            for (var t = 0; t < Simulation.Length; t++)
            {
                var draw = random.NextDouble();
                var arm = draw < shares[0] ? 0 : draw < shares[0] + shares[1] ? 1 : 2;
                var x = stream.Next(t, ref random).X;
                predictions.Note(sums, arm);
                sums[arm].Add(x);
                for (var other = 1; other < 3; other++)
                    if (predictions.Stream(designs[other], sums, other) is var effect && watches[other].Reaches(Math.Abs(effect.Sum), effect.V)) return true;
            }
            return false;
        });
        output.WriteLine($"{name}, three drawn arms: any interval of an effect ever misses 0 {share.Text()} (limit {Simulation.Limit.Text()})");
        Assert.True(share <= Simulation.Limit);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void Asymptotic_arms_keep_their_level_after_their_burn_in_and_not_before(double p)
    {
        var (ready, early) = (AsymptoticErrors(p, isPatient: true), AsymptoticErrors(p, isPatient: false));
        output.WriteLine($"two arms, Bernoulli {p}: asymptotic sequence ever wrong {ready.Text()} after its burn-in, {early.Text()} from ten outcomes on (limit {Simulation.Limit.Text()})");
        Assert.True(ready <= Simulation.Limit);
    }

    [Fact]
    public void A_right_split_is_seldom_called_wrong()
    {
        double[] shares = [0.5, 0.5], counts = new double[2];
        var share = Simulation.Share("split", random =>
        {
            (counts[0], counts[1]) = (0, 0);
            for (var n = 1; n <= Simulation.Length; n++)
            {
                counts[random.NextInt(2)]++;
                if (n % 10 == 0 && SampleRatio.LogE(counts, shares, 100) >= -Math.Log(Simulation.Alpha)) return true;
            }
            return false;
        });
        output.WriteLine($"even split: sample-ratio alarm ever {share.Text()} (limit {Simulation.Limit.Text()})");
        Assert.True(share <= Simulation.Limit);
    }

    private static double AsymptoticErrors(double p, bool isPatient) => Simulation.Share($"asymptotic {p} {isPatient}", random =>
    {
        double n1 = 0, s1 = 0, n2 = 0, s2 = 0;
        for (var t = 0; t < Simulation.Length; t++)
        {
            var success = random.NextDouble() < p ? 1 : 0;
            if ((random.Next() & 1) == 0) (n1, s1) = (n1 + 1, s1 + success);
            else (n2, s2) = (n2 + 1, s2 + success);
            var isReady = isPatient ? AsymptoticSequence.IsReadyForShares(s1, n1) && AsymptoticSequence.IsReadyForShares(s2, n2) : t >= 10;
            if (!isReady || n1 == 0 || n2 == 0) continue;
            var comparison = ArmComparison.Of(ArmSums.OfShare(s1, n1), ArmSums.OfShare(s2, n2));
            if (AsymptoticSequence.Of(comparison, Simulation.Alpha, 500).LogE >= -Math.Log(Simulation.Alpha)) return true;
        }
        return false;
    });
}
