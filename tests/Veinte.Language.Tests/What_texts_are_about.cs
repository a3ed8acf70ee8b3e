using Veinte.Benchmarks.Reading;
using Veinte.Language.Topics;

namespace Veinte.Language.Tests;

public sealed class What_texts_are_about
{
    [Theory]
    [InlineData("es", "Llevo tres días esperando el paquete", "waiting delivery")]
    [InlineData("es", "La cajera fue grosera y me cobraron de más en la factura", "staff billing")]
    [InlineData("es", "No carga la aplicación y nadie contesta el teléfono", "app contact")]
    [InlineData("es", "El baño estaba sucio y la habitación era ruidosa", "cleanliness facilities noise")]
    [InlineData("es", "No hay rampa para silla de ruedas", "accessibility")]
    [InlineData("en", "They lost my suitcase and refused a refund", "luggage refund")]
    [InlineData("en", "The nurse explained everything but parking is expensive", "staff information location price")]
    [InlineData("en", "The website crashed during check in", "app booking")]
    public void Themes_are_named_by_the_words_that_name_them(string language, string text, string themes)
    {
        var spans = new MarkReader().Read(text, TextLanguages.FromCode(language)!.Value).Themes;
        Assert.Empty(themes.Split(' ').Except(spans.Select(span => span.Theme)));
        Assert.All(spans, span => Assert.Equal(span.Words, text.Substring(span.Offset, span.Length)));
    }

    [Theory]
    [InlineData("El médico ni me miró a la cara", "price")]
    [InlineData("El paquete vino roto", "food")]
    [InlineData("Nos sentimos como en casa", "food")]
    [InlineData("Me mandaron una carta certificada", "food")]
    [InlineData("No me di cuenta hasta ayer", "billing")]
    public void A_word_that_only_looks_like_one_of_a_theme_names_none(string text, string theme) =>
        Assert.DoesNotContain(theme, new MarkReader().Read(text, TextLanguage.Spanish).Themes.Select(span => span.Theme));

    [Theory]
    [InlineData("es", "¿A qué hora abren mañana?", TextIntent.Go)]
    [InlineData("es", "¿Dónde queda la sucursal de Quito?", TextIntent.Go)]
    [InlineData("es", "¿Qué incluye el plan básico?", TextIntent.Know)]
    [InlineData("es", "Quiero cambiar mi dirección de envío", TextIntent.Do)]
    [InlineData("es", "¿Cuánto cuesta el curso?", TextIntent.Buy)]
    [InlineData("es", "La atención fue excelente", TextIntent.Unknown)]
    [InlineData("en", "Where is the nearest store?", TextIntent.Go)]
    [InlineData("en", "Why was my payment declined?", TextIntent.Know)]
    [InlineData("en", "How do I reset my password?", TextIntent.Do)]
    [InlineData("en", "Do you have this in stock?", TextIntent.Buy)]
    [InlineData("en", "Great service", TextIntent.Unknown)]
    public void Intents_are_told_apart(string language, string text, TextIntent intent) =>
        Assert.Equal(intent, new MarkReader().Read(text, TextLanguages.FromCode(language)!.Value).Intent);

    [Theory]
    [InlineData("es", "El servicio fue pésimo, una vergüenza, no vuelvo", 0, 0.2)]
    [InlineData("es", "Son unos inútiles hijos de puta, los voy a matar", 0.8, 1)]
    [InlineData("en", "Terrible, awful, the worst flight of my life", 0, 0.2)]
    [InlineData("en", "You stupid idiots, I hope you die", 0.7, 1)]
    public void Blame_is_not_hostility_but_insults_and_threats_are(string language, string text, double low, double high) =>
        Assert.InRange(new MarkReader().Read(text, TextLanguages.FromCode(language)!.Value).Hostility, low, high);

    [Fact]
    public void Every_theme_has_a_name_in_both_languages() =>
        Assert.All(Themes.All, code => Assert.All((TextLanguage[])[TextLanguage.Spanish, TextLanguage.English], language => Assert.NotEqual(code, Themes.NameOf(code, language))));

    [Fact]
    public void Themes_of_patients_comments_agree_with_those_people_gave_them()
    {
        Assert.SkipWhen(LabelledTexts.Folder is null, "The sets are not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds them.");
        Assert.InRange(HumanThemes.MicroF1(row => row % 2 == 1), 0.62, 1);
    }
}
