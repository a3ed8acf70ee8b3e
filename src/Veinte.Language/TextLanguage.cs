namespace Veinte.Language;

/// <summary>A language that texts are read in. Written to disk with learned models: append only, never renumber.</summary>
public enum TextLanguage : byte
{
    /// <summary>Spanish, of any country.</summary>
    Spanish = 1,
    /// <summary>English, of any country.</summary>
    English = 2,
}

/// <summary>The written codes of languages (ISO 639-1).</summary>
public static class TextLanguages
{
    extension(TextLanguage language)
    {
        /// <summary>The code: <c>es</c> or <c>en</c>.</summary>
        public string Code => language switch
        {
            TextLanguage.Spanish => "es",
            TextLanguage.English => "en",
        };
    }

    /// <summary>Reads a code such as <c>es</c>, <c>en-GB</c> or <c>es_MX</c>; null when it names another language.</summary>
    public static TextLanguage? FromCode(string? code)
    {
        if (code is null || code.Length < 2 || (code.Length > 2 && code[2] is not ('-' or '_'))) return null;
        return code[..2].ToLowerInvariant() switch
        {
            "es" => TextLanguage.Spanish,
            "en" => TextLanguage.English,
            _ => null,
        };
    }
}

/// <summary>The language a text seems to be in.</summary>
/// <param name="Language">The best guess, also for texts of a third language or of none.</param>
/// <param name="Confidence">0 (nothing speaks for it) to 1; mixed texts and other languages stay low.</param>
public readonly record struct LanguageGuess(TextLanguage Language, double Confidence);
