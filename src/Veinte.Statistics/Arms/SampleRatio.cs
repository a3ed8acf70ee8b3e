using MathNet.Numerics;

namespace Veinte.Statistics;

/// <summary>
/// Whether units are split among arms as they should be; where not, no comparison of the arms can be trusted. Watched: the
/// Dirichlet-multinomial e-process of Lindon &amp; Malek (2022), arXiv:2011.03567. At a fixed look: chi-square, alarm at p &lt; 0.001 only.
/// </summary>
/// <remarks>
/// <b>Equation.</b> ln e = lnΓ(A) − Σ lnΓ(Apᵢ) + Σ lnΓ(Apᵢ + cᵢ) − lnΓ(A + N) − Σ cᵢ ln pᵢ. <b>Validity.</b> Each unit counted once, shares fixed beforehand. <b>Error.</b> Where the split is
/// right the chance of ever reaching ln(1/α) is at most α, however often one looks; that of chi-square holds for one look.
/// </remarks>
public static class SampleRatio
{
    /// <summary>
    /// ln of the Bayes factor against the intended split: an e-value at any time, so a chance of at most α of ever reaching
    /// ln(1/α) where the split is right.
    /// </summary>
    /// <param name="counts">Units in each arm so far.</param>
    /// <param name="shares">Intended shares, above 0, adding up to 1.</param>
    /// <param name="concentration">How near the intended split the alternatives are, above 0: 1000 finds 52/48 after about 10 000 units.</param>
    /// <exception cref="ArgumentException">Counts and shares do not fit together.</exception>
    public static double LogE(ReadOnlySpan<double> counts, ReadOnlySpan<double> shares, double concentration = 1000)
    {
        ThrowIfUnfit(counts, shares);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(concentration);
        double logE = 0, n = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var prior = concentration * shares[i];
            logE += SpecialFunctions.GammaLn(prior + counts[i]) - SpecialFunctions.GammaLn(prior) - counts[i] * Math.Log(shares[i]);
            n += counts[i];
        }
        return logE + SpecialFunctions.GammaLn(concentration) - SpecialFunctions.GammaLn(concentration + n);
    }

    /// <summary>Chi-square statistic and its p-value, for one look.</summary>
    /// <inheritdoc cref="LogE"/>
    public static (double ChiSquare, double P) ChiSquare(ReadOnlySpan<double> counts, ReadOnlySpan<double> shares)
    {
        ThrowIfUnfit(counts, shares);
        double n = 0, chiSquare = 0;
        foreach (var count in counts) n += count;
        if (n == 0) return (0, 1);
        for (var i = 0; i < counts.Length; i++)
        {
            var expected = n * shares[i];
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return (chiSquare, IncompleteGamma.UpperRegularised((counts.Length - 1) / 2.0, chiSquare / 2));
    }

    private static void ThrowIfUnfit(ReadOnlySpan<double> counts, ReadOnlySpan<double> shares)
    {
        if (counts.Length != shares.Length || counts.Length < 2)
            throw new ArgumentException($"{counts.Length} counts and {shares.Length} shares do not make two or more arms.", nameof(shares));
        var total = 0.0;
        foreach (var share in shares)
        {
            if (!(share > 0)) throw new ArgumentException($"A share must be above 0, not {share}.", nameof(shares));
            total += share;
        }
        if (Math.Abs(total - 1) > 1e-6) throw new ArgumentException($"The shares must add up to 1, not {total}.", nameof(shares));
        foreach (var count in counts)
            if (!(count >= 0)) throw new ArgumentException($"A count must be 0 or more, not {count}.", nameof(counts));
    }
}
