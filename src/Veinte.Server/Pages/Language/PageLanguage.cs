namespace Veinte.Server.Pages.Language;

/// <summary>The languages the pages speak. <c>default</c> is Spanish, the firm's own.</summary>
public enum PageLanguage
{
    /// <summary>Spanish, <c>es</c>.</summary>
    Spanish = 0,
    /// <summary>English, <c>en</c>.</summary>
    English = 1,
}

/// <summary>The written forms of the languages and the choice among them.</summary>
public static class PageLanguages
{
    /// <summary>The language's tag, as in <c>lang="es"</c>.</summary>
    public static string Tag(this PageLanguage language) => language == PageLanguage.English ? "en" : "es";

    /// <summary>Reads a tag such as <c>es</c> or <c>en-GB</c>; null when it names neither language.</summary>
    public static PageLanguage? Parse(string? tag) =>
        tag is null ? null
        : tag.StartsWith("es", StringComparison.OrdinalIgnoreCase) ? PageLanguage.Spanish
        : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? PageLanguage.English
        : null;

    /// <summary>
    /// The language of a reader: his own choice, else the first of the browser's languages that we speak (in the order
    /// of their weights), else <paramref name="workspace"/>.
    /// </summary>
    public static PageLanguage Choose(string? chosen, string? acceptLanguage, PageLanguage workspace)
    {
        if (Parse(chosen) is { } own) return own;
        if (!Microsoft.Net.Http.Headers.StringWithQualityHeaderValue.TryParseList([acceptLanguage ?? ""], out var wishes)) return workspace;
        foreach (var wish in wishes.OrderByDescending(wish => wish.Quality ?? 1))
            if (Parse(wish.Value.Value) is { } language && wish.Quality is not 0)
                return language;
        return workspace;
    }
}
