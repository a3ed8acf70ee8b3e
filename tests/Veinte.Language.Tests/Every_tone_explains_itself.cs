using CsCheck;
using Veinte.Language.Learning;
using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

public sealed class Every_tone_explains_itself
{
    private static readonly string[] Pieces =
    [
        "muy", "bueno", "no", "pésimo", "pero", "aunque", "el servicio", "great", "not", "terrible", "but", "!", "?", ".", ",", "😡", "😊", ":)", "#MuyMal", "@veinte", "https://x.example/a?b", "2 horas",
        "esperando", "GRACIAS", "sooooo", "n't", "'", "\u0301", "\uD83D", "&amp;", "&lt;3", "xD", "¿", "¡", "\n", "ñ", "super", "reBueno", "ojalá", "thanks for nothing", "no cumplieron", "...", "\0",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(parts => string.Join(' ', parts.Select(part => Pieces[part])));

    [Fact]
    public void The_parts_of_a_tone_add_up_to_it() => Texts.Sample(text =>
    {
        var reading = new ToneReader().Read(text);
        return Math.Abs(reading.Tone - reading.Spans.Sum(span => span.Contribution)) < 0.01 + 0.006 * text.Length;
    });

    [Fact]
    public void A_tone_lies_between_minus_one_and_one_whatever_is_written() =>
        Gen.OneOf(Texts, Gen.String).Sample(text => new ToneReader().Read(text) is { Tone: >= -1 and <= 1, Language.Confidence: >= 0 and <= 1 });

    [Fact]
    public void Spans_are_stretches_of_the_text_in_its_order() => Texts.Sample(text =>
    {
        var last = -1;
        foreach (var span in new ToneReader().Read(text).Spans)
        {
            if (span.Words != text.Substring(span.Offset, span.Length) || span.Offset + span.Length <= last) return false;
            last = span.Offset + span.Length;
        }
        return true;
    });

    [Fact]
    public void A_reader_remembers_nothing_of_the_text_before() => Gen.Select(Texts, Texts).Sample((before, text) =>
    {
        var reader = new ToneReader();
        reader.Read(before);
        return reader.Read(text).Tone.Equals(new ToneReader().Tone(text));
    });

    [Fact]
    public void The_words_that_turned_a_word_belong_to_its_span()
    {
        var span = Assert.Single(new ToneReader().Read("El trato no fue nada amable").Spans);
        Assert.Equal("no fue nada amable", span.Words);
        Assert.True(span.Contribution < 0);
    }

    [Theory]
    [InlineData("El servicio fue muy malo y la comida estaba fría. ", ToneLabel.Negative)]
    [InlineData("The staff were wonderful and the room was clean. ", ToneLabel.Positive)]
    public void A_very_long_text_names_its_words_too_whether_a_model_has_learned_or_not(string sentence, ToneLabel label)
    {
        var text = string.Concat(Enumerable.Repeat(sentence, 390));
        var firm = new FirmModel();
        Look(firm.Read(text));
        for (var i = 0; i < 60; i++) firm.Learn(i % 2 == 0 ? $"visita {i} pésima, muy lenta" : $"visita {i} estupenda, muy amable", TextLanguage.Spanish, i % 2 == 0 ? 1 : 5);
        for (var i = 0; i < 60; i++) firm.Learn(i % 2 == 0 ? $"visit {i} awful and slow" : $"visit {i} lovely and kind", TextLanguage.English, i % 2 == 0 ? 1 : 5);
        Look(firm.Read(text));

        void Look(ToneReading reading)
        {
            Assert.Equal(label, reading.Label);
            Assert.True(reading.Speaking >= 390);
            Assert.True(reading.Spans.Count >= 390);
            Assert.All(reading.Spans, span => Assert.NotEqual(0, span.Contribution));
        }
    }

    [Fact]
    public void A_text_longer_than_the_bound_is_read_as_far_as_the_bound() =>
        Assert.Equal(0, new ToneReader().Tone(new string(' ', 20_000) + " terrible"));
}
