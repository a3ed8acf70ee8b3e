using System.Text.Json;
using Veinte.Benchmarks.Reading;
using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

/// <summary>The reader without any learning, on the halves of public sets that nothing was tuned on. Floors stand a little below what was reached.</summary>
public sealed class Tone_agrees_with_people
{
    private static readonly ToneReader Reader = new();

    [Fact]
    public void Spanish_reviews_of_one_or_two_stars_are_told_from_those_of_four_or_five()
    {
        var texts = Held(LabelledTexts.Restaurants).Where(text => text.Label != 0).ToList();
        var said = texts.Select(text => Reader.Tone(text.Text) > 0 ? 1 : -1).ToList();
        Assert.InRange(Agreement.Balanced([.. texts.Select(text => text.Label)], said), 0.91, 1);
    }

    [Fact]
    public void Tweets_to_airlines_are_sorted_into_three() => Assert.InRange(MacroF1(Held(LabelledTexts.Tweets), TextLanguage.English), 0.64, 1);

    [Fact]
    public void The_strength_of_tweets_goes_with_the_mean_of_twenty_people() => Assert.InRange(Correlation(LabelledTexts.VaderTweets), 0.84, 1);

    [Fact]
    public void The_strength_of_sentences_on_goods_goes_with_it_too() => Assert.InRange(Correlation(LabelledTexts.VaderAmazon), 0.67, 1);

    [Theory]
    [InlineData("es", TextLanguage.Spanish, 0.53)]
    [InlineData("en", TextLanguage.English, 0.54)]
    public void Sentences_on_restaurants_are_sorted_into_three(string code, TextLanguage language, double floor) =>
        Assert.InRange(MacroF1(Held(() => [.. LabelledTexts.Aspects($"gold-{code}-train.txt"), .. LabelledTexts.Aspects($"gold-{code}-dev.txt")]), language), floor, 1);

    [Fact]
    public void The_acceptance_list_is_read_as_it_was_labelled()
    {
        RequireShared();
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(LabelledTexts.Folder!, "vectors/09d_polarity_acceptance.json")));
        var cases = file.RootElement.GetProperty("cases").EnumerateArray().Select(one => (Text: one.GetProperty("input").GetProperty("text").GetString()!, Sign: one.GetProperty("expected").GetInt32())).ToList();
        var wrong = cases.Where(one => (int)Reader.Read(one.Text).Label - 2 != one.Sign).Select(one => one.Text).ToList();
        Assert.True(wrong.Count <= cases.Count / 20, string.Join('\n', wrong));
    }

    private static double Correlation(Func<List<LabelledText>> set)
    {
        var texts = Held(set);
        return Agreement.Pearson([.. texts.Select(text => Reader.Tone(text.Text, TextLanguage.English))], [.. texts.Select(text => text.Score)]);
    }

    private static double MacroF1(List<LabelledText> texts, TextLanguage language) =>
        Agreement.MacroF1([.. texts.Select(text => text.Label)], [.. texts.Select(text => (int)ToneReader.LabelOf(Reader.Tone(text.Text, language)) - 2)]);

    private static List<LabelledText> Held(Func<List<LabelledText>> set)
    {
        RequireShared();
        return [.. set().Where((_, row) => row % 2 == 1)];
    }

    private static void RequireShared() =>
        Assert.SkipWhen(LabelledTexts.Folder is null, "The sets are not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds them.");
}
