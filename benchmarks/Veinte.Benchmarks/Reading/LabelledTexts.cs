using System.Globalization;
using System.Text;

namespace Veinte.Benchmarks.Reading;

/// <summary>A text that people have judged.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">−1, 0 or 1.</param>
/// <param name="Score">The grade it was judged by, on the scale of its set.</param>
public sealed record LabelledText(string Text, int Label, double Score);

/// <summary>
/// The public sets under ../shared/data. Rules and weights may be tuned on the rows with even numbers; figures are of the
/// odd ones ("held").
/// </summary>
public static class LabelledTexts
{
    /// <summary>The folder, or null when it is not beside the repository.</summary>
    public static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("VEINTE_SHARED") is { Length: > 0 } given) return Directory.Exists(given) ? given : null;
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Veinte.slnx")))
                    return Path.Combine(folder.FullName, "..", "shared") is var shared && Directory.Exists(shared) ? shared : null;
            return null;
        }
    }

    public static List<LabelledText> Restaurants() =>
        [.. Csv("es_restaurants/dataset.csv").Skip(1).Select(row => new LabelledText(row[0] + ". " + row[1], Math.Sign(Number(row[2]) - 3), Number(row[2])))];

    public static List<LabelledText> Tweets() =>
        [.. Csv("us_airline_tweets/tweets_give.csv").Skip(1).Select(row => Of(row[4], row[1] switch { "negative" => -1, "positive" => 1, _ => 0 }))];

    public static List<LabelledText> VaderTweets() => Vader("tweets_GroundTruth.txt");

    public static List<LabelledText> VaderAmazon() => Vader("amazonReviewSnippets_GroundTruth.txt");

    /// <summary>Sentences: the sign of their aspects' polarities; mixed ones are neutral, those without aspects left out.</summary>
    public static List<LabelledText> Aspects(string file)
    {
        var found = new List<LabelledText>();
        var (words, polarities) = (new StringBuilder(), new List<int>());
        foreach (var line in File.ReadLines(Path.Combine(Folder!, "data/absa_semeval2016", file)).Append(""))
        {
            if (line.Length == 0)
            {
                if (polarities.Count > 0) found.Add(Of(words.ToString(), polarities.All(p => p >= 0) && polarities.Any(p => p > 0) ? 1 : polarities.All(p => p <= 0) && polarities.Any(p => p < 0) ? -1 : 0));
                words.Clear();
                polarities.Clear();
                continue;
            }
            var fields = line.Split('\t');
            if (words.Length > 0 && (char.IsLetterOrDigit(fields[0][0]) || fields[0][0] is '(' or '"')) words.Append(' ');
            words.Append(fields[0]);
            if (fields[1].Contains("POS")) polarities.Add(1);
            else if (fields[1].Contains("NEG") && fields[1] != "O") polarities.Add(-1);
            else if (fields[1] != "O") polarities.Add(0);
        }
        return found;
    }

    /// <summary>Comments with the tone people gave them (1 very positive … 5 very negative) and their themes' columns.</summary>
    public static (string[] Columns, List<(LabelledText Text, string[] Row)> Rows) Comments()
    {
        var rows = Csv("nhs_fft/fft_NEAS.csv").ToList();
        return (rows[0], [.. rows.Skip(1).Where(row => row[8].Length > 0).Select(row => (new LabelledText(row[8], row[10].Length == 0 ? 0 : Math.Sign(3 - Number(row[10])), row[10].Length == 0 ? double.NaN : Number(row[10])), row))]);
    }

    private static List<LabelledText> Vader(string file) =>
        [.. File.ReadLines(Path.Combine(Folder!, "data/vader_en", file)).Select(line => line.Split('\t')).Where(row => row.Length >= 3)
            .Select(row => new LabelledText(row[2], Math.Sign(Number(row[1])), Number(row[1])))];

    private static LabelledText Of(string text, int label) => new(text, label, label);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Rows of a CSV file with quoted fields.</summary>
    public static IEnumerable<string[]> Csv(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder!, "data", file)).TrimStart('\uFEFF');
        var (row, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
                else quoted = false;
            }
            else if (c == '"') quoted = true;
            else if (c is ',' or '\n')
            {
                row.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (c == ',') continue;
                yield return [.. row];
                row.Clear();
            }
            else field.Append(c);
        }
        if (field.Length > 0 || row.Count > 0) yield return [.. row, field.ToString()];
    }
}
