using Veinte.Language;
using Veinte.Language.Learning;
using Veinte.Model;

namespace Veinte.Doors.Tests.Segment;

/// <summary>What a customer wrote is read as it comes in; the tone is journaled, and nothing is refused for what a text says.</summary>
public sealed class Texts_get_their_tone_at_the_door
{
    [Theory]
    [InlineData("Muy amables, todo perfecto", 0.5, 1)]
    [InlineData("P\\u00e9simo servicio, nadie contesta", -1, -0.5)]
    [InlineData("The nurse was wonderful", 0.4, 1)]
    public void A_text_that_praises_or_blames_becomes_evidence(string text, double low, double high)
    {
        var signals = Read($"\"text\":\"{text}\"");
        Assert.Equal(SignalSet.Tone, signals.Present);
        Assert.InRange(signals.Tone, low, high);
        Assert.InRange(signals.ToneReliability, 0.3, 1);
        Assert.NotEmpty(signals.ToneWords.All());
    }

    [Fact]
    public void A_very_long_text_is_evidence_with_its_words_too()
    {
        var signals = Read($"\"text\":\"{string.Concat(Enumerable.Repeat("El servicio fue muy malo. ", 300))}\"");
        Assert.Equal(SignalSet.Tone, signals.Present);
        Assert.Equal(ToneWords.Max, signals.ToneWords.All().Count());
        Assert.All(signals.ToneWords.All(), word => Assert.True(word.Part < 0));
    }

    [Theory]
    [InlineData("\"text\":\"¿A qué hora abren mañana?\"")]
    [InlineData("\"text\":\"\"")]
    [InlineData("\"text\":\"   \"")]
    [InlineData("\"text\":42")]
    [InlineData("\"text\":null")]
    [InlineData("\"text\":{\"es\":\"pésimo\"}")]
    public void A_text_that_says_nothing_stays_a_property(string property) => Assert.Equal(SignalSet.None, Read(property).Present);

    [Fact]
    public void A_plain_question_stays_without_a_tone_after_the_model_has_learned_and_an_opinion_keeps_one()
    {
        var firm = new FirmModel();
        for (var i = 0; i < 400; i++) firm.Learn($"nobody opened gate {i} in time, horrible", TextLanguage.English, i % 4 == 0 ? 5 : 1);
        var limits = new DoorLimits();
        limits.Tone.Use(firm);
        Assert.Equal(SignalSet.None, Read("\"text\":\"What time does the gate open?\"", limits).Present);
        Assert.Equal(SignalSet.Tone, Read("\"text\":\"Horrible, nobody came\"", limits).Present);
    }

    [Fact]
    public void What_one_host_has_learned_is_not_read_by_another()
    {
        var firm = new FirmModel();
        for (var i = 0; i < 60; i++) firm.Learn($"pedido {i} con {(i % 2 == 0 ? "zarandaja" : "farfolla")}", TextLanguage.Spanish, i % 2 == 0 ? 1 : 5);
        var (one, other) = (new DoorLimits(), new DoorLimits());
        one.Tone.Use(firm);
        Assert.Equal(SignalSet.Tone, Read("\"text\":\"otra vez con zarandaja\"", one).Present);
        Assert.Equal(SignalSet.None, Read("\"text\":\"otra vez con zarandaja\"", other).Present);
    }

    [Fact]
    public void A_rating_beside_a_text_is_kept_with_it() =>
        Assert.Equal(SignalSet.Rating | SignalSet.Tone, Read("\"rating\":5,\"text\":\"genial\"").Present);

    private static Signals Read(string properties, DoorLimits? limits = null) => Door.Interaction(Door.Track("{" + properties + "}"), limits).Signals;
}
