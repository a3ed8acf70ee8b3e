using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Ledger.Tests;

public sealed class StandingTests
{
    private static readonly Gen<GroupPrior> Prior =
        Gen.Select(Gen.Double[0, 20], Gen.Double[0.01, 60], Gen.Double[0.01, 40], Gen.Long[0, 1000], Gen.Double[0, 20])
            .Select((collective, within, between, accounts, variance) => new GroupPrior(collective, within, between, accounts, variance));

    [Fact]
    public void A_grade_from_few_interactions_never_outranks_one_as_good_from_many()
    {
        // The precise sense of rule 9 of the books. Accounts are ranked by the lower end of their standing. Of two accounts
        // of a group, the one with no more evidence and no better a mean never ranks above the other, provided the other
        // stands at or above its group's mean. (Below it, little evidence of being bad is rightly no evidence of being as bad.)
        Gen.Select(Prior, Gen.Double[0, 20], Gen.Double[0, 20], Gen.Double[0, 500], Gen.Double[0, 500]).Sample((prior, a, b, n, m) =>
        {
            var (worse, better) = (Math.Min(a, b), Math.Max(a, b));
            var (few, many) = (Math.Min(n, m), Math.Max(n, m));
            if (better < prior.Collective) return;
            Assert.True(Standing.Of(worse, few, prior).Low <= Standing.Of(better, many, prior).Low + 1e-9);
        });
    }

    [Fact]
    public void Three_interactions_outrank_three_hundred_only_when_those_are_really_graded_worse() =>
        Gen.Select(Prior, Gen.Double[0, 20], Gen.Double[0, 20]).Sample((prior, three, hundreds) =>
        {
            if (Standing.Of(three, 3, prior).Low > Standing.Of(hundreds, 300, prior).Low + 1e-9)
                Assert.True(hundreds < Math.Max(three, prior.Collective));
        });

    [Theory]
    // Twenty touchpoints around 14 and two more: three perfect grades against three hundred very good ones.
    [InlineData(17, true)]
    [InlineData(16, true)]
    [InlineData(12, false)]
    public void Three_perfect_grades_rank_below_three_hundred_good_ones_in_a_usual_group(double threeHundred, bool above)
    {
        var proven = Some.Graded(300, threeHundred, 3);
        var fresh = Some.Graded(3, 20);
        var others = Enumerable.Range(0, 20).Select(i => Some.Graded(150, 14 + (i - 9.5) / 5, 3));
        var prior = Some.Group([proven, fresh, .. others]).Estimate();

        Assert.Equal(above, Standing.Of(proven, prior).Low > Standing.Of(fresh, prior).Low);
    }

    [Fact]
    public void The_interval_holds_the_value_and_never_has_zero_width() =>
        Gen.Select(Some.Account.Array[0, 12], Some.Account).Sample((accounts, account) =>
        {
            var standing = Standing.Of(account, Some.Group([.. accounts, account]).Estimate());
            Assert.InRange(standing.Value, standing.Low, standing.High);
            Assert.True(standing.High > standing.Low);
            Assert.InRange(standing.Low, 0, 20);
            Assert.InRange(standing.High, 0, 20);
            Assert.InRange(standing.Credibility, 0, 1);
            Assert.InRange(standing.EffectiveN, 0, account.Graded);
        });

    [Fact]
    public void Equal_grades_do_not_make_certainty()
    {
        foreach (var (count, grade) in new[] { (1, 20.0), (3, 20.0), (300, 20.0), (300, 0.0), (100_000, 10.0) })
        {
            var account = Some.Graded(count, grade);
            var standing = Standing.Of(account, Some.Group([account]).Estimate());
            Assert.True(standing.High > standing.Low, $"{count} × {grade}");
        }
    }

    [Fact]
    public void An_account_without_grades_stands_where_its_group_does()
    {
        var prior = Some.Group([Some.Graded(50, 16, 2), Some.Graded(40, 12, 2)]).Estimate();
        var standing = Standing.Of(new AccountFigures(), prior);

        Assert.Equal(prior.Collective, standing.Value);
        Assert.Equal((0, 0), (standing.Credibility, standing.EffectiveN));
    }

    [Fact]
    public void The_estimate_lies_between_the_own_mean_and_the_groups_and_nears_its_own_with_evidence() =>
        Gen.Select(Prior, Gen.Double[0, 20], Gen.Double[0, 100], Gen.Double[0, 100]).Sample((prior, own, n, more) =>
        {
            var (less, later) = (Standing.Of(own, n, prior), Standing.Of(own, n + more, prior));
            Assert.InRange(less.Value, Math.Min(own, prior.Collective) - 1e-9, Math.Max(own, prior.Collective) + 1e-9);
            Assert.True(Math.Abs(later.Value - own) <= Math.Abs(less.Value - own) + 1e-9);
        });

    [Fact]
    public void A_better_mean_never_lowers_a_standing() =>
        Gen.Select(Prior, Gen.Double[0, 20], Gen.Double[0, 20], Gen.Double[0, 100]).Sample((prior, a, b, n) =>
            Standing.Of(Math.Min(a, b), n, prior).Low <= Standing.Of(Math.Max(a, b), n, prior).Low);

    [Fact]
    public void Recent_grades_weigh_more_than_old_ones()
    {
        var improving = new AccountFigures();
        for (var day = 0; day < 360; day++) improving.Post(Grade.FromDouble(day < 180 ? 6 : 18), default, new(day * Instant.MicrosPerDay), 30);
        var standing = Standing.Of(improving, Some.Group([improving, Some.Graded(300, 14, 3), Some.Graded(300, 11, 3)]).Estimate());

        Assert.Equal(new Grade(12_000), improving.Mean);
        Assert.True(standing.Value > 17);
    }

    [Theory]
    // Quantiles of Student's t at 97.5 %, from printed tables. Accounts less one, and the three that are expected.
    [InlineData(1, 3, 3.182)]
    [InlineData(2, 4, 2.776)]
    [InlineData(3, 5, 2.571)]
    [InlineData(8, 10, 2.228)]
    [InlineData(28, 30, 2.042)]
    [InlineData(118, 120, 1.980)]
    [InlineData(1_000_000, 1_000_002, 1.960)]
    public void The_interval_is_wider_where_few_accounts_tell_how_accounts_differ(long accounts, int freedom, double quantile)
    {
        var standing = Standing.Of(10, 0, new GroupPrior(10, 1, 1, accounts));
        Assert.True(Math.Abs((standing.High - standing.Low) / 2 - quantile) < quantile * 0.005, $"{freedom} degrees of freedom");
    }
}
