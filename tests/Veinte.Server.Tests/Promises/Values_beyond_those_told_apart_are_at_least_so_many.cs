using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Measures;

namespace Veinte.Server.Tests.Promises;

/// <summary>The row of the rarer values says how many they are, and that they are more where nobody told further ones apart.</summary>
public sealed class Values_beyond_those_told_apart_are_at_least_so_many
{
    [Theory]
    [InlineData(0, false, "Otros valores", "Other values")]
    [InlineData(0, true, "Otros valores", "Other values")]
    [InlineData(1, false, "1 valor más", "1 more value")]
    [InlineData(1, true, "Al menos 1 valor más", "At least 1 more value")]
    [InlineData(7, false, "Otros 7 valores", "7 other values")]
    [InlineData(7, true, "Al menos 7 valores más", "At least 7 more values")]
    public void In_both_languages(int values, bool atLeast, string spanish, string english)
    {
        var count = values.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(spanish, new MeasuresTexts(PageLanguage.Spanish).Others(values, count, atLeast));
        Assert.Equal(english, new MeasuresTexts(PageLanguage.English).Others(values, count, atLeast));
    }
}
