namespace Veinte.Grading;

/// <summary>Shares out a whole among parts without losing or inventing a thousandth.</summary>
internal static class Shares
{
    /// <summary>
    /// Whole parts that add up to <paramref name="total"/>: every part rounded down, then one more to those that lost most
    /// (largest remainder, Hamilton's method); ties to the earlier part.
    /// </summary>
    /// <param name="total">The whole; within one of the sum of <paramref name="exact"/>.</param>
    /// <param name="exact">The parts before rounding, none negative.</param>
    public static int[] Round(int total, ReadOnlySpan<double> exact)
    {
        var whole = new int[exact.Length];
        var left = total;
        for (var i = 0; i < exact.Length; i++)
            left -= whole[i] = (int)Math.Floor(exact[i]);

        // The floating sum of the parts may fall short of the whole by an error of rounding, so what is left can be
        // anything from −1 to the number of parts.
        for (; left > 0; left--) whole[Extreme(exact, whole, 1)]++;
        for (; left < 0; left++) whole[Extreme(exact, whole, -1)]--;
        return whole;
    }

    private static int Extreme(ReadOnlySpan<double> exact, int[] whole, int sign)
    {
        var best = -1;
        for (var i = 0; i < whole.Length; i++)
        {
            if (sign < 0 && whole[i] == 0) continue;
            if (best < 0 || sign * (exact[i] - whole[i]) > sign * (exact[best] - whole[best])) best = i;
        }
        return best;
    }
}
