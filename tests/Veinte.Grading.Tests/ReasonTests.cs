using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Grading.Tests;

public sealed class ReasonTests
{
    private static readonly Grader Standard = new(ScoringPolicy.Default);

    [Theory]
    [InlineData("rating 4 of 1..5", "Rating 4 of 1–5 is worth 15; it counts for 100 % of the grade.",
        "Valoración 4 en 1–5: equivale a 15; cuenta el 100 % de la nota.")]
    [InlineData("rating 2.5 of 5..1", "Rating 2.5 of 5–1 is worth 12.5; it counts for 100 % of the grade.",
        "Valoración 2,5 en 5–1: equivale a 12,5; cuenta el 100 % de la nota.")]
    [InlineData("nps 9", "Would recommend 9 of 0–10 is worth 18; it counts for 100 % of the grade.",
        "Recomendaría 9 en 0–10: equivale a 18; cuenta el 100 % de la nota.")]
    [InlineData("wait 720 of 600", "Waiting 720 s, 600 s promised is worth 11.6; it counts for 100 % of the grade.",
        "Espera de 720 s, prometidos 600 s: equivale a 11,6; cuenta el 100 % de la nota.")]
    [InlineData("outcome partial", "Outcome solved in part is worth 9; it counts for 100 % of the grade.",
        "Resultado resuelto en parte: equivale a 9; cuenta el 100 % de la nota.")]
    [InlineData("reaction angry", "Reaction “angry” is worth 0; it counts for 100 % of the grade.",
        "Reacción «me enfada»: equivale a 0; cuenta el 100 % de la nota.")]
    public void A_reason_is_said_in_both_languages(string evidence, string english, string spanish)
    {
        var reason = Assert.Single(Standard.Explain(Some.Evidence(evidence)));
        Assert.Equal(english, ReasonText.Sentence(reason, "en"));
        Assert.Equal(spanish, ReasonText.Sentence(reason, "es"));
    }

    [Fact]
    public void Reasons_show_value_signal_grade_share_and_contribution()
    {
        // Grade 12.2: reliabilities 1/6 and 1/9, so shares 0.6 and 0.4.
        var reasons = Standard.Explain(Some.Evidence("rating 4 of 1..5; wait 900 of 600"));

        Assert.Equal([SignalSet.Rating, SignalSet.Wait], reasons.Select(reason => reason.Signal));
        Assert.Equal(["4 of 1–5", "900 s, 600 s promised"], reasons.Select(reason => reason.Value));
        Assert.Equal([new(15_000), new(8_000)], reasons.Select(reason => reason.SignalGrade));
        Assert.Equal([0.6, 0.4], reasons.Select(reason => Math.Round(reason.Share, 12)));
        Assert.Equal([9_000, 3_200], reasons.Select(reason => reason.ContributionMilli));
    }

    [Fact]
    public void Thirds_are_shared_out_without_losing_a_thousandth()
    {
        // Three equally reliable signals: 20, 20 and 0 make 13.333; the two twenties cannot both be 6.667.
        var even = new SignalRule { Variance = 5 };
        var grader = new Grader(new() { Signals = new() { Rating = even, Nps = even, Csat = even } });
        var reasons = grader.Explain(Some.Evidence("rating 5 of 1..5; nps 10; csat 1"));

        Assert.Equal([6_667, 6_666, 0], reasons.Select(reason => reason.ContributionMilli));
        Assert.Equal(["33 %", "33 %", "33 %"], reasons.Select(r => ReasonText.Sentence(r, "en").Split(" for ")[1].Replace(" of the grade.", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_share_that_rounds_to_all_or_nothing_does_not_claim_it()
    {
        var grader = new Grader(new() { Signals = new() { Nps = new() { Variance = 0.01 }, Csat = new() { Variance = 10_000 } } });
        var reasons = grader.Explain(Some.Evidence("nps 10; csat 1"));

        Assert.Contains("more than 99 %", ReasonText.Sentence(reasons[0], "en"), StringComparison.Ordinal);
        Assert.Contains("less than 1 %", ReasonText.Sentence(reasons[1], "en"), StringComparison.Ordinal);
        Assert.Contains("cuenta más del 99 %", ReasonText.Sentence(reasons[0], "es"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_of_every_policy_can_be_said() =>
        Gen.Select(Some.Policy, Some.Signals).Sample((policy, signals) =>
            new Grader(policy).Explain(signals).All(reason =>
                ReasonText.Sentence(reason, "es").EndsWith("de la nota.", StringComparison.Ordinal)
                && ReasonText.Sentence(reason, "en").EndsWith("of the grade.", StringComparison.Ordinal)
                && ReasonText.Word(reason.Signal).Length > 0));
}
