namespace Veinte.Statistics;

/// <summary>Count, sum and sum of squares of one arm's outcomes: all that comparisons of means need. Merges by addition.</summary>
/// <param name="N">Outcomes.</param>
/// <param name="Sum">Σy.</param>
/// <param name="SumSquares">Σy².</param>
public readonly record struct ArmSums(double N, double Sum, double SumSquares)
{
    /// <summary>Mean; NaN without outcomes.</summary>
    public double Mean => N > 0 ? Sum / N : double.NaN;

    /// <summary>Sample variance; NaN below two outcomes.</summary>
    public double Variance => N > 1 ? Math.Max(0, (SumSquares - Sum * Sum / N) / (N - 1)) : double.NaN;

    /// <summary>An outcome more.</summary>
    public ArmSums With(double y) => new(N + 1, Sum + y, SumSquares + y * y);

    /// <summary>Both together.</summary>
    public ArmSums Merge(ArmSums other) => new(N + other.N, Sum + other.Sum, SumSquares + other.SumSquares);

    /// <summary>What a comparison takes from it.</summary>
    public ArmMean Estimate => new(N, Mean, Variance);

    /// <summary>An arm of yes/no outcomes, with the variance p(1 − p).</summary>
    public static ArmMean OfShare(double successes, double n) => new(n, successes / n, successes / n * (1 - successes / n));
}

/// <summary>Mean and variance of one arm.</summary>
/// <param name="N">Outcomes.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Variance">Variance of one outcome.</param>
public readonly record struct ArmMean(double N, double Mean, double Variance)
{
    /// <summary>The mean that a relative difference is taken from, where it is not <see cref="Mean"/> (after an adjustment).</summary>
    public double? Baseline { get; init; }

    internal double Reference => Baseline ?? Mean;
}

/// <summary>
/// An outcome with a measurement from before the experiment, for CUPED (Deng, Xu, Kohavi &amp; Walker 2013): five sums of one arm. Merges by addition.
/// </summary>
/// <remarks>
/// <b>Equation.</b> y′ = y − θ(x − mean of x), θ = cov(x, y)/var(x) over all arms together. <b>Validity.</b> x must have been measured before the arm could do anything; then the
/// difference of arms keeps its mean and loses the part ρ² of its variance. <b>Error</b>: that of the comparison it is put into, as samples grow.
/// </remarks>
/// <param name="N">Outcomes.</param>
/// <param name="Post">Σy.</param>
/// <param name="PostSquares">Σy².</param>
/// <param name="Pre">Σx.</param>
/// <param name="PreSquares">Σx².</param>
/// <param name="Products">Σxy.</param>
public readonly record struct AdjustedArmSums(double N, double Post, double PostSquares, double Pre, double PreSquares, double Products)
{
    /// <summary>An outcome more, with the measurement before it.</summary>
    public AdjustedArmSums With(double post, double pre) =>
        new(N + 1, Post + post, PostSquares + post * post, Pre + pre, PreSquares + pre * pre, Products + post * pre);

    /// <summary>The same with a corrected outcome in the place of an earlier one; the measurement before it stays.</summary>
    public AdjustedArmSums Replaced(double earlier, double post, double pre) => this with
    {
        Post = Post + post - earlier, PostSquares = PostSquares + post * post - earlier * earlier, Products = Products + (post - earlier) * pre,
    };

    /// <summary>The same without an outcome that should not have counted.</summary>
    public AdjustedArmSums Without(double post, double pre) =>
        new(N - 1, Post - post, PostSquares - post * post, Pre - pre, PreSquares - pre * pre, Products - post * pre);

    /// <summary>Both together.</summary>
    public AdjustedArmSums Merge(AdjustedArmSums other) => new(
        N + other.N, Post + other.Post, PostSquares + other.PostSquares, Pre + other.Pre, PreSquares + other.PreSquares, Products + other.Products);

    /// <summary>
    /// The θ that takes most variance away: cov(x, y)/var(x) of all arms together. 0 where the measurement does not vary.
    /// </summary>
    public static double PooledTheta(params ReadOnlySpan<AdjustedArmSums> arms)
    {
        var all = new AdjustedArmSums();
        foreach (var arm in arms) all = all.Merge(arm);
        var variance = all.PreSquares - all.Pre * all.Pre / all.N;
        return variance > 0 ? (all.Products - all.Pre * all.Post / all.N) / variance : 0;
    }

    /// <summary>
    /// Mean and variance of y − θ(x − <paramref name="centre"/>). A relative difference is still taken from the unadjusted mean.
    /// </summary>
    /// <param name="theta">From <see cref="PooledTheta"/>, or chosen before the experiment.</param>
    /// <param name="centre">The same for all arms; it does not change differences.</param>
    public ArmMean Adjusted(double theta, double centre = 0)
    {
        double post = Post / N, pre = Pre / N;
        var variance = (PostSquares - Post * post + theta * theta * (PreSquares - Pre * pre) - 2 * theta * (Products - Pre * post)) / (N - 1);
        return new(N, post - theta * (pre - centre), Math.Max(0, variance)) { Baseline = post };
    }
}
