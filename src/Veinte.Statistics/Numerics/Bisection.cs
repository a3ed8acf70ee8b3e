namespace Veinte.Statistics;

/// <summary>Roots of monotone functions by halving, to the last digits a double has: slow, and never wrong.</summary>
internal static class Bisection
{
    /// <summary>
    /// The smallest argument from 0 up at which <paramref name="above"/> holds, given that it holds from some point on.
    /// The answer is on the side where it holds. Infinity when it does not hold up to 1e300.
    /// </summary>
    public static double FirstAbove(Func<double, bool> above, double guess = 1)
    {
        double low = 0, high = guess;
        while (!above(high))
        {
            low = high;
            high *= 2;
            if (high > 1e300) return double.PositiveInfinity;
        }
        return Narrow(above, low, high);
    }

    /// <summary>Halves [low, high] until it is as narrow as doubles allow; <paramref name="above"/> holds at high, and the answer is high.</summary>
    public static double Narrow(Func<double, bool> above, double low, double high)
    {
        for (var i = 0; i < 200; i++)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high || high - low <= 4e-16 * Math.Abs(high)) break;
            if (above(middle)) high = middle;
            else low = middle;
        }
        return high;
    }
}
