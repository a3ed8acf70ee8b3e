namespace Veinte.Statistics;

/// <summary>
/// What a comparison of arms by <see cref="RandomisedStream"/> needs besides the sums that the promise test keeps of each arm: what was predicted
/// of its outcomes, and how far the predictions of an arm and of the first lay apart at each outcome of either. With them any arm's stream follows
/// from sums alone, so outcomes may be corrected, and parts merge by addition. Two numbers an arm; one owner.
/// </summary>
/// <remarks>
/// An outcome is predicted by the mean of its own arm so far (½ at first), as <see cref="EmpiricalBernsteinSums"/> does; any prediction made from
/// the past is valid (Howard et al. 2021, Corollary 2, arXiv:1810.08240). Outcomes lie in [0, 1].
/// </remarks>
public sealed class ArmPredictions
{
    private readonly double[] _predicted, _gaps;

    /// <summary>Nothing predicted yet.</summary>
    /// <param name="arms">How many arms, the first being the one the others are compared with.</param>
    public ArmPredictions(int arms) => (_predicted, _gaps) = (new double[arms], new double[arms]);

    /// <summary>A copy, or what <see cref="Predicted"/> and <see cref="Gaps"/> were stored as.</summary>
    public ArmPredictions(ReadOnlySpan<double> predicted, ReadOnlySpan<double> gaps) => (_predicted, _gaps) = (predicted.ToArray(), gaps.ToArray());

    /// <summary>For each arm the sum of what was predicted of its outcomes.</summary>
    public ReadOnlySpan<double> Predicted => _predicted;

    /// <summary>For each arm the sum, over the outcomes of it and of the first, of its prediction less the first's.</summary>
    public ReadOnlySpan<double> Gaps => _gaps;

    /// <summary>Notes the predictions for outcomes that are about to be counted.</summary>
    /// <param name="arms">The sums of all arms before they are.</param>
    /// <param name="arm">Whose outcomes.</param>
    /// <param name="outcomes">How many become known together.</param>
    public void Note(ReadOnlySpan<EmpiricalBernsteinSums> arms, int arm, long outcomes = 1) => Move(arms, arm, outcomes, arms[arm].Prediction);

    /// <summary>
    /// Takes an outcome out that should not have counted. Its own prediction goes with it; the other arm's at that time is not known any more, and
    /// that of now stands for it.
    /// </summary>
    /// <param name="arms">The sums of all arms.</param>
    /// <param name="arm">Whose outcome.</param>
    /// <param name="counted">How it was counted.</param>
    public void TakeOut(ReadOnlySpan<EmpiricalBernsteinSums> arms, int arm, Contribution counted) => Move(arms, arm, -1, counted.Predicted);

    /// <summary>Adds another part.</summary>
    public void Merge(ArmPredictions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var arm = 0; arm < _gaps.Length; arm++)
        {
            _predicted[arm] += other._predicted[arm];
            _gaps[arm] += other._gaps[arm];
        }
    }

    /// <summary>The stream of an arm against the first.</summary>
    /// <param name="design">The design of the two: <see cref="RandomisedDesign.Propensity"/> is the chance of the arm among units of it and of the first. Its outcomes lie in [0, 1].</param>
    /// <param name="arms">The sums of all arms.</param>
    /// <param name="arm">Which arm, not the first.</param>
    public RandomisedStream Stream(RandomisedDesign design, ReadOnlySpan<EmpiricalBernsteinSums> arms, int arm)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (design.Low != 0 || design.High != 1) throw new ArgumentException($"Outcomes of arms lie in [0, 1], those of the design in [{design.Low}, {design.High}].", nameof(design));
        var (treated, control, p, q) = (arms[arm], arms[0], design.Propensity, 1 - design.Propensity);
        return new(
            treated.N + control.N, _gaps[arm] + (treated.Sum - _predicted[arm]) / p - (control.Sum - _predicted[0]) / q, treated.V / (p * p) + control.V / (q * q),
            treated.N, treated.Sum, control.N, control.Sum);
    }

    private void Move(ReadOnlySpan<EmpiricalBernsteinSums> arms, int arm, long outcomes, double prediction)
    {
        _predicted[arm] += outcomes * prediction;
        var first = arms[0].Prediction;
        if (arm > 0) _gaps[arm] += outcomes * (prediction - first);
        else
        {
            for (var other = 1; other < _gaps.Length; other++) _gaps[other] += outcomes * (arms[other].Prediction - prediction);
        }
    }
}
