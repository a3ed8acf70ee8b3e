using MathNet.Numerics.Distributions;

namespace Veinte.Statistics;

/// <summary>
/// Which drivers move an outcome, how sure that is and how much data is behind it, from co-moments that a stream keeps: importance by
/// relative weights and LMG, intervals and significance by the delete-a-group jackknife. Pure.
/// </summary>
/// <remarks>
/// <para><b>Intervals</b>: jackknife on the logit of the share with Student's t at (groups − 1) degrees of freedom, fewer where groups are unlike in size. They
/// assume no distribution; they allow for customers that answer often when the key of the groups is the customer.
/// Coverage measured by simulation is in docs/internals/statistics.md.</para>
/// <para><b>Significance</b> asks whether a driver is related to the outcome at all: the jackknife t of its Fisher-transformed
/// correlation, corrected for the number of drivers by Holm (1979), so the chance that any unrelated driver is called
/// significant is about <c>1 − level</c>. A weight itself cannot be tested against zero that way (it is a square, and its
/// sampling distribution degenerates there; Tonidandel &amp; LeBreton 2009 compare with a random variable instead, which
/// answers the same question with less power).</para>
/// </remarks>
public static class DriverAnalysis
{
    /// <summary>Analyses the first variable as outcome of all the others.</summary>
    /// <param name="moments">Outcome at index 0, drivers after it.</param>
    /// <param name="level">Coverage of intervals, above 0 and below 1; significance is judged at 1 − level.</param>
    /// <returns>Drivers in their order. Where there are too few observations every figure but the counts is NaN.</returns>
    public static DriverReport Of(GroupedCoMoments moments, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Variables < 2) throw new ArgumentException("An analysis needs an outcome and at least one driver.", nameof(moments));
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be above 0 and below 1.");

        var total = moments.Total();
        var correlations = CorrelationMatrix.From(total);
        var drivers = correlations.Drivers;
        if (correlations.IsConstant(0) || !(correlations.SmallestN > drivers + 1)) return TooFew(total, correlations, level);

        var estimate = Figures.Of(correlations);
        var jackknife = new Jackknife(estimate.All, [.. moments.LeaveOneOut().Select(part => Figures.Of(CorrelationMatrix.From(part)).All)]);
        // Customers fall into groups by lot, so groups are not alike; and where some answer often, less stands behind an error than groups.
        double FreedomOf(int variable) => Jackknife.Freedom(Enumerable.Range(0, moments.Groups).Select(g => moments.Group(g)?.Weight(0, variable) ?? 0));
        double QuantileOf(int variable) => jackknife.Replicates > 1 ? StudentT.InvCDF(0, 1, FreedomOf(variable), (1 + level) / 2) : double.NaN;

        var p = new double[drivers];
        for (var j = 0; j < drivers; j++) p[j] = jackknife.PValue(estimate.FisherAt(j), FreedomOf(j + 1));
        var varying = Enumerable.Range(0, drivers).Where(j => !correlations.IsConstant(j + 1)).ToArray();
        var adjusted = Multiplicity.Holm([.. varying.Select(j => p[j])]);
        var lmg = varying.Length is > 0 and <= LmgImportance.UsualDrivers && drivers <= SubsetFits.MostDrivers
            ? LmgImportance.Of(correlations).Raw : null;

