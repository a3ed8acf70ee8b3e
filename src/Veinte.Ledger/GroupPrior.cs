namespace Veinte.Ledger;

/// <summary>
/// What to expect of an account of a group before knowing its own history. Variances are in grades².
/// </summary>
/// <remarks>
/// Where data are few the product's expectations fill in, worth a stated number of observations, and fade as data come:
/// <see cref="ExpectedWithin"/> counts as <see cref="WithinWorth"/> further degrees of freedom of grades within accounts,
/// <see cref="ExpectedBetween"/> as <see cref="BetweenWorth"/> further accounts. So neither variance is ever zero, not even
/// when all grades are equal or when accounts differ by less than chance (a negative moment estimate counts as zero before
/// the expectation is mixed in). A group without accounts expects 10.
/// </remarks>
/// <param name="Collective">The mean of accounts, 0–20, each weighted by its credibility.</param>
/// <param name="Within">Variance of single grades around their account's own mean (s²), above 0.</param>
/// <param name="Between">Variance of accounts' true means around the collective (τ²), above 0.</param>
/// <param name="Accounts">Accounts with at least one grade.</param>
/// <param name="CollectiveVariance">How uncertain the collective itself is.</param>
public readonly record struct GroupPrior(
    double Collective, double Within, double Between, long Accounts, double CollectiveVariance = 0)
{
    /// <summary>Expected variance of grades within an account: a standard deviation of three grades.</summary>
    public const double ExpectedWithin = 9;

    /// <summary>What that expectation is worth, in degrees of freedom.</summary>
    public const double WithinWorth = 4;

    /// <summary>Expected variance between accounts: a standard deviation of two grades.</summary>
    public const double ExpectedBetween = 4;

    /// <summary>What that expectation is worth, in accounts.</summary>
    public const double BetweenWorth = 3;

    /// <summary>The prior of a group in which nothing is graded yet: 10, give or take what is expected of any group.</summary>
    public static GroupPrior Unknown { get; } = new(10, ExpectedWithin, ExpectedBetween, 0, ExpectedWithin + ExpectedBetween);
}
