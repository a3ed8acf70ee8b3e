namespace Veinte.Statistics;

/// <summary>
/// Counts, means and co-moments of several variables with missing values, one observation at a time: for each pair of
/// variables those of the observations that have both, so that a question that was not asked is never taken for zero.
/// Chan, Golub &amp; LeVeque (1979) and Pébay (2008), eq. (2.1) and (3.1); weights as West (1979). Mergeable. One owner; not
/// safe for several threads.
/// </summary>
/// <remarks>
/// <para>Everything that relative weights, LMG, dominance and regression need of the data is in here, so a question about any
/// length of history costs the same.</para>
/// <para><b>Cost.</b> For q variables present, q(q + 1)/2 updates of six numbers for each observation, without allocation;
/// 8·6·m(m + 1)/2 bytes for m variables (24 kB at 31).</para>
/// <para><b>Precision.</b> One-pass updates are stable (NIST StRD sets: 1e-9 relative and better). <see cref="Remove"/> runs the same
/// update backwards; on bounded scales each removal loses about one unit in the last place of the co-moment.</para>
/// </remarks>
public sealed class CoMoments
{
    /// <summary>Numbers kept for each pair: weight, both means, both squared deviations, co-moment.</summary>
    public const int NumbersPerPair = 6;

    private readonly double[] _pairs;

    /// <summary>Without observations.</summary>
    /// <param name="variables">How many variables, 1–1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of variables is outside its range.</exception>
    public CoMoments(int variables)
    {
        if (variables is < 1 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(variables), variables, "Between 1 and 1000 variables can be followed together.");
        Variables = variables;
        _pairs = new double[variables * (variables + 1) / 2 * NumbersPerPair];
    }

    /// <summary>From numbers saved earlier.</summary>
    /// <param name="variables">How many variables.</param>
    /// <param name="numbers">What <see cref="Numbers"/> gave.</param>
    /// <exception cref="ArgumentException">The numbers do not fit that many variables.</exception>
    public CoMoments(int variables, ReadOnlySpan<double> numbers) : this(variables)
    {
        if (numbers.Length != _pairs.Length)
            throw new ArgumentException($"{variables} variables need {_pairs.Length} numbers, but {numbers.Length} were given.", nameof(numbers));
        numbers.CopyTo(_pairs);
    }

    /// <summary>How many variables.</summary>
    public int Variables { get; }

    /// <summary>
    /// The whole state: for each pair i ≤ j in the order (0,0), (0,1), … (0,m−1), (1,1), …: weight, mean of i, mean of j,
    /// Σ(xᵢ − mean)², Σ(xⱼ − mean)², Σ(xᵢ − mean)(xⱼ − mean). Bit-exact to save and restore.
    /// </summary>
    public ReadOnlySpan<double> Numbers => _pairs;

    /// <summary>Counts an observation.</summary>
    /// <param name="values">One for each variable; NaN where it is missing.</param>
    /// <param name="weight">Its weight, at least 0.</param>
    /// <exception cref="ArgumentException">There are not as many values as variables, or one is infinite. Nothing has changed.</exception>
    public void Add(ReadOnlySpan<double> values, double weight = 1)
    {
        ThrowIfUnfit(values, weight);
        if (weight == 0) return;
        Span<int> present = stackalloc int[values.Length];
        present = Present(values, present);
        for (var a = 0; a < present.Length; a++)
        {
            var (i, row) = (present[a], RowOf(present[a]));
            for (var b = a; b < present.Length; b++) AddTo(PairAt(row + present[b]), values[i], values[present[b]], weight);
        }
    }

