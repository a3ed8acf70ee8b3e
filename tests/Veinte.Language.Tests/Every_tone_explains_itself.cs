using CsCheck;
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

    [Fact]
    public void A_text_longer_than_the_bound_is_read_as_far_as_the_bound() =>
        Assert.Equal(0, new ToneReader().Tone(new string(' ', 20_000) + " terrible"));
}