        var all = new DriverImportance[drivers];
        for (var j = 0; j < drivers; j++)
        {
            var constant = correlations.IsConstant(j + 1);
            var interval = jackknife.LogitInterval(estimate.ShareAt(j), QuantileOf(j + 1));
            all[j] = new(
                j, total.Weight(0, j + 1), total.Mean(j + 1), constant, constant ? double.NaN : correlations[0, j + 1],
                constant ? double.NaN : estimate.Beta[j], estimate.Weights.Raw[j], lmg?[j] ?? double.NaN, estimate.Weights.Shares[j],
                constant ? new(double.NaN, double.NaN) : interval,
                jackknife.LogitError(estimate.ShareAt(j)), p[j], constant ? double.NaN : adjusted[Array.IndexOf(varying, j)])
            {
                IsSignificant = !constant && adjusted[Array.IndexOf(varying, j)] <= 1 - level,
                IsMomentOfTruth = !constant && interval.Low > 1.0 / Math.Max(1, varying.Length),
            };
        }
        return new(true, correlations.SmallestN, estimate.Weights.R2, jackknife.LogitInterval(estimate.R2At, QuantileOf(0)),
            total.Mean(0), level, jackknife.Replicates, correlations.WasRepaired, correlations.SmallestEigenvalue, all);
    }

    /// <summary>
    /// Whether the share of a driver differs between two independent sets of observations (segments, or periods without
    /// common customers): difference of logits over its standard error, against Student's t.
    /// </summary>
    /// <param name="before">One set.</param>
    /// <param name="after">The other, with the same drivers.</param>
    /// <param name="driver">Index of the driver.</param>
    public static DriverChange Change(DriverReport before, DriverReport after, int driver)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (a, b) = (before.Drivers[driver], after.Drivers[driver]);
        var error = Math.Sqrt(a.LogitError * a.LogitError + b.LogitError * b.LogitError);
        var t = (Jackknife.Logit(b.Share) - Jackknife.Logit(a.Share)) / error;
        var freedom = Math.Max(1, Math.Min(before.Groups, after.Groups) - 1);
        return new(driver, b.Share - a.Share, double.IsNaN(t) ? double.NaN : 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t)));
    }

    private static DriverReport TooFew(CoMoments total, CorrelationMatrix correlations, double level)
    {
        const double none = double.NaN;
        return new(false, correlations.SmallestN, none, new(none, none), total.Mean(0), level, 0, correlations.WasRepaired, correlations.SmallestEigenvalue,
        [
            .. Enumerable.Range(0, correlations.Drivers).Select(j => new DriverImportance(
                j, total.Weight(0, j + 1), total.Mean(j + 1), correlations.IsConstant(j + 1), none, none, none, none, none, new(none, none), none, none, none)),
        ]);
    }

    /// <summary>What is computed of each replicate: shares, R², Fisher-transformed correlations.</summary>
    private sealed record Figures(DriverWeights Weights, double[] Beta, double[] All)
    {
        public int R2At => Beta.Length;

        public static Figures Of(CorrelationMatrix correlations)
        {
            var (weights, p) = (RelativeWeights.Of(correlations), correlations.Drivers);
            var all = new double[2 * p + 1];
            var shares = weights.Shares;
            for (var j = 0; j < p; j++)
            {
                all[j] = Jackknife.Logit(shares[j]);
                all[p + 1 + j] = correlations.IsConstant(j + 1) ? 0 : Math.Atanh(Math.Clamp(correlations[0, j + 1], -1 + 1e-12, 1 - 1e-12));
            }
            all[p] = Jackknife.Logit(weights.R2);
            return new(weights, StandardisedRegression.Coefficients(correlations), all);
        }

        public int ShareAt(int driver) => driver;

        public int FisherAt(int driver) => Beta.Length + 1 + driver;
    }
}

/// <summary>What drives an outcome.</summary>
/// <param name="IsEnough">Whether there are more observations behind every pair than drivers plus one; without, nothing is claimed.</param>
/// <param name="SmallestN">The fewest observations behind any pair of variables.</param>
/// <param name="R2">Share of the outcome's variance that all drivers explain together.</param>
/// <param name="R2Interval">Its interval.</param>
/// <param name="OutcomeMean">Mean of the outcome.</param>
/// <param name="Level">Coverage of the intervals.</param>
/// <param name="Groups">How many groups of observations the errors rest on.</param>
/// <param name="WasRepaired">Whether the correlations did not fit together and had to be adjusted.</param>
/// <param name="SmallestEigenvalue">How far they were from fitting (below 0), or from being redundant.</param>
/// <param name="Drivers">One entry for each driver, in its order.</param>
public sealed record DriverReport(
    bool IsEnough, double SmallestN, double R2, Interval R2Interval, double OutcomeMean, double Level, int Groups,
    bool WasRepaired, double SmallestEigenvalue, IReadOnlyList<DriverImportance> Drivers);

/// <summary>What one driver contributes.</summary>
/// <param name="Driver">Its index, 0-based.</param>
/// <param name="N">Observations that have it and the outcome.</param>
/// <param name="Mean">Its mean over the observations that have it.</param>
/// <param name="IsConstant">Whether it does not vary, so that nothing can be said.</param>
/// <param name="Correlation">With the outcome.</param>
/// <param name="Coefficient">Standardised regression coefficient beside all the others.</param>
/// <param name="Weight">Relative weight: its part of R².</param>
/// <param name="Lmg">Its part of R² by LMG; NaN above 15 drivers.</param>
/// <param name="Share">Its part of what is explained, 0–1.</param>
/// <param name="ShareInterval">Interval of the share.</param>
/// <param name="LogitError">Standard error of the logit of the share.</param>
/// <param name="P">p-value of its correlation with the outcome.</param>
/// <param name="AdjustedP">The same, corrected for the number of drivers (Holm).</param>
public sealed record DriverImportance(
    int Driver, double N, double Mean, bool IsConstant, double Correlation, double Coefficient, double Weight, double Lmg,
    double Share, Interval ShareInterval, double LogitError, double P, double AdjustedP)
{
    /// <summary>Whether it is related to the outcome beyond chance, allowing for how many drivers were looked at.</summary>
    public bool IsSignificant { get; init; }

    /// <summary>Whether even the lower end of its share is above an equal share of all drivers.</summary>
    public bool IsMomentOfTruth { get; init; }

    /// <summary>
    /// Whether its correlation and its coefficient point in different directions (suppression): the sign shown is the
    /// correlation's, and a reader should be warned.
    /// </summary>
    public bool SignsDiffer => Correlation * Coefficient < 0;
}

/// <summary>How a driver's share differs between two sets of observations.</summary>
/// <param name="Driver">Its index.</param>
/// <param name="Difference">Second share less first.</param>
/// <param name="P">p-value, not corrected for the number of drivers compared; NaN without error estimates.</param>
public sealed record DriverChange(int Driver, double Difference, double P);