    /// <summary>Takes an observation out again: the same values and weight as it was counted with.</summary>
    /// <inheritdoc cref="Add"/>
    /// <exception cref="InvalidOperationException">A pair of the observation has less weight than is to be removed. Nothing has changed.</exception>
    public void Remove(ReadOnlySpan<double> values, double weight = 1)
    {
        ThrowIfUnfit(values, weight);
        if (weight == 0) return;
        Span<int> present = stackalloc int[values.Length];
        present = Present(values, present);
        // Looked at whole before anything is taken out of it.
        for (var a = 0; a < present.Length; a++)
            for (var b = a; b < present.Length; b++)
                if (PairAt(RowOf(present[a]) + present[b])[0] < weight) throw new InvalidOperationException("The observation was not counted here, so it cannot be removed.");
        for (var a = 0; a < present.Length; a++)
        {
            var (i, row) = (present[a], RowOf(present[a]));
            for (var b = a; b < present.Length; b++) RemoveFrom(PairAt(row + present[b]), values[i], values[present[b]], weight);
        }
    }

    /// <summary>
    /// Puts a corrected observation in the place of one that was counted: the same figures as <see cref="Remove"/> and <see cref="Add"/>, but only pairs
    /// with a variable that differs are touched, so that one value of q costs q updates and not q².
    /// </summary>
    /// <param name="earlier">The values it was counted with; NaN where missing.</param>
    /// <param name="values">The values that count now.</param>
    /// <param name="weight">Its weight, the same as before.</param>
    /// <exception cref="ArgumentException">There are not as many values as variables, or one is infinite. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A pair of the observation has less weight than is to be removed. Nothing has changed.</exception>
    public void Replace(ReadOnlySpan<double> earlier, ReadOnlySpan<double> values, double weight = 1)
    {
        ThrowIfUnfit(earlier, weight);
        ThrowIfUnfit(values, weight);
        if (weight == 0) return;
        Span<int> either = stackalloc int[values.Length];
        Span<bool> differs = stackalloc bool[values.Length];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            // Equals, for a value that is missing both times does not differ.
            differs[i] = !values[i].Equals(earlier[i]);
            if (!double.IsNaN(values[i]) || !double.IsNaN(earlier[i])) either[count++] = i;
        }
        either = either[..count];
        for (var a = 0; a < either.Length; a++)
            for (var b = a; b < either.Length; b++)
                if ((differs[either[a]] || differs[either[b]]) && !double.IsNaN(earlier[either[a]] + earlier[either[b]]) && PairAt(RowOf(either[a]) + either[b])[0] < weight)
                    throw new InvalidOperationException("The observation was not counted here, so it cannot be replaced.");
        for (var a = 0; a < either.Length; a++)
            for (var b = a; b < either.Length; b++)
            {
                var (i, j) = (either[a], either[b]);
                if (!differs[i] && !differs[j]) continue;
                var pair = PairAt(RowOf(i) + j);
                if (!double.IsNaN(earlier[i] + earlier[j])) RemoveFrom(pair, earlier[i], earlier[j], weight);
                if (!double.IsNaN(values[i] + values[j])) AddTo(pair, values[i], values[j], weight);
            }
    }

    /// <summary>Adds what another part of the data has counted; any order and grouping gives the same figures, up to rounding.</summary>
    /// <param name="other">As many variables.</param>
    /// <exception cref="ArgumentException">The other part has other variables.</exception>
    public void Merge(CoMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Variables != Variables)
            throw new ArgumentException($"Co-moments of {other.Variables} variables cannot be merged into those of {Variables}.", nameof(other));
        for (var at = 0; at < _pairs.Length; at += NumbersPerPair)
            MergeInto(_pairs.AsSpan(at, NumbersPerPair), other._pairs.AsSpan(at, NumbersPerPair));
    }

    /// <summary>A copy that no longer changes with this one.</summary>
    public CoMoments Copy() => new(Variables, _pairs);

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_pairs);

    /// <summary>Weight (without weights: number) of the observations that have both variables.</summary>
    public double Weight(int i, int j) => Pair(i, j)[0];

    /// <summary>Mean of a variable over all observations that have it; NaN without any.</summary>
    public double Mean(int i) => Pair(i, i) is var pair && pair[0] > 0 ? pair[1] : double.NaN;

    /// <summary>Σ of squared deviations of a variable over all observations that have it.</summary>
    public double SquaredDeviations(int i) => Pair(i, i)[3];

    /// <summary>Sample variance (divisor weight − 1) of a variable; NaN below two observations.</summary>
    public double Variance(int i) => Covariance(i, i);

    /// <summary>Sample covariance (divisor weight − 1) over the observations that have both; NaN below two.</summary>
    public double Covariance(int i, int j) => Pair(i, j) is var pair && pair[0] > 1 ? pair[5] / (pair[0] - 1) : double.NaN;

    /// <summary>
    /// Pearson correlation over the observations that have both, with their own means and deviations, so never outside
    /// [−1, 1]. NaN where either does not vary among them.
    /// </summary>
    public double Correlation(int i, int j)
    {
        var pair = Pair(i, j);
        if (!Varies(pair[3], pair[1], pair[0]) || !Varies(pair[4], pair[2], pair[0])) return double.NaN;
        return i == j ? 1 : Math.Clamp(pair[5] / Math.Sqrt(pair[3] * pair[4]), -1, 1);
    }

    /// <summary>Deviations that rounding alone can leave behind count as none.</summary>
    private static bool Varies(double squares, double mean, double weight) => squares > 1e-24 * (1 + mean * mean) * weight && squares > 0;

    private ReadOnlySpan<double> Pair(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(i, j));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(i, j), Variables);
        var (low, high) = i <= j ? (i, j) : (j, i);
        return _pairs.AsSpan((RowOf(low) + high) * NumbersPerPair, NumbersPerPair);
    }

    private Span<double> PairAt(int pair) => _pairs.AsSpan(pair * NumbersPerPair, NumbersPerPair);

    /// <summary>Which variables an observation has, in <paramref name="places"/>.</summary>
    private static Span<int> Present(ReadOnlySpan<double> values, Span<int> places)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                places[count++] = i;
        return places[..count];
    }

    /// <summary>Where the pairs of a variable begin, less its own index.</summary>
    private int RowOf(int variable) => variable * Variables - variable * (variable + 1) / 2;

    private static void AddTo(Span<double> pair, double x, double y, double weight)
    {
        var total = pair[0] + weight;
        double dx = x - pair[1], dy = y - pair[2], share = weight / total;
        pair[0] = total;
        pair[1] += dx * share;
        pair[2] += dy * share;
        pair[3] += weight * dx * (x - pair[1]);
        pair[4] += weight * dy * (y - pair[2]);
        pair[5] += weight * dx * (y - pair[2]);
    }

    private static void RemoveFrom(Span<double> pair, double x, double y, double weight)
    {
        var left = pair[0] - weight;
        if (left <= 0)
        {
            pair.Clear();
            return;
        }
        double ex = x - pair[1], ey = y - pair[2], share = weight / left;
        pair[0] = left;
        pair[1] -= ex * share;
        pair[2] -= ey * share;
        pair[3] = Math.Max(0, pair[3] - weight * ex * (x - pair[1]));
        pair[4] = Math.Max(0, pair[4] - weight * ey * (y - pair[2]));
        pair[5] -= weight * (x - pair[1]) * ey;
    }

    private static void MergeInto(Span<double> pair, ReadOnlySpan<double> other)
    {
        if (other[0] == 0) return;
        if (pair[0] == 0)
        {
            other.CopyTo(pair);
            return;
        }
        var total = pair[0] + other[0];
        double dx = other[1] - pair[1], dy = other[2] - pair[2], share = other[0] / total, both = pair[0] * share;
        pair[0] = total;
        pair[1] += dx * share;
        pair[2] += dy * share;
        pair[3] += other[3] + dx * dx * both;
        pair[4] += other[4] + dy * dy * both;
        pair[5] += other[5] + dx * dy * both;
    }

    private void ThrowIfUnfit(ReadOnlySpan<double> values, double weight)
    {
        if (values.Length != Variables)
            throw new ArgumentException($"An observation of {Variables} variables needs as many values, but {values.Length} were given.", nameof(values));
        if (!(weight >= 0) || double.IsInfinity(weight))
            throw new ArgumentException($"The weight of an observation must be a number from 0 up, not {weight}.", nameof(weight));
        foreach (var value in values)
            if (double.IsInfinity(value)) throw new ArgumentException("A value is infinite; leave it out by giving NaN.", nameof(values));
    }
}
