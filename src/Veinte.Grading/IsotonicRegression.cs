namespace Veinte.Grading;

/// <summary>
/// The closest sequence that never falls, by weighted squares: pool adjacent violators (Ayer, Brunk, Ewing, Reid &amp;
/// Silverman 1955). Serves to calibrate a signal's map against overall grades. Pure.
/// </summary>
public static class IsotonicRegression
{
    /// <summary>The fitted values, one for each given value and in its order.</summary>
    /// <param name="values">The values in the order in which they must not fall.</param>
    /// <param name="weights">Their weights, all above 0, as many as values.</param>
    /// <exception cref="ArgumentException">The two differ in length, or a weight is not above 0.</exception>
    public static double[] Increasing(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length)
            throw new ArgumentException($"{values.Length} values have {weights.Length} weights; give one weight for each value.", nameof(weights));
        var pools = new (double Mean, double Weight, int Count)[values.Length];
        var last = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!(weights[i] > 0)) throw new ArgumentException($"Weight {i} is {weights[i]}; weights are above 0.", nameof(weights));
            pools[++last] = (values[i], weights[i], 1);
            for (; last > 0 && pools[last - 1].Mean > pools[last].Mean; last--)
                pools[last - 1] = Pool(pools[last - 1], pools[last]);
        }
        var fitted = new double[values.Length];
        var next = 0;
        for (var p = 0; p <= last; p++)
            for (var k = 0; k < pools[p].Count; k++)
                fitted[next++] = pools[p].Mean;
        return fitted;
    }

    private static (double Mean, double Weight, int Count) Pool(
        (double Mean, double Weight, int Count) a, (double Mean, double Weight, int Count) b)
    {
        var weight = a.Weight + b.Weight;
        return ((a.Mean * a.Weight + b.Mean * b.Weight) / weight, weight, a.Count + b.Count);
    }
}
