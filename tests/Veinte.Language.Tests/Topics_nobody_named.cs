using System.Text.Json;
using Veinte.Benchmarks.Reading;
using Veinte.Language.Topics;

namespace Veinte.Language.Tests;

public sealed class Topics_nobody_named
{
    [Fact]
    public void Class_TF_IDF_is_that_of_its_definition()
    {
        var one = Vector("ctfidf");
        var expected = Matrix(one.GetProperty("expected"));
        AssertClose(expected, TopicDiscovery.ClassTfIdf(Matrix(one.GetProperty("input").GetProperty("class_term_counts"))), 1e-9);
    }

    [Fact]
    public void The_factorisation_is_that_of_its_definition()
    {
        var one = Vector("nmf");
        var input = one.GetProperty("input");
        var (v, w, h) = (Matrix(input.GetProperty("V")), Matrix(input.GetProperty("W0")), Matrix(input.GetProperty("H0")));
        TopicDiscovery.Factorise(v, w, h, input.GetProperty("iterations").GetInt32());
        AssertClose(Matrix(one.GetProperty("expected").GetProperty("W")), w, 1e-7);
        AssertClose(Matrix(one.GetProperty("expected").GetProperty("H")), h, 1e-7);
    }

    [Fact]
    public void Texts_on_three_matters_give_three_topics()
    {
        string[] matters = ["la piscina estaba cerrada por obras", "el desayuno buffet sin fruta fresca", "la llave magnética nunca abre la puerta"];
        var texts = Enumerable.Range(0, 60).Select(i => $"{matters[i % 3]} el día {i}").ToList();
        var topics = TopicDiscovery.Find(texts, 3);
        Assert.Equal(3, topics.Count);
        Assert.All(topics, topic => Assert.Single(topic.Texts.Select(text => text % 3).Distinct()));
        Assert.Contains(topics, topic => topic.Terms.Any(term => term.Contains("piscina")));
        Assert.Empty(TopicDiscovery.Find(["uno", "dos"]));
    }

    [Theory]
    [InlineData(5, 5, 100, 100, 0.623046875)]
    [InlineData(0, 3, 100, 100, 0.125)]
    [InlineData(10, 0, 100, 100, 1)]
    [InlineData(2, 8, 300, 100, 0.000415802001953125)]
    public void The_chance_of_growth_is_the_exact_binomial_one(long before, long now, long allBefore, long allNow, double chance) =>
        Assert.Equal(chance, Growth.Chance(before, now, allBefore, allNow), 1e-12);

    [Fact]
    public void Few_false_alarms_are_raised_when_nothing_grows()
    {
        // 26 topics, 2,000 looks from a fixed sequence.
        var (state, alarms) = (1u, 0);
        double Next() => (state = unchecked(state * 1_664_525 + 1_013_904_223)) / (double)uint.MaxValue;
        for (var look = 0; look < 2_000; look++)
        {
            var chances = Enumerable.Range(0, 26).Select(topic =>
            {
                var (before, now) = (0, 0);
                for (var text = 0; text < 150; text++) (before, now) = (before + (Next() < 0.02 + topic * 0.01 ? 1 : 0), now + (Next() < 0.02 + topic * 0.01 ? 1 : 0));
                return Growth.Chance(before, now, 150, 150);
            }).ToList();
            if (Growth.Emerging(chances).Any(emerging => emerging)) alarms++;
        }
        Assert.InRange(alarms / 2_000.0, 0, 0.06);
        Assert.True(Growth.Emerging([Growth.Chance(5, 40, 1000, 1000), 0.5, 0.9])[0]);
    }

    private static JsonElement Vector(string id)
    {
        Assert.SkipWhen(LabelledTexts.Folder is null, "The vectors are not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds them.");
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(LabelledTexts.Folder!, "vectors/09c_text_models.json")));
        return file.RootElement.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id).Clone();
    }

    private static double[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray())];

    private static void AssertClose(double[][] expected, double[][] actual, double within)
    {
        for (var row = 0; row < expected.Length; row++)
            for (var column = 0; column < expected[row].Length; column++) Assert.Equal(expected[row][column], actual[row][column], within);
    }
}
