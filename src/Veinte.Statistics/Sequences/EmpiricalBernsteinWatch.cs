namespace Veinte.Statistics;

/// <summary>
/// Decides exactly as <see cref="EmpiricalBernsteinTest.Judge"/> does, at the price of a comparison for nearly every outcome (see
/// <see cref="MixtureWatch"/>). Holds no state that would have to be saved. One owner; not safe for several threads.
/// </summary>
/// <remarks>
/// <b>Equation, validity and error</b> are those of the test: Howard et al. (2021), Theorem 4 with eq. (36) (arXiv:1810.08240). Nothing is rounded in favour of a verdict.
/// </remarks>
public sealed class EmpiricalBernsteinWatch(EmpiricalBernsteinTest test)
{
    private readonly MixtureWatch _watch = new(test.Mixture, test.Alpha);

    /// <summary>The test that decides.</summary>
    public EmpiricalBernsteinTest Test => test;

    /// <summary>Where the average stands at this moment.</summary>
    public MeanVerdict Judge(in EmpiricalBernsteinSums sums)
    {
        var excess = sums.Excess(test.Target);
        if (!_watch.Reaches(Math.Abs(excess), sums.V)) return MeanVerdict.Open;
        return excess > 0 ? MeanVerdict.Above : MeanVerdict.Below;
    }
}
