using System.Globalization;
using System.Text.RegularExpressions;

namespace Veinte.Server.Surveys.Definition;

/// <summary>Whether a theme can be read: WCAG 2.2, contrast ratio as its success criteria 1.4.3 and 1.4.11 define it.</summary>
public static partial class ThemeContrast
{
    /// <summary>Least ratio of text to its background.</summary>
    public const double TextMin = 4.5;

    /// <summary>Least ratio of a control to its background.</summary>
    public const double ControlMin = 3;

    /// <summary>Contrast ratio of two colours <c>#rrggbb</c>, 1–21: (L1 + 0.05) / (L2 + 0.05) of their relative luminances.</summary>
    /// <exception cref="FormatException">One is not a colour.</exception>
    public static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    internal static bool IsColour(string? text) => text is not null && Colour().IsMatch(text);

    internal static void Check(SurveyTheme theme, List<SurveyProblem> found)
    {
        var colours = new (string Path, string Value)[]
        {
            ("theme.accent", theme.Accent), ("theme.accentInk", theme.AccentInk), ("theme.paper", theme.Paper), ("theme.ink", theme.Ink),
        };
        foreach (var (path, value) in colours)
            if (!IsColour(value))
                found.Add(new(path, "colour", $"«{SurveyCheck.Cut(value)}» no es un color como #1f4fb5.", $"'{SurveyCheck.Cut(value)}' is not a colour such as #1f4fb5."));
        if (found.Exists(problem => problem.Code == "colour")) return;
        Need(theme.Ink, theme.Paper, TextMin, "theme.ink", "El texto sobre el fondo", "Text on the background", found);
        Need(theme.AccentInk, theme.Accent, TextMin, "theme.accentInk", "El texto de los botones", "Text on buttons", found);
        Need(theme.Accent, theme.Paper, ControlMin, "theme.accent", "Los botones sobre el fondo", "Buttons on the background", found);
    }

    private static void Need(string one, string other, double least, string path, string spanish, string english, List<SurveyProblem> found)
    {
        var ratio = Ratio(one, other);
        if (ratio >= least) return;
        var spain = CultureInfo.GetCultureInfo("es-ES");
        found.Add(new(path, "contrast",
            $"{spanish} tiene un contraste de {ratio.ToString("0.0", spain)}:1 y hace falta {least.ToString("0.#", spain)}:1 (WCAG AA). Elija colores más alejados.",
            string.Create(CultureInfo.InvariantCulture, $"{english} has a contrast of {ratio:0.0}:1; {least:0.#}:1 is needed (WCAG AA). Choose colours further apart.")));
    }

    private static double Luminance(string colour) =>
        0.2126 * Linear(colour, 1) + 0.7152 * Linear(colour, 3) + 0.0722 * Linear(colour, 5);

    private static double Linear(string colour, int at)
    {
        var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
