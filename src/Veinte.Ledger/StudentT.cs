namespace Veinte.Ledger;

/// <summary>Quantiles of Student's t distribution.</summary>
internal static class StudentT
{
    private const double Normal975 = 1.959963984540054;

    /// <summary>
    /// The 97.5 % quantile by the expansion around the normal one (Fisher &amp; Cornish 1960; Abramowitz &amp; Stegun 26.7.5,
    /// four terms): within 0.5 % from three degrees of freedom on.
    /// </summary>
    public static double TwoSided95(double freedom)
    {
        const double x = Normal975, x2 = x * x;
        const double g1 = x * (x2 + 1) / 4;
        const double g2 = x * ((5 * x2 + 16) * x2 + 3) / 96;
        const double g3 = x * (((3 * x2 + 19) * x2 + 17) * x2 - 15) / 384;
        const double g4 = x * ((((79 * x2 + 776) * x2 + 1482) * x2 - 1920) * x2 - 945) / 92160;
        return x + (g1 + (g2 + (g3 + g4 / freedom) / freedom) / freedom) / freedom;
    }
}
