using System.Globalization;
using Veinte.Language;
using Veinte.Language.Topics;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Listening;

/// <summary>The filters of <i>Listening</i> in words: what each is called, what is chosen, and what cannot be.</summary>
/// <param name="visitor">Who reads.</param>
internal sealed class FilterWords(Visitor visitor)
{
    private const int ValueShownMax = 60;
    private readonly Texts _text = visitor.Text;

    /// <summary>What a filter is called, by its name in addresses.</summary>
    public string Label(string name) => name switch
    {
        "days" => _text.Listening.Period,
        "theme" => _text.Listening.Theme,
        "tone" => _text.Listening.ToneLabel,
        "touchpoint" => _text.Listening.Touchpoint,
        "channel" => _text.Books.Channel,
        "textLanguage" => _text.Frame.LanguageLabel,
        "area" => _text.Books.Area,
        "staff" => _text.Books.Staff,
        "stage" => _text.Listening.Stage,
        "journey" => _text.Listening.Journey,
        "source" => _text.Listening.Source,
        "intent" => _text.Customers.Intent,
        "customer" => _text.Books.Customer,
        "gradeFrom" => _text.Listening.GradeFrom,
        "gradeTo" => _text.Listening.GradeTo,
        "property" => _text.Listening.Property,
        "trait" => _text.Listening.Trait,
        _ => name,
    };

    /// <summary>What is chosen in a filter.</summary>
    /// <param name="name">The filter's name in addresses.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="customer">A name for people of the customer who is meant, or null.</param>
    public string Chosen(string name, string value, string? customer) => name switch
    {
        "theme" => Themes.NameOf(value, visitor.Language == PageLanguage.English ? TextLanguage.English : TextLanguage.Spanish),
        "tone" => value == "blame" ? _text.Listening.Blame : _text.Listening.Praise,
        "channel" => _text.Books.ChannelName(value),
        "textLanguage" => value == "en" ? "English" : "Español",
        "intent" => _text.Customers.IntentName(value),
        "customer" => customer ?? value,
        "gradeFrom" or "gradeTo" => visitor.Show.Exact(double.Parse(value, CultureInfo.InvariantCulture)),
        _ => value,
    };

    /// <summary>Why a filter was left out, and what to write.</summary>
    public string Fault(string name, string value)
    {
        var shown = value.Length <= ValueShownMax ? value : value[..ValueShownMax] + "…";
        return name switch
        {
            "gradeFrom" or "gradeTo" => _text.Listening.NoGrade(shown),
            "grades" => _text.Listening.NoGrades(shown),
            "property" => _text.Listening.NoProperty(shown),
            "trait" => _text.Listening.NoTrait(shown),
            _ => _text.Listening.NoSuch(Label(name), shown),
        };
    }
}
