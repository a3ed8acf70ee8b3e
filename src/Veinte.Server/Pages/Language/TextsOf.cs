namespace Veinte.Server.Pages.Language;

/// <summary>
/// The texts of one slice. Each text is one line that holds both languages side by side, so a text that lacks one of
/// them does not compile, and a third language is a third argument that the compiler asks for everywhere.
/// </summary>
/// <param name="language">In which language they speak.</param>
public abstract class TextsOf(PageLanguage language)
{
    /// <summary>In which language these texts speak.</summary>
    public PageLanguage Language { get; } = language;

    /// <summary>The text in the reader's language.</summary>
    protected string Say(string spanish, string english) => Language == PageLanguage.English ? english : spanish;
}
