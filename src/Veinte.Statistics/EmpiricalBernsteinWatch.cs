namespace Veinte.Statistics;

/// <summary>
/// Decides exactly as <see cref="EmpiricalBernsteinTest.Judge"/> does, at the price of a comparison for nearly every outcome.
/// The bound on the excess grows with V, so while V has not fallen below the V it was computed at, an excess inside the old
/// bound cannot be evidence enough now; only outside it is the e-value computed. Holds no state that would have to be saved: one computed
/// afresh decides the same. One owner; not safe for several threads.
/// </summary>
public sealed class EmpiricalBernsteinWatch(EmpiricalBernsteinTest test)
{
    /// <summary>A bound is renewed when V has grown by this factor: about a hundred renewals from one outcome to a million.</summary>
    private const double Renewal = 1.1;

    private double _v = double.PositiveInfinity, _bound;

    /// <summary>The test that decides.</summary>
    public EmpiricalBernsteinTest Test => test;

    /// <summary>Where the average stands at this moment.</summary>
    public MeanVerdict Judge(in EmpiricalBernsteinSums sums)
    {
        if (sums.V < _v || sums.V > _v * Renewal + 0.25)
        {
            _v = sums.V;
            _bound = test.Bound(sums.V) * (1 - 1e-9);
        }
        return Math.Abs(sums.Excess(test.Target)) < _bound ? MeanVerdict.Open : test.Judge(sums);
    }
}
