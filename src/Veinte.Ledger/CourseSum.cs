using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>What happened in one hour or day (or in several together).</summary>
/// <param name="Start">Start of the hour or day, UTC; of the first one when they are several.</param>
/// <param name="Interactions">How many interactions.</param>
/// <param name="Graded">How many of them are graded.</param>
/// <param name="GradeSumMilli">Sum of their grades, in thousandths.</param>
/// <param name="GradeSquareSumMicro">Sum of their squared grades, in millionths.</param>
/// <param name="Amount">What they posted.</param>
public readonly record struct CourseSum(
    Instant Start, long Interactions, long Graded, long GradeSumMilli, long GradeSquareSumMicro, Points Amount)
{
    /// <summary>Their mean grade on 0–20, or null when none is graded.</summary>
    public double? Mean => Graded == 0 ? null : GradeSumMilli / (1000.0 * Graded);

    /// <summary>The variance of their grades (n − 1), or null with fewer than two.</summary>
    public double? Variance => Graded < 2
        ? null
        : Math.Max(0, (double)(GradeSquareSumMicro - (Int128)GradeSumMilli * GradeSumMilli / Graded) / 1e6 / (Graded - 1));
}
