namespace Veinte.Ledger;

/// <summary>
/// How an account stands: its recency-weighted grade shrunken towards its group, with a 95 % interval. Ranked by
/// <see cref="Low"/>, an account whose grades are no better and no more numerous never stands above one that is at or
/// above its group's mean: three good grades do not outrank three hundred as good.
/// </summary>
/// <remarks>
/// Empirical Bayes (Bühlmann–Straub): <c>value = z × own + (1 − z) × collective</c>, <c>z = n / (n + s²/τ²)</c>, where n is
/// the effective n of the recency-weighted mean. The variance is that of the credibility estimate with an estimated
/// collective, <c>τ²(1 − z) + (1 − z)² × variance of the collective</c>. The interval uses Student's t with as many degrees
/// of freedom as accounts (and expected accounts) less one have, since τ² is estimated from them.
/// A standing does not change while nothing happens: mean and effective n do not depend on when they are read.
/// </remarks>
/// <param name="Value">The estimate, 0–20.</param>
/// <param name="Low">Lower end of the interval, 0–20.</param>
/// <param name="High">Upper end; always above <paramref name="Low"/>.</param>
/// <param name="Credibility">How much of the estimate is the account's own history (z), 0–1. Below 0.3 nobody should be paid or punished by it.</param>
/// <param name="EffectiveN">How many grades of equal weight the own history is worth.</param>
public readonly record struct Standing(double Value, double Low, double High, double Credibility, double EffectiveN)
{
    /// <summary>The standing of an account within its group.</summary>
    /// <param name="account">The account; without grades it stands where its group does.</param>
    /// <param name="prior">What its group says.</param>
    public static Standing Of(AccountFigures account, GroupPrior prior) =>
        Of(account.Decayed.Mean ?? prior.Collective, Math.Min(account.Decayed.EffectiveN, account.Graded), prior);

    /// <summary>The standing of an own mean that is worth so many grades.</summary>
    /// <param name="own">The own mean, 0–20.</param>
    /// <param name="effectiveN">How many grades of equal weight it is worth, 0 or more.</param>
    /// <param name="prior">What its group says.</param>
    public static Standing Of(double own, double effectiveN, GroupPrior prior)
    {
        var z = effectiveN / (effectiveN + prior.Within / prior.Between);
        var value = Math.Clamp(prior.Collective + z * (own - prior.Collective), 0, 20);
        var variance = prior.Between * (1 - z) + (1 - z) * (1 - z) * prior.CollectiveVariance;
        var half = StudentT.TwoSided95(Math.Max(0, prior.Accounts - 1) + GroupPrior.BetweenWorth) * Math.Sqrt(variance);
        return new(value, Math.Max(0, value - half), Math.Min(20, value + half), z, effectiveN);
    }
}
