using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

public sealed class Languages_are_told_apart
{
    [Theory]
    [InlineData("La atención fue excelente", TextLanguage.Spanish)]
    [InlineData("muy bien todo", TextLanguage.Spanish)]
    [InlineData("xq no contestan", TextLanguage.Spanish)]
    [InlineData("Pésimo", TextLanguage.Spanish)]
    [InlineData("no vuelvo", TextLanguage.Spanish)]
    [InlineData("never again", TextLanguage.English)]
    [InlineData("thx!", TextLanguage.English)]
    [InlineData("It was fine I guess", TextLanguage.English)]
    [InlineData("Horrible service, avoid", TextLanguage.English)]
    public void Short_texts_have_a_language(string text, TextLanguage language) => Assert.Equal(language, new ToneReader().Language(text).Language);

    [Fact]
    public void Mixed_texts_and_other_languages_are_less_certain()
    {
        var reader = new ToneReader();
        var spanish = reader.Language("El servicio de la tienda fue muy bueno y me atendieron rápido").Confidence;
        Assert.True(reader.Language("El servicio was very bad y no me answered the phone").Confidence < spanish / 2);
        Assert.True(reader.Language("Le service est très lent et je ne suis pas content du tout").Confidence < spanish / 2);
        Assert.True(reader.Language("O atendimento não foi bom e a comida estava fria").Confidence < spanish / 2);
        Assert.Equal(0, reader.Language("12345 !!!").Confidence);
    }

    [Fact]
    public void Codes_of_regions_name_their_language()
    {
        Assert.Equal(TextLanguage.Spanish, TextLanguages.FromCode("es-MX"));
        Assert.Equal(TextLanguage.English, TextLanguages.FromCode("EN_gb"));
        Assert.Null(TextLanguages.FromCode("pt"));
        Assert.Null(TextLanguages.FromCode("est"));
    }
}
