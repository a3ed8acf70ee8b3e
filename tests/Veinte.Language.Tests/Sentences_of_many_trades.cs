using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

/// <summary>Sentences as customers write them, of trades the lexicon was not fitted to: a table of what they say.</summary>
public sealed class Sentences_of_many_trades
{
    [Theory]
    [InlineData("+ No es nada malo")]
    [InlineData("+ Imposible estar más contento con el taller")]
    [InlineData("- Dejó de funcionar a los dos días")]
    [InlineData("- Sin respuesta desde hace una semana")]
    [InlineData("- Ni limpio ni cómodo")]
    [InlineData("- Tampoco me ayudaron en la ventanilla")]
    [InlineData("- Apenas hay personal en la clínica")]
    [InlineData("+ El servicio estuvo a la altura")]
    [InlineData("+ Una pasada de hotel")]
    [InlineData("+ Una atención de lujo")]
    [InlineData("0 La película, ni fu ni fa")]
    [InlineData("- Para nada recomendable")]
    [InlineData("- No vuelvo, me trataron fatal")]
    [InlineData("+ Qué chévere la app, súper fácil")]
    [InlineData("+ Bacán el local, atienden al tiro")]
    [InlineData("+ Está padrísimo el curso")]
    [InlineData("+ Muy guay, repetiré")]
    [InlineData("+ Re copado el pibe que me atendió")]
    [InlineData("+ Unos tacos de pelos")]
    [InlineData("- El cajero es un mamón")]
    [InlineData("- Pinche servicio, nunca contestan")]
    [InlineData("+ Una chimba de lugar")]
    [InlineData("+ Bárbaro, llegó antes de lo esperado")]
    [InlineData("- La atencion es pesima y los baños estan sucios")]
    [InlineData("- xq no contestan? llevo 2 horas esperando")]
    [InlineData("- Nooooo, qué maaaaalo")]
    [InlineData("- exelente... para perder el tiempo, no vayan")]
    [InlineData("+ Exelente atensión, gracias")]
    [InlineData("- Poco amable la recepcionista")]
    [InlineData("- El médico ni me miró y me hicieron esperar dos horas")]
    [InlineData("- Me cobraron una comisión que nadie me explicó")]
    [InlineData("+ Me explicaron todo con mucha paciencia y sin prisas")]
    [InlineData("- El profesor no sabe explicar y el material está desactualizado")]
    [InlineData("+ Trámite rápido, sin colas y con personal muy atento")]
    [InlineData("- Se me cortó la línea tres veces y sigo sin internet")]
    [InlineData("- La habitación olía a humedad y el aire no funcionaba")]
    [InlineData("+ La habitación impecable y el desayuno riquísimo")]
    [InlineData("- Ojalá mejoren la atención")]
    [InlineData("- Podría mejorar la limpieza")]
    [InlineData("- Aunque la comida es buena, el servicio es pésimo")]
    [InlineData("+ Aunque tardaron, la comida fue espectacular")]
    [InlineData("- Me dieron largas durante semanas")]
    [InlineData("- Perdieron mi maleta y nadie responde")]
    [InlineData("+ Nunca había comido tan bien")]
    [InlineData("- Nunca he visto un servicio tan malo")]
    [InlineData("0 ¿Tienen talla 42?")]
    [InlineData("0 Quisiera saber el horario de la sucursal")]
    [InlineData("+ 👏👏 bravo equipo")]
    [InlineData("- 😡😡😡")]
    [InlineData("+ Wow this is not bad at all")]
    [InlineData("+ Couldn't be happier with my new glasses")]
    [InlineData("- Total waste of money")]
    [InlineData("- on hold for 2 hours")]
    [InlineData("- They lost my bag again")]
    [InlineData("- u guys never answer ur phone")]
    [InlineData("+ thx so much, u r the best")]
    [InlineData("- The nurse was barely polite")]
    [InlineData("- The app keeps crashing")]
    [InlineData("- It could be better")]
    [InlineData("- Great location, but the room was filthy and the staff rude")]
    [InlineData("+ The queue was long but the doctor was wonderful")]
    [InlineData("+ Never had a better haircut")]
    [InlineData("- I was charged twice and nobody will refund me")]
    [InlineData("+ My claim was resolved quickly and without any hassle")]
    [InlineData("- The teacher doesn't care about the students")]
    [InlineData("+ Kinda slow but honestly really good")]
    [InlineData("- Too small and too expensive")]
    [InlineData("- kinda disappointed tbh")]
    [InlineData("- Don't waste your time")]
    [InlineData("0 What time do you open on Sunday?")]
    [InlineData("0 I need to change the address of my order")]
    [InlineData("- WORST BANK EVER")]
    [InlineData("+ soooo goooood")]
    [InlineData("- No hot water, no heating, no apology")]
    [InlineData("+ No problems at all, smooth from start to finish")]
    [InlineData("- The internet is down for the third time this week")]
    [InlineData("- Nobody told us the clinic had moved")]
    [InlineData("+ The technician fixed it in ten minutes")]
    public void Says_what_a_reader_would_say(string line)
    {
        var reading = new ToneReader().Read(line[2..]);
        var said = reading.Label switch
        {
            ToneLabel.Positive => '+',
            ToneLabel.Negative => '-',
            ToneLabel.Neutral => '0',
        };
        Assert.True(said == line[0], $"{line} was read as {said} ({reading.Tone:0.00}, {reading.Language}): {string.Join("; ", reading.Spans.Select(span => $"{span.Words} {span.Contribution}"))}");
    }
}
