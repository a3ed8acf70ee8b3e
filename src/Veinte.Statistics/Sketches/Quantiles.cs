namespace Veinte.Statistics;

/// <summary>Exact quantiles of a list of numbers in the definitions of Hyndman &amp; Fan (1996), numbered as in R.</summary>
/// <remarks>
/// <b>Equation.</b> (1 − γ)x₍j₎ + γx₍j₊₁₎ with j and γ by type. <b>Validity.</b> Numbers in ascending order. <b>Error.</b> Exact of the list.
/// </remarks>
public static class Quantiles
{
    /// <summary>A quantile of ascending numbers.</summary>
    /// <param name="sorted">At least one, ascending.</param>
    /// <param name="q">0–1.</param>
    /// <param name="type">1–9; 7 is what most software means, 8 is nearly unbiased for the median.</param>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is outside [0, 1] or the type unknown.</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double q, int type = 7)
    {
        if (sorted.IsEmpty) throw new ArgumentException("Nothing has no quantiles.", nameof(sorted));
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is asked for between 0 and 1.");
        var n = sorted.Length;
        if (type is >= 1 and <= 3) return Stepped(sorted, q, type);
        var (a, b) = type switch
        {
            4 => (0.0, 1.0),
            5 => (0.5, 0.5),
            6 => (0.0, 0.0),
            7 => (1.0, 1.0),
            8 => (1.0 / 3, 1.0 / 3),
            9 => (3.0 / 8, 3.0 / 8),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Definitions are numbered 1 to 9."),
        };
        // Where a rank is a whole number but for rounding, it is that number.
        var rank = a + q * (n + 1 - a - b);
        var below = Math.Floor(rank + 4 * double.Epsilon + 4e-16 * Math.Abs(rank));
        var part = rank - below;
        if (Math.Abs(part) < 4e-15 * Math.Max(1, Math.Abs(rank))) part = 0;
        var (low, high) = (At(sorted, below), At(sorted, below + 1));
        return part == 0 ? low : low + part * (high - low);
    }

    private static double Stepped(ReadOnlySpan<double> sorted, double q, int type)
    {
        var rank = sorted.Length * q - (type == 3 ? 0.5 : 0);
        var below = Math.Floor(rank + 4e-15 * Math.Max(1, Math.Abs(rank)));
        var isWhole = rank - below < 4e-15 * Math.Max(1, Math.Abs(rank));
        return type switch
        {
            1 => At(sorted, isWhole ? below : below + 1),
            2 => isWhole ? (At(sorted, below) + At(sorted, below + 1)) / 2 : At(sorted, below + 1),
            _ => At(sorted, isWhole && below % 2 == 0 ? below : below + 1),
        };
    }

    /// <summary>The number of a rank counted from 1; the ends stand for what lies beyond them.</summary>
    private static double At(ReadOnlySpan<double> sorted, double rank) => sorted[(int)Math.Clamp(rank - 1, 0, sorted.Length - 1)];
}
