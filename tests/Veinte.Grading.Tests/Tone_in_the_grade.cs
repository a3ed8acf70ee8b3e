using Veinte.Model;
using Xunit;

namespace Veinte.Grading.Tests;

/// <summary>What customers write takes part in the grade, and what they say with a number outweighs it.</summary>
public sealed class Tone_in_the_grade
{
    private static readonly Grader Standard = new(ScoringPolicy.Default);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 10_000)]
    [InlineData(0.5, 15_000)]
    [InlineData(1, 20_000)]
    public void A_tone_alone_is_graded_along_a_straight_line(double tone, int milli)
    {
        Assert.True(Standard.TryGrade(Toned(tone), out var grade));
        Assert.Equal(milli, grade.Milli);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(6)]
    [InlineData(10_000)]
    public void Beside_a_rating_a_tone_counts_at_most_half_of_it_whatever_the_policy_says(double variance)
    {
        var grader = new Grader(ScoringPolicy.Default with { Signals = new() { Tone = new() { Variance = variance } } });
        var signals = Toned(-1);
        (signals.Rating, signals.RatingMin, signals.RatingMax) = (5, 1, 5);
        signals.Present |= SignalSet.Rating;
        var reasons = grader.Explain(signals);
        Assert.True(reasons[0].Share >= 2 * reasons[1].Share - 1e-9);
        Assert.True(grader.TryGrade(signals, out var grade) && grade.Milli >= 13_333);
    }

    [Fact]
    public void A_reading_that_is_less_to_be_trusted_counts_less()
    {
        var (sure, doubtful) = (Toned(1), Toned(1, 0.5));
        (sure.Effort, sure.Present) = (7, sure.Present | SignalSet.Effort);
        (doubtful.Effort, doubtful.Present) = (7, doubtful.Present | SignalSet.Effort);
        Assert.True(Standard.Explain(sure)[1].Share > Standard.Explain(doubtful)[1].Share);
    }

    [Fact]
    public void A_policy_may_leave_texts_ungraded() =>
        Assert.False(new Grader(ScoringPolicy.Default with { Signals = new() { Tone = new() { Enabled = false } } }).TryGrade(Toned(1), out _));

    [Fact]
    public void The_reason_quotes_the_words()
    {
        var reason = Assert.Single(Standard.Explain(Toned(-0.62)));
        Assert.Equal("−0.62", ReasonText.Value(reason, "en"));
        Assert.Equal("Tono del texto −0,62 («pésimo», «nadie contesta»): equivale a 3,8; cuenta el 100 % de la nota.", ReasonText.Sentence(reason, "es", ["pésimo", "nadie contesta"]));
        Assert.Equal("Tone of the text −0.62 (“awful”) is worth 3.8; it counts for 100 % of the grade.", ReasonText.Sentence(reason, "en", ["awful"]));
    }

    [Fact]
    public void Words_are_packed_and_found_again()
    {
        var (words, count) = (default(ToneWords), 0);
        words = words.With(ref count, 3, 9, -0.5).With(ref count, 70_000, 4, 1).With(ref count, 40, 300, 1).With(ref count, 65_535, 255, 1);
        Assert.Equal([(3, 9, -0.5), (65_535, 255, 1.0)], words.All());
        Assert.Empty(default(ToneWords).All());
    }

    private static Signals Toned(double tone, double reliability = 1) => new() { Present = SignalSet.Tone, Tone = tone, ToneReliability = reliability };
}
