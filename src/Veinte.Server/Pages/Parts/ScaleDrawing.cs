using System.Globalization;

namespace Veinte.Server.Pages.Parts;

/// <summary>Places on the 0–20 scale, as drawings need them: every drawing of a grade in Veinte has this one axis.</summary>
public static class ScaleDrawing
{
    /// <summary>Where a grade stands on the axis, as a percentage of its width.</summary>
    public static string X(double grade) => Percent(grade / 20);

    /// <summary>How wide a stretch of the axis is, as a percentage of its width.</summary>
    public static string Width(double from, double to) => Percent(Math.Abs(to - from) / 20);

    /// <summary>Where a change stands on an axis from −<paramref name="reach"/> to +<paramref name="reach"/>.</summary>
    public static string ChangeX(double change, double reach) => Percent((Math.Clamp(change / reach, -1, 1) + 1) / 2);

    /// <summary><c>credit</c>, <c>debit</c> or <c>even</c>: the class that colours a grade against its par.</summary>
    public static string Tone(double? grade, double par = 10) => grade switch
    {
        null => "none",
        { } value when Math.Round(value - par, 1) > 0 => "credit",
        { } value when Math.Round(value - par, 1) < 0 => "debit",
        _ => "even",
    };

    /// <summary>The class that colours an amount by its sign.</summary>
    public static string Tone(long amount) => amount > 0 ? "credit" : amount < 0 ? "debit" : "even";

    private static string Percent(double share) => (Math.Clamp(share, 0, 1) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
