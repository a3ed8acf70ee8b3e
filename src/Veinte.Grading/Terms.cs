using Veinte.Model;

namespace Veinte.Grading;

/// <summary>
/// The terms on which a touchpoint's grades are posted under one scoring policy. A posting shows all three.
/// <c>default</c> posts nothing: its weight is zero.
/// </summary>
/// <param name="Weight">How much an interaction counts.</param>
/// <param name="Par">The grade at which nothing is earned or lost.</param>
/// <param name="DebitFactorMilli">By how much a negative amount is multiplied, in thousandths: 1,000 (as much as a gain) to 5,000.</param>
public readonly record struct Terms(Weight Weight, Grade Par, int DebitFactorMilli)
{
    /// <summary>The debit factor one, in thousandths.</summary>
    public const int NeutralDebitFactorMilli = 1_000;

    /// <summary>
    /// The amount a grade posts to the customer: <c>weight × (grade − par)</c>, times the debit factor when it is negative,
    /// in milli-points. Rounded once, at the end, ties away from zero.
    /// </summary>
    public Points Amount(Grade grade)
    {
        var product = (long)Weight.Milli * (grade.Milli - Par.Milli);
        var factored = product * (product < 0 ? DebitFactorMilli : NeutralDebitFactorMilli);
        return new((factored + Math.Sign(factored) * 500_000L) / 1_000_000);
    }
}
