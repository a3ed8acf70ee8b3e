using Veinte.Language;
using Veinte.Language.Topics;

namespace Veinte.Benchmarks.Reading;

/// <summary>The themes of Veinte beside those people gave the comments of patients. No comment is shown anywhere.</summary>
public static class HumanThemes
{
    private static readonly (string Theme, string[] Columns)[] Pairs =
    [
        ("waiting", ["Timeliness of care"]), ("staff", ["Staff manner & personal attributes"]), ("contact", ["Contacting services"]),
        ("transport", ["Transport to/ from services"]), ("gratitude", ["Positive experience & gratitude"]),
        ("listening", ["Staff listening, understanding & involving patients"]),
        ("information", ["Information directly from staff during care", "Being kept informed, clarity & consistency of information", "Information provision & guidance"]),
        ("booking", ["Appointment arrangements", "Appointment method"]), ("competence", ["Competence & training", "Diagnosis & triage"]),
        ("staffing", ["Number & deployment of staff"]), ("cleanliness", ["Cleanliness, tidiness & infection control"]),
    ];

    /// <summary>Micro-F1 over the themes both have, among comments that have one of them by human judgement.</summary>
    public static double MicroF1(Func<int, bool> rows) => Figures(rows) is var (hit, wrong, missed) ? 2.0 * hit / (2 * hit + wrong + missed) : 0;

    public static (int Hit, int Wrong, int Missed) Figures(Func<int, bool> rows)
    {
        var (columns, all) = LabelledTexts.Comments();
        var reader = new MarkReader();
        var (hit, wrong, missed) = (0, 0, 0);
        for (var i = 0; i < all.Count; i++)
        {
            var truth = Pairs.Where(pair => pair.Columns.Any(column => all[i].Row[Array.IndexOf(columns, column)] == "1")).Select(pair => pair.Theme).ToHashSet();
            if (truth.Count == 0 || !rows(i)) continue;
            var said = reader.Read(all[i].Text.Text, TextLanguage.English).Themes.Select(span => span.Theme).Where(theme => Pairs.Any(pair => pair.Theme == theme)).ToHashSet();
            hit += said.Count(truth.Contains);
            wrong += said.Count(theme => !truth.Contains(theme));
            missed += truth.Count(theme => !said.Contains(theme));
        }
        return (hit, wrong, missed);
    }
}
