using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Ledger.Tests;

public sealed class DecayedGradeTests
{
    private static readonly Gen<(double Grade, double Day)[]> Grades =
        Gen.Select(Gen.Double[0, 20], Gen.Double[0, 400]).Array[1, 30];

    private static readonly Gen<double> HalfLife = Gen.Double[7, 400];

    [Fact]
    public void The_mean_and_the_effective_n_are_what_the_weights_say() => Gen.Select(Grades, HalfLife).Sample((grades, halfLife) =>
    {
        // The definition itself: weights 2^(−age / half-life) against any one time, here the very first.
        var weights = grades.Select(g => Math.Pow(2, (g.Day - 400) / halfLife)).ToArray();
        var mean = grades.Zip(weights, (g, w) => g.Grade * w).Sum() / weights.Sum();
        var squares = grades.Zip(weights, (g, w) => g.Grade * g.Grade * w).Sum() / weights.Sum();
        var decayed = Of(grades, halfLife);

        Assert.Equal(mean, decayed.Mean!.Value, 1e-9);
        Assert.Equal(weights.Sum() * weights.Sum() / weights.Sum(w => w * w), decayed.EffectiveN, 1e-7);
        Assert.Equal(Math.Max(0, squares - mean * mean), decayed.Variance!.Value, 1e-8);
    });

    [Fact]
    public void Late_grades_count_as_if_they_had_come_in_time() =>
        Gen.Select(Grades.SelectMany(g => Gen.Shuffle(g.ToArray()).Select(s => (g, s))), HalfLife).Sample((both, halfLife) =>
            Assert.True(Of(both.g, halfLife).Close(Of(both.s, halfLife))));

    [Fact]
    [Trait("merges", nameof(DecayedGrade))]
    public void Merging_is_the_same_as_adding_all_and_does_not_depend_on_the_order() =>
        Gen.Select(Grades, Grades, HalfLife).Sample((a, b, halfLife) =>
        {
            var (ab, ba) = (Of(a, halfLife), Of(b, halfLife));
            ab.Merge(Of(b, halfLife), halfLife);
            ba.Merge(Of(a, halfLife), halfLife);
            Assert.True(ab.Close(ba));
            Assert.True(ab.Close(Of([.. a, .. b], halfLife)));
        });

    [Fact]
    public void A_grade_that_is_taken_back_leaves_the_others() => Gen.Select(Grades, Gen.Double[0, 20], Gen.Double[0, 500], HalfLife)
        .Sample((grades, grade, day, halfLife) =>
        {
            var decayed = Of(grades, halfLife);
            decayed.Add(grade, At(day), halfLife);
            decayed.Subtract(grade, At(day), halfLife);
            // Where the one taken back was by far the newest, what is left is known to fewer digits, or forgotten.
            if (!decayed.IsEmpty) Assert.True(decayed.Close(Of(grades, halfLife), 1e-4));
            else Assert.True(day - grades.Max(g => g.Day) > 14 * halfLife);
        });

    [Fact]
    public void A_grade_one_half_life_old_counts_half()
    {
        var decayed = Of([(10, 0), (16, 90)], 90);
        Assert.Equal((10 * 0.5 + 16) / 1.5, decayed.Mean!.Value, 12);
        Assert.Equal(1.5 * 1.5 / 1.25, decayed.EffectiveN, 12);
    }

    [Fact]
    public void Grades_of_ten_years_ago_weigh_nothing_beside_new_ones_and_everything_alone()
    {
        Assert.Equal(4, Of([(4, -3650)], 1).Mean);
        Assert.Equal(18, Of([(4, -3650), (18, 0)], 1).Mean);
        Assert.Equal(18, Of([(18, 0), (4, -3650)], 1).Mean);
    }

    [Fact]
    public void Taking_back_the_last_grade_of_all_leaves_nothing()
    {
        var decayed = Of([(12, 3)], 90);
        decayed.Subtract(12, At(3), 90);
        Assert.True(decayed.IsEmpty);
        Assert.Null(decayed.Mean);
        Assert.Null(decayed.Variance);
        Assert.Equal(0, decayed.EffectiveN);
    }

    private static Instant At(double day) => new((long)(day * Instant.MicrosPerDay));

    private static DecayedGrade Of(IEnumerable<(double Grade, double Day)> grades, double halfLife)
    {
        var decayed = new DecayedGrade();
        foreach (var (grade, day) in grades) decayed.Add(grade, At(day), halfLife);
        return decayed;
    }
}
