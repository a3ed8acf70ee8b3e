using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Grading.Tests;

public sealed class GradeTests
{
    private static readonly Grader Standard = new(ScoringPolicy.Default);

    [Theory]
    // A rating of any range is linear; a scale whose worst end is the greater number is reversed.
    [InlineData("rating 4 of 1..5", 15_000)]
    [InlineData("rating 1 of 1..5", 0)]
    [InlineData("rating 5 of 1..5", 20_000)]
    [InlineData("rating 3 of 0..10", 6_000)]
    [InlineData("rating -1 of -2..2", 5_000)]
    [InlineData("rating 2 of 5..1", 15_000)]
    [InlineData("rating 1 of 6..1", 20_000)]
    [InlineData("rating 2 of 1..4", 6_667)]
    // Scales of their own.
    [InlineData("nps 0", 0)]
    [InlineData("nps 7", 14_000)]
    [InlineData("csat 2", 5_000)]
    [InlineData("ces 7", 20_000)]
    [InlineData("ces 6", 16_667)]
    [InlineData("effort 7", 0)]
    [InlineData("effort 2", 16_667)]
    // Waiting against the promise: half of it or less is perfect, three times it or more is nothing.
    [InlineData("wait 0 of 600", 20_000)]
    [InlineData("wait 300 of 600", 20_000)]
    [InlineData("wait 450 of 600", 17_000)]
    [InlineData("wait 600 of 600", 14_000)]
    [InlineData("wait 720 of 600", 11_600)]
    [InlineData("wait 900 of 600", 8_000)]
    [InlineData("wait 1200 of 600", 4_000)]
    [InlineData("wait 1500 of 600", 2_000)]
    [InlineData("wait 9999 of 600", 0)]
    // Words.
    [InlineData("outcome success", 15_000)]
    [InlineData("outcome partial", 9_000)]
    [InlineData("outcome failure", 2_000)]
    [InlineData("reaction love", 20_000)]
    [InlineData("reaction like", 16_000)]
    [InlineData("reaction laugh", 15_000)]
    [InlineData("reaction wow", 14_000)]
    [InlineData("reaction sad", 5_000)]
    [InlineData("reaction dislike", 4_000)]
    [InlineData("reaction angry", 0)]
    // Several: weighted by 1/variance. (20/4 + 0/6) / (1/4 + 1/6) = 12; (15/6 + 8/9) / (1/6 + 1/9) = 12.2.
    [InlineData("nps 10; csat 1", 12_000)]
    [InlineData("rating 4 of 1..5; wait 900 of 600", 12_200)]
    [InlineData("rating 5 of 1..5; nps 10; csat 5; ces 7; wait 0 of 1; effort 1; reaction love", 20_000)]
    [InlineData("rating 4 of 1..5; revenue 99", 15_000)]
    public void Evidence_makes_this_grade(string evidence, int milli)
    {
        Assert.True(Standard.TryGrade(Some.Evidence(evidence), out var grade));
        Assert.Equal(new Grade(milli), grade);
    }

    [Theory]
    [InlineData("")]
    [InlineData("revenue 120")]
    public void Without_evidence_an_interaction_stays_ungraded_and_has_no_reasons(string evidence)
    {
        Assert.False(Standard.TryGrade(Some.Evidence(evidence), out _));
        Assert.Empty(Standard.Explain(Some.Evidence(evidence)));
    }

    [Fact]
    public void A_disabled_signal_is_as_good_as_absent()
    {
        var grader = new Grader(new() { Signals = new() { Csat = new() { Enabled = false } } });

        Assert.False(grader.TryGrade(Some.Evidence("csat 1"), out _));
        Assert.True(grader.TryGrade(Some.Evidence("csat 1; nps 9"), out var grade));
        Assert.Equal(new Grade(18_000), grade);
        Assert.Single(grader.Explain(Some.Evidence("csat 1; nps 9")));
    }

    [Fact]
    public void The_contributions_of_the_reasons_add_up_to_the_grade_exactly() =>
        Gen.Select(Some.Policy, Some.Signals).Sample((policy, signals) =>
        {
            var grader = new Grader(policy);
            var reasons = grader.Explain(signals);
            if (!grader.TryGrade(signals, out var grade)) return reasons.Count == 0;
            return reasons.Sum(reason => reason.ContributionMilli) == grade.Milli
                && reasons.All(reason => reason.ContributionMilli >= 0)
                && Math.Abs(reasons.Sum(reason => reason.Share) - 1) < 1e-12;
        });

    [Fact]
    public void A_grade_lies_between_the_grades_of_its_signals() =>
        Gen.Select(Some.Policy, Some.Signals).Sample((policy, signals) =>
        {
            var grader = new Grader(policy);
            if (!grader.TryGrade(signals, out var grade)) return true;
            var signalGrades = grader.Explain(signals).Select(reason => reason.SignalGrade.Milli).ToArray();
            return grade.Milli >= signalGrades.Min() && grade.Milli <= signalGrades.Max();
        });

    [Fact]
    public void Each_contribution_is_its_share_of_its_signals_grade_to_the_thousandth_or_two() =>
        Gen.Select(Some.Policy, Some.Signals).Sample((policy, signals) =>
            new Grader(policy).Explain(signals).All(reason =>
                Math.Abs(reason.ContributionMilli - reason.Share * reason.SignalGrade.Milli) < 2));

    [Fact]
    public void Grading_allocates_nothing()
    {
        var signals = Some.Evidence("rating 4 of 1..5; nps 9; csat 4; ces 5; wait 900 of 600; outcome partial; effort 3; reaction wow");
        var sum = 0L;
        long Grade(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
                if (Standard.TryGrade(signals, out var grade))
                    sum += grade.Milli;
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Grade(100);
        Assert.Equal(0, Grade(10_000));
        Assert.NotEqual(0, sum);
    }
}
