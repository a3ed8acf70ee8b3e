using System.Diagnostics;
using System.Globalization;
using Veinte.Language;
using Veinte.Language.Learning;
using Veinte.Language.Tone;
using Veinte.Language.Topics;

namespace Veinte.Benchmarks.Reading;

/// <summary>How well and how fast texts are read: agreement with people on public sets, without learning and with it, and texts per CPU-second.</summary>
internal static class ReadingBenchmark
{
    private static readonly ToneReader Reader = new();

    public static Task Run(string[] args)
    {
        if (LabelledTexts.Folder is null) throw new InvalidOperationException("The sets are not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds them.");
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args.Contains("--evidence"))
        {
            Evidence.Run();
            return Task.CompletedTask;
        }
        if (args.Contains("--speed"))
        {
            Speed();
            return Task.CompletedTask;
        }
        if (args.Contains("--door"))
        {
            DoorWithTexts.Run();
            return Task.CompletedTask;
        }
        Prior();
        Evidence.Run();
        Learning("us_airline_tweets", LabelledTexts.Tweets(), TextLanguage.English, score => score);
        Learning("es_restaurants", LabelledTexts.Restaurants(), TextLanguage.Spanish, score => (score - 3) / 2);
        if (!args.Contains("--without-batch"))
        {
            BatchBaseline.Run("us_airline_tweets", LabelledTexts.Tweets());
            BatchBaseline.Run("es_restaurants", LabelledTexts.Restaurants());
        }
        foreach (var (name, rows) in new (string, Func<int, bool>)[] { ("tuned on", row => row % 2 == 0), ("held", row => row % 2 == 1) })
            Console.WriteLine($"nhs_fft themes, {name}: micro-F1 {HumanThemes.MicroF1(rows):0.000} {HumanThemes.Figures(rows)}");
        Variances();
        Speed();
        DoorWithTexts.Run();
        return Task.CompletedTask;
    }

    private static void Prior()
    {
        Console.WriteLine("Tone without learning; 'held' is the half nothing was tuned on");
        Binary("es_restaurants 1-2 v 4-5", LabelledTexts.Restaurants());
        Three("es_restaurants", LabelledTexts.Restaurants(), TextLanguage.Spanish);
        Three("us_airline_tweets", LabelledTexts.Tweets(), TextLanguage.English);
        foreach (var (code, language) in new[] { ("es", TextLanguage.Spanish), ("en", TextLanguage.English) })
            Three($"absa_semeval2016 {code}", [.. LabelledTexts.Aspects($"gold-{code}-train.txt"), .. LabelledTexts.Aspects($"gold-{code}-dev.txt")], language);
        Three("nhs_fft", [.. LabelledTexts.Comments().Rows.Where(row => !double.IsNaN(row.Text.Score)).Select(row => row.Text)], TextLanguage.English);
        Correlation("vader_en tweets", LabelledTexts.VaderTweets());
        Correlation("vader_en amazon", LabelledTexts.VaderAmazon());
    }

    private static void Binary(string name, List<LabelledText> texts)
    {
        foreach (var (half, rows) in Halves(texts))
        {
            var sure = rows.Where(text => text.Label != 0).ToList();
            List<int> truth = [.. sure.Select(text => text.Label)], said = [.. sure.Select(text => Reader.Tone(text.Text) > 0 ? 1 : -1)];
            Console.WriteLine($"{name}, {half}: n {sure.Count}, balanced accuracy {Agreement.Balanced(truth, said):0.000}, accuracy {Agreement.Accuracy(truth, said):0.000}");
        }
    }

    private static void Three(string name, List<LabelledText> texts, TextLanguage language)
    {
        foreach (var (half, rows) in Halves(texts))
        {
            List<int> truth = [.. rows.Select(text => text.Label)], said = [.. rows.Select(text => (int)ToneReader.LabelOf(Reader.Tone(text.Text, language)) - 2)];
            Console.WriteLine($"{name} 3 classes, {half}: n {rows.Count}, macro-F1 {Agreement.MacroF1(truth, said):0.000}, accuracy {Agreement.Accuracy(truth, said):0.000}");
        }
    }

    private static void Correlation(string name, List<LabelledText> texts)
    {
        foreach (var (half, rows) in Halves(texts))
        {
            double[] truth = [.. rows.Select(text => text.Score)], said = [.. rows.Select(text => Reader.Tone(text.Text, TextLanguage.English))];
            Console.WriteLine($"{name}, {half}: n {rows.Count}, Pearson {Agreement.Pearson(truth, said):0.000}, Spearman {Agreement.Spearman(truth, said):0.000}");
        }
    }

    private static IEnumerable<(string, List<LabelledText>)> Halves(List<LabelledText> texts) =>
        [("tuned on", [.. texts.Where((_, row) => row % 2 == 0)]), ("held", [.. texts.Where((_, row) => row % 2 == 1)])];

    private static void Learning(string name, List<LabelledText> texts, TextLanguage language, Func<double, double> tone)
    {
        var (firm, truth, said) = (new FirmModel(), new List<int>(), new List<int>());
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        foreach (var text in texts)
        {
            truth.Add(text.Label);
            said.Add((int)firm.Read(text.Text, language).Label - 2);
            firm.LearnTone(text.Text, language, tone(text.Score));
        }
        var seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine($"{name}, each text read before it was learned:");
        foreach (var (from, to) in new[] { (0, 500), (500, 1_000), (1_000, 2_000), (2_000, 5_000), (5_000, texts.Count) })
            Console.WriteLine($"  texts {from:N0}-{to:N0}: macro-F1 {Agreement.MacroF1(truth[from..to], said[from..to]):0.000}, accuracy {Agreement.Accuracy(truth[from..to], said[from..to]):0.000}");
        Console.WriteLine($"  {texts.Count / seconds:N0} texts read, explained and learned per CPU-second; {firm.Bytes / 1e6:0.0} MB in memory, {firm.Snapshot().Length / 1e6:0.0} MB as a snapshot, {firm.Drifts} drifts");
    }

    // The residual variance of the tone's grade, 10 + 10 × tone, against the grade people gave on 0–20.
    private static void Variances()
    {
        Report("es_restaurants, stars weighed alike", LabelledTexts.Restaurants().GroupBy(text => text.Score).SelectMany(stars => stars.Take(190)), TextLanguage.Spanish, text => (text.Score - 1) * 5);
        Report("es_restaurants as it is", LabelledTexts.Restaurants(), TextLanguage.Spanish, text => (text.Score - 1) * 5);
        Report("us_airline_tweets", LabelledTexts.Tweets(), TextLanguage.English, text => 10 + 10 * text.Score);
        Report("nhs_fft", LabelledTexts.Comments().Rows.Where(row => !double.IsNaN(row.Text.Score)).Select(row => row.Text), TextLanguage.English, text => (5 - text.Score) * 5);

        void Report(string name, IEnumerable<LabelledText> texts, TextLanguage language, Func<LabelledText, double> grade)
        {
            var squares = texts.Select(text => Math.Pow(10 + 10 * Reader.Tone(text.Text, language) - grade(text), 2)).ToList();
            Console.WriteLine($"variance of a tone's grade, {name}: {squares.Average():0.0} (n {squares.Count})");
        }
    }

    private static void Speed()
    {
        var (tweets, marks) = (LabelledTexts.Tweets(), new MarkReader());
        Report("tone of tweets", text => Reader.Tone(text.Text));
        Report("tone of tweets with spans", text => Reader.Read(text.Text));
        var (firm, firmReader) = (new FirmModel(), new FirmReader());
        foreach (var tweet in tweets.Take(tweets.Count / 2)) firm.LearnTone(tweet.Text, TextLanguage.English, tweet.Score);
        Report("tone of tweets by a model that has learned half of them", text => firmReader.Weigh(firm, text.Text));
        Report("the same with the words of its spans", text => firmReader.Read(firm, text.Text));
        Report("themes, intent, hostility of tweets", text => marks.Read(text.Text, TextLanguage.English));

        void Report(string name, Action<LabelledText> read)
        {
            foreach (var tweet in tweets) read(tweet);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            for (var round = 0; round < 5; round++)
                foreach (var tweet in tweets) read(tweet);
            var seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            Console.WriteLine($"{name}: {5 * tweets.Count / seconds:N0} per CPU-second ({tweets.Average(tweet => tweet.Text.Length):0} characters each)");
        }
    }
}
