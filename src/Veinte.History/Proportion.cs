namespace Veinte.History;

/// <summary>A share with its n and its 95 % interval.</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Value">The share, or null when there is nothing to share.</param>
/// <param name="Low">Lower end, or null.</param>
/// <param name="High">Upper end, or null.</param>
public sealed record Proportion(long Count, long Of, double? Value, double? Low, double? High)
{
    private const double Z = 1.959963984540054;

    /// <summary>Wilson's score interval (E. B. Wilson, JASA 22, 1927): stays within 0–1 and is right for small n, too.</summary>
    public static Proportion Share(long count, long of)
    {
        if (of == 0) return new(count, of, null, null, null);
        var (n, p) = ((double)of, (double)count / of);
        var middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z / (1 + Z * Z / n) * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new(count, of, p, count == 0 ? 0 : middle - half, count == of ? 1 : middle + half);
    }
}
