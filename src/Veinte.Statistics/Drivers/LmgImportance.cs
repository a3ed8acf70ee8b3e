namespace Veinte.Statistics;

/// <summary>
/// Importance as the mean gain in R² over all orders in which drivers may enter: Lindeman, Merenda &amp; Gold (1980); Grömping
/// (2006), Journal of Statistical Software 17(1). Exact; 2^p subsets, so meant for at most <see cref="UsualDrivers"/> drivers and
/// refused above <see cref="SubsetFits.MostDrivers"/>.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Σ over subsets S without j of |S|!(p − |S| − 1)!/p! · (R²(S + j) − R²(S)): the Shapley value of R². <b>Validity.</b> More observations than drivers plus one; of duplicates each gets the same. The parts add up to R².
/// <b>Error.</b> An estimate without one of its own: intervals come from <see cref="DriverAnalysis"/>.
/// </remarks>
public static class LmgImportance
{
    /// <summary>Up to this many drivers the figure costs a few milliseconds; above, relative weights say nearly the same at once.</summary>
    public const int UsualDrivers = 15;

    /// <summary>Importance of each driver, in its order; 0 for one that does not vary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more drivers than subsets can be tried of.</exception>
    public static DriverWeights Of(CorrelationMatrix correlations)
    {
        var fits = SubsetFits.OfLinearModels(correlations);
        return new(fits.Whole, fits.Shapley());
    }
}
