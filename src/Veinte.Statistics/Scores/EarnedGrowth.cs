namespace Veinte.Statistics;

/// <summary>
/// How much of a firm's growth its customers earned it: Reichheld, Darnell &amp; Burns (2021), Harvard Business Review 99(6). All rates
/// are parts of last year's revenue.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Earned growth = net revenue retention + earned new customers − 1. <b>Validity.</b> Revenue last year above 0, every new customer's origin known. <b>Error.</b> Bookkeeping: none.
/// </remarks>
/// <param name="NetRevenueRetention">Revenue now from last year's customers.</param>
/// <param name="EarnedNewCustomers">Revenue now from new customers who were referred.</param>
/// <param name="TotalGrowth">Growth of all revenue.</param>
public readonly record struct EarnedGrowth(double NetRevenueRetention, double EarnedNewCustomers, double TotalGrowth)
{
    /// <summary>Retention plus earned new customers less one.</summary>
    public double Rate => NetRevenueRetention + EarnedNewCustomers - 1;

    /// <summary>Earned growth over total growth; NaN where nothing grew.</summary>
    public double Ratio => TotalGrowth != 0 ? Rate / TotalGrowth : double.NaN;

    /// <summary>From revenues of one year.</summary>
    /// <param name="lastYear">All revenue last year, above 0.</param>
    /// <param name="fromLastYearsCustomers">Revenue this year from last year's customers.</param>
    /// <param name="earned">Revenue this year from new customers who were referred.</param>
    /// <param name="bought">Revenue this year from all other new customers.</param>
    public static EarnedGrowth Of(double lastYear, double fromLastYearsCustomers, double earned, double bought)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lastYear);
        return new(fromLastYearsCustomers / lastYear, earned / lastYear, (fromLastYearsCustomers + earned + bought - lastYear) / lastYear);
    }
}
