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

    [Theory]
    [InlineData("\"text\":\"¿A qué hora abren mañana?\"")]
    [InlineData("\"text\":\"\"")]
    [InlineData("\"text\":\"   \"")]
    [InlineData("\"text\":42")]
    [InlineData("\"text\":null")]
    [InlineData("\"text\":{\"es\":\"pésimo\"}")]
    public void A_text_that_says_nothing_stays_a_property(string property) => Assert.Equal(SignalSet.None, Read(property).Present);

    [Fact]
    public void A_rating_beside_a_text_is_kept_with_it() =>
        Assert.Equal(SignalSet.Rating | SignalSet.Tone, Read("\"rating\":5,\"text\":\"genial\"").Present);

    private static Signals Read(string properties) => Door.Interaction(Door.Track("{" + properties + "}")).Signals;
}
