using Veinte.Benchmarks.Reading;
using Veinte.Language.Learning;
using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

/// <summary>A tone is evidence only when words of the text itself say it, however much a firm's model has learned.</summary>
public sealed class Nobody_guesses_a_tone
{
    [Theory]
    [MemberData(nameof(Questions))]
    public void A_plain_question_says_nothing_before_learning_or_after(string question)
    {
        Assert.Equal(0, new FirmModel().Read(question).Speaking);
        Assert.Equal(0, Learned.Read(question).Speaking);
    }

    [Fact]
    public void What_every_complaint_mentions_is_no_opinion()
    {
        foreach (var text in (string[])["The gate is B12", "Flight 204, seat 14C", "I booked the flight in March", "La puerta es la B12", "El pedido es el 4711", "Reservé el vuelo en marzo"])
            Assert.True(Learned.Read(text).Speaking == 0, text + ": " + string.Join(", ", Learned.Read(text).Spans.Select(span => $"{span.Words} {span.Contribution}")));
    }

    [Theory]
    [InlineData("The gate staff were rude and nobody helped")]
    [InlineData("Great flight, lovely crew")]
    [InlineData("Why is this app always so slow?")]
    [InlineData("Is this a joke??? Terrible service")]
    [InlineData("Who designed this awful app?")]
    [InlineData("¿Por qué tardan tanto en contestar?")]
    [InlineData("El pedido llegó roto y nadie responde")]
    [InlineData("Muy amables, todo perfecto")]
    [InlineData("What time do you open? Last time the staff was very rude.")]
    public void An_opinion_speaks_before_learning_and_after(string text)
    {
        Assert.True(new FirmModel().Read(text).Speaking > 0);
        Assert.True(Learned.Read(text).Speaking > 0);
    }

    [Fact]
    public void A_word_of_the_house_is_evidence_once_it_was_rated_often_enough_and_not_before()
    {
        var firm = new FirmModel();
        var learned = 0;
        for (; learned < 100 && firm.Read("otra vez zarandaja", TextLanguage.Spanish).Speaking == 0; learned++)
        {
            firm.Learn($"el pedido {learned} vino con zarandaja", TextLanguage.Spanish, 1);
            firm.Learn($"el pedido {learned} vino con farfolla", TextLanguage.Spanish, 5);
        }
        // 5 % over five words and pairs is 1 %, and (2/3)^12 is the first power below it.
        Assert.InRange(learned, 12, 20);
        Assert.True(firm.Read("otra vez farfolla", TextLanguage.Spanish) is { Speaking: > 0, Label: ToneLabel.Positive });
        Assert.Equal(0, firm.Read("el pedido", TextLanguage.Spanish).Speaking);
        Assert.Equal(0, firm.Read("¿Venden zarandaja?", TextLanguage.Spanish).Speaking);
        Assert.Equal(0, firm.Read("buenas tardes, tienen zarandaja", TextLanguage.Spanish).Speaking);
    }

    [Fact]
    public void Where_all_praise_no_word_is_evidence_of_praise()
    {
        var firm = new FirmModel();
        for (var i = 0; i < 300; i++) firm.Learn($"el café {i} de la esquina", TextLanguage.Spanish, 5);
        Assert.Equal(0, firm.Read("el café de la esquina", TextLanguage.Spanish).Speaking);
    }

    [Fact]
    public void Words_that_do_not_lean_seldom_pass()
    {
        const int Seed = 2020;
        var (random, firm) = (new Random(Seed), new FirmModel());
        string Text() => string.Join(' ', Enumerable.Range(0, 8).Select(_ => "w" + (char)('a' + random.Next(26)) + (char)('a' + random.Next(26)) + "x"));
        for (var i = 0; i < 4_000; i++) firm.Learn(Text(), TextLanguage.English, random.Next(1, 6));
        var given = Enumerable.Range(0, 2_000).Count(_ => firm.Read(Text(), TextLanguage.English).Speaking > 0);
        Assert.True(given <= 2_000 * FirmModel.GuessedMax, $"{given} of 2,000 texts without any leaning word were given a tone (seed {Seed}).");
    }

    [Fact]
    public void Real_opinions_gain_a_tone_by_learning_and_texts_without_one_hardly_do()
    {
        Assert.SkipWhen(LabelledTexts.Folder is null, "The sets are not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds them.");
        var (tweets, firm, prior) = (LabelledTexts.Tweets(), new FirmModel(), new FirmModel());
        foreach (var text in tweets.Take(tweets.Count / 2)) firm.LearnTone(text.Text, TextLanguage.English, text.Score);
        var held = tweets.Skip(tweets.Count / 2).Where((_, row) => row % 2 == 1).ToList();
        double Share(FirmModel model, bool opinion) => held.Where(text => text.Label != 0 == opinion).Average(text => model.Read(text.Text, TextLanguage.English).Speaking > 0 ? 1.0 : 0);
        Assert.True(Share(firm, opinion: true) > Share(prior, opinion: true) + 0.01);
        Assert.InRange(Share(firm, opinion: false) - Share(prior, opinion: false), 0, 0.04);
    }

    public static TheoryData<string> Questions => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "questions.txt")).Where(line => line.Length > 0)];

    // A firm most of whose ratings are bad, and whose complaints name the gate, the order and the booking.
    private static readonly FirmModel Learned = Learn();

    private static FirmModel Learn()
    {
        var firm = new FirmModel();
        string[] things = ["gate", "flight", "booking", "seat", "bag", "boarding pass", "refund", "order", "time", "phone"];
        string[] cosas = ["puerta", "vuelo", "reserva", "asiento", "maleta", "tarjeta de embarque", "devolución", "pedido", "hora", "teléfono"];
        for (var i = 0; i < 1_200; i++)
        {
            var (bad, thing, cosa) = (i % 10 < 7, things[i / 10 % 10], cosas[i / 10 % 10]);
            firm.Learn(bad ? $"What a mess with the {thing} to Madrid, nobody knows what to do" : $"The {thing} to Madrid was fine, thanks", TextLanguage.English, bad ? 1 : 5);
            firm.Learn(bad ? $"Un desastre con la {cosa} de Madrid, nadie sabe qué hacer" : $"La {cosa} de Madrid, muy bien, gracias", TextLanguage.Spanish, bad ? 1 : 5);
        }
        return firm;
    }
}
