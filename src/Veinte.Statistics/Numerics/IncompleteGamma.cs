using MathNet.Numerics;

namespace Veinte.Statistics;

/// <summary>The lower incomplete gamma function on the scale the mixtures need: its logarithm, with the large terms cancelled by hand.</summary>
internal static class IncompleteGamma
{
    private const double Tiny = 1e-300;

    /// <summary>
    /// ln[ γ(a, x) · x^(−a) · e^x ]. Neither factor is formed on its own, so the figure is good to about 1e-13 however
    /// large a and x are; the naive sum lnΓ(a) + ln P(a, x) − a ln x + x loses a digit for every factor of ten in a.
    /// Series below a + 1, continued fraction above it (Abramowitz &amp; Stegun 6.5.29 and 6.5.31, modified Lentz); the number
    /// of terms grows as √a where x is near a.
    /// </summary>
    /// <param name="a">Above 0.</param>
    /// <param name="x">Above 0.</param>
    public static double LogScaledLower(double a, double x)
    {
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var n = 1.0; term > sum * 1e-17; n++)
            {
                term *= x / (a + n);
                sum += term;
            }
            return Math.Log(sum);
        }
        var whole = LogScaledComplete(a, x);
        return whole + Log1P(-UpperFraction(a, x) * Math.Exp(-whole));
    }

    /// <summary>ln[ Γ(a, x) · x^(−a) · e^x ], the other part of the same integral; a and x above 0.</summary>
    public static double LogScaledUpper(double a, double x)
    {
        if (x >= a + 1) return Math.Log(UpperFraction(a, x));
        var whole = LogScaledComplete(a, x);
        return whole + Log1P(-Math.Exp(LogScaledLower(a, x) - whole));
    }

    /// <summary>Q(a, x) = Γ(a, x)/Γ(a), with all its digits however small it is; a above 0, x at least 0.</summary>
    public static double UpperRegularised(double a, double x) =>
        x <= 0 ? 1 : Math.Clamp(Math.Exp(LogScaledUpper(a, x) - LogScaledComplete(a, x)), 0, 1);

    /// <summary>ln[ Γ(a) · x^(−a) · e^x ], from a on 10 by Stirling's series so that a ln x and x cancel before they are added.</summary>
    public static double LogScaledComplete(double a, double x)
    {
        if (a < 10) return SpecialFunctions.GammaLn(a) - a * Math.Log(x) + x;
        var square = 1 / (a * a);
        var stirling = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / a;
        return -a * Log1PMinus((x - a) / a) - 0.5 * Math.Log(a / (2 * Math.PI)) + stirling;
    }

    /// <summary>ln(1 + x) without losing the digits of a small x (Kahan).</summary>
    public static double Log1P(double x)
    {
        var one = 1 + x;
        return one == 1 ? x : Math.Log(one) * (x / (one - 1));
    }

    /// <summary>ln(1 + x) − x, by its series where the two nearly cancel.</summary>
    private static double Log1PMinus(double x)
    {
        if (Math.Abs(x) > 0.25) return Log1P(x) - x;
        double power = -x, sum = 0;
        for (var n = 2; n < 60; n++)
        {
            power *= -x;
            var term = -power / n;
            sum += term;
            if (Math.Abs(term) <= 1e-18 * Math.Abs(sum)) break;
        }
        return sum;
    }

    /// <summary>Γ(a, x) · x^(−a) · e^x for x above a.</summary>
    private static double UpperFraction(double a, double x)
    {
        var b = x + 1 - a;
        double c = 1 / Tiny, d = 1 / b, h = d;
        for (var i = 1; i < 100_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = an * d + b;
            if (Math.Abs(d) < Tiny) d = Tiny;
            c = b + an / c;
            if (Math.Abs(c) < Tiny) c = Tiny;
            d = 1 / d;
            var step = d * c;
            h *= step;
            if (Math.Abs(step - 1) < 1e-16) break;
        }
        return h;
    }
}
