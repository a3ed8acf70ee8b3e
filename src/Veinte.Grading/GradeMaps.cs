namespace Veinte.Grading;

/// <summary>The shapes by which one signal becomes a grade. Pure; answers always lie on 0–20.</summary>
public static class GradeMaps
{
    /// <summary>
    /// The straight line from <paramref name="worst"/> (0) to <paramref name="best"/> (20). A reversed scale has its worst
    /// value above its best one.
    /// </summary>
    /// <param name="value">Where on the scale; beyond its ends the end counts.</param>
    /// <param name="worst">The value worth 0.</param>
    /// <param name="best">The value worth 20; different from <paramref name="worst"/>.</param>
    public static double Linear(double value, double worst, double best) =>
        Math.Clamp(20 * (value - worst) / (best - worst), 0, 20);

    /// <summary>Straight lines between points; level before the first and after the last one.</summary>
    /// <param name="value">Where to read.</param>
    /// <param name="at">Where the points stand, strictly increasing; at least one.</param>
    /// <param name="grades">The grade at each point, on 0–20.</param>
    public static double Piecewise(double value, ReadOnlySpan<double> at, ReadOnlySpan<double> grades)
    {
        if (value <= at[0]) return grades[0];
        for (var i = 1; i < at.Length; i++)
            if (value <= at[i])
                return grades[i - 1] + (grades[i] - grades[i - 1]) * (value - at[i - 1]) / (at[i] - at[i - 1]);
        return grades[^1];
    }
}
