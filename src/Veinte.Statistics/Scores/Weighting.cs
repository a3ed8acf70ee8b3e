namespace Veinte.Statistics;

/// <summary>Makes a sample of answers stand for a population that is known in parts.</summary>
/// <remarks>
/// <b>Validity.</b> Within a cell who answered must be like who did not; cells without answers cannot be mended. <b>Error.</b> Standard errors as samples grow; weights are taken as fixed. Equations and papers stand with each method.
/// </remarks>
public static class Weighting
{
    /// <summary>
    /// A weighted mean with its standard error by linearisation (Särndal, Swensson &amp; Wretman 1992, §5.7): se² = n/(n − 1) · Σ(w(x − m))²/(Σw)².
    /// </summary>
    /// <param name="x">Answers.</param>
    /// <param name="weights">As many weights, at least 0, not all 0.</param>
    public static WeightedMean Mean(ReadOnlySpan<double> x, ReadOnlySpan<double> weights)
    {
        if (x.Length != weights.Length || x.IsEmpty) throw new ArgumentException("Each answer needs a weight.", nameof(weights));
        double total = 0, squares = 0, sum = 0, errors = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (!(weights[i] >= 0)) throw new ArgumentException($"A weight must be 0 or more, not {weights[i]}.", nameof(weights));
            total += weights[i];
            squares += weights[i] * weights[i];
            sum += weights[i] * x[i];
        }
        if (!(total > 0)) throw new ArgumentException("All weights are 0.", nameof(weights));
        var mean = sum / total;
        for (var i = 0; i < x.Length; i++) errors += Math.Pow(weights[i] * (x[i] - mean), 2);
        var n = (double)x.Length;
        return new(mean, n > 1 ? Math.Sqrt(n / (n - 1) * errors) / total : double.NaN, total * total / squares);
    }

    /// <summary>Weights that bring each cell to its size in the population: N_h / n_h.</summary>
    /// <param name="cells">The cell of each answer.</param>
    /// <param name="population">Size of each cell; every cell that has answers must be in it.</param>
    /// <exception cref="ArgumentException">A cell has answers but no known size.</exception>
    public static double[] PostStratify<TCell>(IReadOnlyList<TCell> cells, IReadOnlyDictionary<TCell, double> population) where TCell : notnull
    {
        ArgumentNullException.ThrowIfNull(cells);
        var weights = new double[cells.Count];
        Array.Fill(weights, 1);
        Adjust(weights, new Margin<TCell>(cells, population));
        return weights;
    }

    /// <summary>
    /// Weights that bring several margins to their sizes in the population at once, by adjusting them in turn until nothing moves
    /// (Deming &amp; Stephan 1940).
    /// </summary>
    /// <param name="margins">For each margin, the cell of every answer and the size of every cell. The totals of all margins must agree.</param>
    /// <param name="tolerance">Largest relative distance from a margin at which to stop.</param>
    /// <exception cref="InvalidOperationException">The margins cannot all be met: some combination has no answers.</exception>
    public static double[] Rake<TCell>(IReadOnlyList<Margin<TCell>> margins, double tolerance = 1e-12) where TCell : notnull
    {
        ArgumentNullException.ThrowIfNull(margins);
        if (margins.Count == 0) throw new ArgumentException("There is no margin to rake to.", nameof(margins));
        var weights = new double[margins[0].Cells.Count];
        Array.Fill(weights, 1);
        for (var round = 0; round < 10_000; round++)
        {
            var moved = 0.0;
            foreach (var margin in margins) moved = Math.Max(moved, Adjust(weights, margin));
            if (moved <= tolerance) return weights;
        }
        throw new InvalidOperationException("The margins cannot all be met by these answers; merge small cells.");
    }

    /// <summary>Caps weights at a multiple of their median, so that no answer counts for a crowd; the total is kept by scaling the others up.</summary>
    /// <param name="weights">Weights, changed in place.</param>
    /// <param name="multiple">Largest weight over the median; 5 is usual.</param>
    /// <returns>How many were capped: say so next to the figure.</returns>
    public static int Cap(Span<double> weights, double multiple = 5)
    {
        if (weights.IsEmpty) return 0;
        var sorted = weights.ToArray();
        Array.Sort(sorted);
        var cap = multiple * Quantiles.OfSorted(sorted, 0.5);
        double over = 0, rest = 0;
        var capped = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= cap)
            {
                rest += weights[i];
                continue;
            }
            over += weights[i] - cap;
            weights[i] = cap;
            capped++;
        }
        if (capped == 0 || rest == 0) return capped;
        for (var i = 0; i < weights.Length; i++)
            if (weights[i] < cap) weights[i] *= 1 + over / rest;
        return capped;
    }

    private static double Adjust<TCell>(double[] weights, Margin<TCell> margin) where TCell : notnull
    {
        var sums = new Dictionary<TCell, double>();
        for (var i = 0; i < weights.Length; i++) sums[margin.Cells[i]] = sums.GetValueOrDefault(margin.Cells[i]) + weights[i];
        foreach (var cell in sums.Keys)
            if (!margin.Population.ContainsKey(cell)) throw new ArgumentException($"The size of '{cell}' in the population is not known.", nameof(margin));
        var moved = sums.Max(cell => Math.Abs(margin.Population[cell.Key] / cell.Value - 1));
        for (var i = 0; i < weights.Length; i++) weights[i] *= margin.Population[margin.Cells[i]] / sums[margin.Cells[i]];
        return moved;
    }
}

/// <summary>A weighted mean.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard error; NaN from one answer.</param>
/// <param name="EffectiveN">How many equally weighted answers would tell as much (Kish 1965).</param>
public readonly record struct WeightedMean(double Mean, double StandardError, double EffectiveN);

/// <summary>One margin of a population.</summary>
/// <param name="Cells">The cell of each answer.</param>
/// <param name="Population">Size of each cell.</param>
public sealed record Margin<TCell>(IReadOnlyList<TCell> Cells, IReadOnlyDictionary<TCell, double> Population) where TCell : notnull;
