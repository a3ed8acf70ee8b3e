using System.Globalization;

namespace Veinte.Model;

/// <summary>
/// A signed amount on an account, in milli-points: 5,000 is five points. Sums are checked: an overflow throws
/// <see cref="OverflowException"/> before anything is stored. <c>default</c> is zero.
/// </summary>
/// <param name="Milli">Thousandths of a point.</param>
public readonly record struct Points(long Milli)
{
    /// <summary>Nothing earned, nothing lost.</summary>
    public static Points Zero => default;

    /// <summary>The sum.</summary>
    public static Points operator +(Points a, Points b) => new(a.Milli + b.Milli);

    /// <summary>The difference.</summary>
    public static Points operator -(Points a, Points b) => new(a.Milli - b.Milli);

    /// <summary>The same amount on the other side.</summary>
    public static Points operator -(Points a) => new(-a.Milli);

    /// <summary>Points with three decimals, such as <c>-2.500</c>.</summary>
    public override string ToString() => (Milli / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}

/// <summary>
/// How well an interaction went, from 0 to 20 in thousandths (0 to 20,000). Past this point nothing is floating.
/// <c>default</c> is the grade zero: a real grade, the worst one; "ungraded" is always a missing grade (<c>null</c>).
/// </summary>
/// <param name="Milli">Thousandths of a grade, 0 to <see cref="MaxMilli"/>.</param>
public readonly record struct Grade(int Milli)
{
    /// <summary>The full mark, twenty: <c>veinte</c>.</summary>
    public const int MaxMilli = 20_000;

    /// <summary>The grade nearest to <paramref name="value"/>, ties away from zero, clamped to 0–20.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not a number.</exception>
    public static Grade FromDouble(double value) => double.IsNaN(value)
        ? throw new ArgumentOutOfRangeException(nameof(value), "A grade cannot be NaN.")
        : new((int)Math.Round(Math.Clamp(value, 0, 20) * 1000, MidpointRounding.AwayFromZero));

    /// <summary>The grade on the 0–20 scale.</summary>
    public double Value => Milli / 1000.0;

    /// <summary>The grade with up to three decimals, such as <c>13.4</c>.</summary>
    public override string ToString() => (Milli / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>How much an interaction counts, in thousandths: 1,000 is the weight one. Never negative.</summary>
/// <param name="Milli">Thousandths, 0 to 1,000,000.</param>
public readonly record struct Weight(int Milli)
{
    /// <summary>The weight one.</summary>
    public static Weight One => new(1000);

    /// <summary>The largest weight a scoring policy may give: one thousand.</summary>
    public const int MaxMilli = 1_000_000;

    /// <summary><c>weight × (grade − par)</c> in milli-points, ties rounded away from zero.</summary>
    public Points Of(Grade grade, Grade par)
    {
        var product = (long)Milli * (grade.Milli - par.Milli);
        return new((product + Math.Sign(product) * 500) / 1000);
    }

    /// <summary>The weight with up to three decimals, such as <c>1.5</c>.</summary>
    public override string ToString() => (Milli / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
