namespace Veinte.Statistics;

/// <summary>
/// What the test of a running average keeps of its outcomes: how many, their sum, and the sum V of squared distances from
/// what was predicted before each came. Three plain numbers that merge by addition. A mutable value: copy it freely, share
/// it between threads only with care.
/// </summary>
/// <remarks>
/// <para>Outcomes lie in [0, 1] (a grade over 20, 0/1, (class + 1)/2 for NPS). The prediction is the mean so far, ½ at first;
/// it depends on the past alone, so S = Σ(x − µ) is sub-exponential with intrinsic time V in whatever order outcomes arrive
/// and however parts are merged: Howard et al. (2021), Theorem 4 (arXiv:1810.08240).</para>
/// <para><b>Several answers of one customer in one period must be aggregated to one value first</b>: counted one by one, the
/// error level is missed (7.7 % instead of 5 % at five answers with a correlation of 0.09). <see cref="AddAnswer"/> does it.</para>
/// </remarks>
/// <param name="N">Outcomes counted.</param>
/// <param name="Sum">Their sum Σx.</param>
/// <param name="V">Σ(x − prediction)².</param>
public record struct EmpiricalBernsteinSums(long N, double Sum, double V)
{
    /// <summary>The mean of the outcomes; NaN without any.</summary>
    public readonly double Mean => N > 0 ? Sum / N : double.NaN;

    /// <summary>The prediction for the next outcome: the mean so far, ½ at first.</summary>
    public readonly double Prediction => N > 0 ? Math.Clamp(Sum / N, 0, 1) : 0.5;

    /// <summary>Σ(x − target).</summary>
    /// <param name="target">The mean to compare with, 0–1.</param>
    public readonly double Excess(double target) => Sum - N * target;

    /// <summary>Counts one outcome. Constant time, no allocation.</summary>
    /// <param name="x">0–1.</param>
    /// <returns>What it contributed: keep it where the outcome may be corrected later.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is outside [0, 1] or not a number. Nothing has changed.</exception>
    public Contribution Add(double x)
    {
        ThrowIfOutside(x);
        var contribution = new Contribution(x, Prediction);
        Sum += x;
        V += contribution.Square;
        N++;
        return contribution;
    }

    /// <summary>
    /// Puts a corrected or completed outcome in the place of an earlier one. The sums become those of a history in which the
    /// new value had come at the old one's place; the old prediction stays, for it used the past alone, as do the
    /// predictions made since.
    /// </summary>
    /// <param name="earlier">What <see cref="Add"/> or an earlier replacement returned.</param>
    /// <param name="x">The value that counts now, 0–1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is outside [0, 1] or not a number. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been counted that could be replaced.</exception>
    public Contribution Replace(Contribution earlier, double x)
    {
        ThrowIfOutside(x);
        ThrowIfEmpty();
        var contribution = earlier with { Value = x };
        Sum += x - earlier.Value;
        V = Math.Max(0, V + contribution.Square - earlier.Square);
        return contribution;
    }

    /// <summary>Takes an outcome out again, for data that must be forgotten or never should have counted.</summary>
    /// <param name="earlier">What <see cref="Add"/> or a replacement returned.</param>
    /// <exception cref="InvalidOperationException">Nothing has been counted that could be removed.</exception>
    public void Remove(Contribution earlier)
    {
        ThrowIfEmpty();
        N--;
        (Sum, V) = N == 0 ? (0, 0) : (Sum - earlier.Value, Math.Max(0, V - earlier.Square));
    }

    /// <summary>
    /// Counts an answer of a customer whose answers within the period count once, as their mean: the first answer is added,
    /// each later one replaces it.
    /// </summary>
    /// <param name="customer">The customer's answers in this period; <c>default</c> before the first.</param>
    /// <param name="x">0–1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is outside [0, 1] or not a number. Nothing has changed.</exception>
    public void AddAnswer(ref CustomerAnswers customer, double x)
    {
        ThrowIfOutside(x);
        var (count, sum) = (customer.Count + 1, customer.Sum + x);
        var mean = Math.Clamp(sum / count, 0, 1);
        customer = new(count, sum, count == 1 ? Add(mean) : Replace(customer.Counted, mean));
    }

    /// <summary>Adds what another part of the stream has counted. Any order and grouping gives the same figures, up to rounding.</summary>
    /// <param name="other">The other part.</param>
    public void Merge(in EmpiricalBernsteinSums other)
    {
        N += other.N;
        Sum += other.Sum;
        V += other.V;
    }

    private readonly void ThrowIfEmpty()
    {
        if (N <= 0) throw new InvalidOperationException("No outcome has been counted yet, so none can be replaced or removed.");
    }

    private static void ThrowIfOutside(double x)
    {
        if (!(x is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(x), x, "An outcome must lie between 0 and 1; divide by the length of its scale first.");
    }
}

/// <summary>One outcome as it was counted.</summary>
/// <param name="Value">The outcome, 0–1.</param>
/// <param name="Predicted">What had been predicted before it came, 0–1.</param>
public readonly record struct Contribution(double Value, double Predicted)
{
    /// <summary>Its part of V.</summary>
    public double Square => (Value - Predicted) * (Value - Predicted);
}

/// <summary>The answers of one customer within one period, which count together as their mean.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Counted">Their mean, as it stands in the sums.</param>
public readonly record struct CustomerAnswers(int Count, double Sum, Contribution Counted);
