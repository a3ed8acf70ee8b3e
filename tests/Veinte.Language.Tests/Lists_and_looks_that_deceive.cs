using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

/// <summary>What is missing is missing to the end of its list, and a turn of phrase that praises or blames elsewhere says nothing here.</summary>
public sealed class Lists_and_looks_that_deceive
{
    private static readonly ToneReader Reader = new();

    [Theory]
    [InlineData("Falta de organización y profesionalidad")]
    [InlineData("Falta de personal y limpieza")]
    [InlineData("Lack of communication and professionalism")]
    public void A_list_of_what_is_missing_blames(string text) => Assert.True(Reader.Read(text).Label == ToneLabel.Negative, Said(text));

    [Fact]
    public void What_is_missing_ends_before_the_next_thought() =>
        Assert.True(Reader.Read("Sin cita y en diez minutos resuelto").Label == ToneLabel.Positive, Said("Sin cita y en diez minutos resuelto"));

    [Theory]
    [InlineData("I never had to wait")]
    [InlineData("I did not have to wait")]
    [InlineData("I didn't have to pay anything")]
    [InlineData("I was home in less than 2 hrs")]
    [InlineData("Not fussed either way")]
    [InlineData("Todos me dicen cosas buenas de ustedes")]
    [InlineData("No tuve que revisar nada")]
    public void Nobody_is_blamed(string text) => Assert.False(Reader.Read(text).Label == ToneLabel.Negative, Said(text));

    [Theory]
    [InlineData("They bumped us from the flight")]
    [InlineData("I caught an error in my bill")]
    [InlineData("My flight was cancelled and they put me on the next flight")]
    [InlineData("The account was emptied before I even noticed")]
    [InlineData("They changed my plan without me asking")]
    [InlineData("They act as if I had all the time in the world")]
    [InlineData("Me cambiaron la tarifa sin pedirlo")]
    [InlineData("Me dieron de alta un seguro sin que lo pidiera")]
    [InlineData("Hay un siete en el pantalón")]
    [InlineData("El tren salió a la hora que quiso")]
    [InlineData("Parecen de otro planeta")]
    [InlineData("No quieren bajarme la factura")]
    public void Nobody_is_praised(string text) => Assert.False(Reader.Read(text).Label == ToneLabel.Positive, Said(text));

    private static string Said(string text)
    {
        var reading = Reader.Read(text);
        return $"{text} was read as {reading.Label} ({reading.Tone:0.00}, {reading.Language}): {string.Join("; ", reading.Spans.Select(span => $"{span.Words} {span.Contribution}"))}";
    }
}
