using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Grading.Tests;

public sealed class PostingTests
{
    [Theory]
    //          weight    par    debit × 1000  grade    amount
    [InlineData(1_000, 10_000, 1_000, 15_000, 5_000)]
    [InlineData(1_000, 10_000, 1_000, 10_000, 0)]
    [InlineData(1_000, 10_000, 1_000, 0, -10_000)]
    [InlineData(1_000, 12_000, 1_000, 20_000, 8_000)]
    [InlineData(2_500, 10_000, 1_000, 13_333, 8_333)]      // 8,332.5: the tie goes up
    [InlineData(2_500, 10_000, 1_000, 6_667, -8_333)]      // −8,332.5: the tie goes down, away from zero
    [InlineData(333, 10_000, 1_000, 10_001, 0)]            // 0.333
    [InlineData(500, 10_000, 1_000, 10_001, 1)]            // 0.5
    [InlineData(500, 10_000, 1_000, 9_999, -1)]            // −0.5
    [InlineData(499, 10_000, 1_000, 9_999, 0)]             // −0.499
    [InlineData(0, 10_000, 5_000, 0, 0)]
    [InlineData(1_000, 10_000, 2_250, 15_000, 5_000)]      // the debit factor leaves credits alone
    [InlineData(1_000, 10_000, 2_250, 6_000, -9_000)]
    [InlineData(1_000, 10_000, 1_500, 9_999, -2)]          // −1.5
    [InlineData(499, 10_000, 3_000, 9_999, -1)]            // −1.497: rounded once, not −0 × 3
    [InlineData(1_000_000, 0, 5_000, 20_000, 20_000_000)]
    [InlineData(1_000_000, 20_000, 5_000, 0, -100_000_000)]
    public void A_grade_posts_this_amount(int weight, int par, int debitFactor, int grade, long amount) =>
        Assert.Equal(new Points(amount), new Terms(new(weight), new(par), debitFactor).Amount(new(grade)));

    [Fact]
    public void With_debit_factor_one_the_amount_is_weight_times_grade_less_par() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 20_000], Gen.Int[0, 20_000]).Sample((weight, par, grade) =>
            new Terms(new(weight), new(par), 1000).Amount(new(grade)) == new Weight(weight).Of(new(grade), new(par)));

    [Fact]
    public void The_amount_is_the_exact_product_rounded_once() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 20_000], Gen.Int[1_000, 5_000], Gen.Int[0, 20_000]).Sample((weight, par, factor, grade) =>
        {
            var exact = weight / 1000m * (grade - par) * (grade < par ? factor / 1000m : 1);
            return new Terms(new(weight), new(par), factor).Amount(new(grade)).Milli == (long)Math.Round(exact, MidpointRounding.AwayFromZero);
        });

    [Fact]
    public void A_touchpoint_has_its_own_terms_where_the_policy_says_so_and_the_policys_elsewhere()
    {
        var grader = new Grader(new()
        {
            Par = new(11_000),
            DefaultWeight = new(2_000),
            DebitFactorMilli = 1_500,
            Touchpoints = new Dictionary<string, TouchpointRule>
            {
                ["check-in"] = new(Weight: new(3_000)),
                ["boarding"] = new(Par: new(14_000)),
                ["baggage"] = new(new(0), new(0)),
            },
        });

        Assert.Equal(new Terms(new(3_000), new(11_000), 1_500), grader.TermsOf("check-in"));
        Assert.Equal(new Terms(new(2_000), new(14_000), 1_500), grader.TermsOf("boarding"));
        Assert.Equal(new Terms(new(0), new(0), 1_500), grader.TermsOf("baggage"));
        Assert.Equal(new Terms(new(2_000), new(11_000), 1_500), grader.TermsOf("Check-in"));
    }

    [Fact]
    public void A_rating_of_four_on_one_to_five_posts_five_points()
    {
        var grader = new Grader(ScoringPolicy.Default);
        Assert.True(grader.TryGrade(Some.Evidence("rating 4 of 1..5"), out var grade));
        Assert.Equal(new Points(5_000), grader.TermsOf("anywhere").Amount(grade));
    }
}
