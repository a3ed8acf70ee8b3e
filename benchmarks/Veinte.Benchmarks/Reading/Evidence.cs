using Veinte.Language;
using Veinte.Language.Learning;
using Veinte.Language.Tone;

namespace Veinte.Benchmarks.Reading;

/// <summary>How many texts are given a tone as a signal: opinions should be, texts without an opinion should not, before and after learning.</summary>
internal static class Evidence
{
    public static void Run()
    {
        Report("us_airline_tweets", LabelledTexts.Tweets(), TextLanguage.English, score => score);
        Report("es_restaurants", LabelledTexts.Restaurants(), TextLanguage.Spanish, score => (score - 3) / 2);
    }

    // Learned from the even rows of the first half of the file, asked about the odd rows of the second.
    private static void Report(string name, List<LabelledText> texts, TextLanguage language, Func<double, double> tone)
    {
        var firm = new FirmModel();
        Line("before learning");
        foreach (var text in texts.Take(texts.Count / 2)) firm.LearnTone(text.Text, language, tone(text.Score));
        Line($"after {texts.Count / 2:N0} texts");

        void Line(string when)
        {
            var held = texts.Skip(texts.Count / 2).Where((_, row) => row % 2 == 1).Select(text => (text.Label, Text: text.Text, Reading: firm.Read(text.Text, language))).ToList();
            Console.WriteLine($"{name}, {when}: given a tone as evidence: "
                + $"blame {Share(held.Where(text => text.Label < 0))}, praise {Share(held.Where(text => text.Label > 0))}, neither {Share(held.Where(text => text.Label == 0))}, "
                + $"questions that are neither {Share(held.Where(text => text.Label == 0 && text.Text.TrimEnd().EndsWith('?')))}; any span at all: neither {Share(held.Where(text => text.Label == 0), reading => reading.Spans.Count > 0)}; "
                + $"of the opinions given a tone on the right side of zero: {held.Where(text => text.Label != 0 && text.Reading.Speaking > 0).Average(text => Math.Sign(text.Reading.Tone) == text.Label ? 1.0 : 0):0.000}");
        }

        static string Share(IEnumerable<(int Label, string Text, ToneReading Reading)> texts, Func<ToneReading, bool>? speaks = null)
        {
            var list = texts.ToList();
            return list.Count == 0 ? "–" : $"{list.Average(text => speaks is null ? text.Reading.Speaking > 0 ? 1.0 : 0 : speaks(text.Reading) ? 1.0 : 0):0.000} (n {list.Count})";
        }
    }
}
