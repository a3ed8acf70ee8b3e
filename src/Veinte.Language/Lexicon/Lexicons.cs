using System.Globalization;

namespace Veinte.Language.Lexicon;

/// <summary>
/// The lexicons that ship with Veinte, read once from the assembly when first needed. Their form is described in
/// docs/internals/reading.md; they were written for this project.
/// </summary>
internal static class Lexicons
{
    private static readonly Lazy<LexiconTable> SpanishOnce = new(() => Read(TextLanguage.Spanish));
    private static readonly Lazy<LexiconTable> EnglishOnce = new(() => Read(TextLanguage.English));

    /// <summary>The lexicon of a language.</summary>
    public static LexiconTable Of(TextLanguage language) => language switch
    {
        TextLanguage.Spanish => SpanishOnce.Value,
        TextLanguage.English => EnglishOnce.Value,
    };

    private static LexiconTable Read(TextLanguage language)
    {
        var builder = new LexiconTable.Builder();
        var assembly = typeof(Lexicons).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith($"Lexicon/{language.Code}/", StringComparison.Ordinal) && name != "Lexicon/symbols.txt") continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            new LexiconReader(builder, language, name).Read(reader);
        }
        return builder.Build();
    }
}

/// <summary>Reads one file of a lexicon: a line that starts with @ says what the words below it are.</summary>
internal sealed class LexiconReader(LexiconTable.Builder builder, TextLanguage language, string name)
{
    private int _entry = -1;
    private string _kind = "";
    private bool _sounds;

    /// <summary>Adds everything in the file to the builder.</summary>
    /// <exception cref="FormatException">A line is not of the form; the message names file and line.</exception>
    public void Read(TextReader reader)
    {
        for (var (number, line) = (1, reader.ReadLine()); line is not null; number++, line = reader.ReadLine())
        {
            line = line.Trim();
            if (line.Length == 0 || line[0] == '%') continue;
            try
            {
                if (line[0] == '@') Head(line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
                else Words(line);
            }
            catch (Exception bad) when (bad is FormatException or ArgumentException or IndexOutOfRangeException)
            {
                throw new FormatException($"{name}, line {number}: {bad.Message}", bad);
            }
        }
    }

    // @adj 2.5 | @verb 2/-3 | @noun -1 | @word 1 | @phrase -2 | @degree 1.3 | @negator …
    private void Head(string[] parts)
    {
        _kind = parts[0];
        var role = _kind is "adj" or "verb" or "noun" or "word" or "phrase" ? Role.Valence
            : Enum.TryParse<Role>(_kind, ignoreCase: true, out var named) ? named
            : throw new FormatException($"'@{_kind}' is not known.");
        var numbers = parts.Length > 1 ? parts[1].Split('/') : ["0"];
        var value = float.Parse(numbers[0], CultureInfo.InvariantCulture);
        _entry = builder.Entry(new(role, value, numbers.Length > 1 ? float.Parse(numbers[1], CultureInfo.InvariantCulture) : float.NaN));
        _sounds = language == TextLanguage.Spanish && role == Role.Valence && Math.Abs(value) >= 1.4f;
    }

    private void Words(string line)
    {
        if (_entry < 0) throw new FormatException("Words before the first @ line.");
        switch (_kind)
        {
            case "adj" or "verb" or "noun":
                foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    foreach (var form in Forms(word)) builder.Form(form, _entry, byRule: true, _sounds && form.Length >= 6);
                break;
            case "word":
                foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) builder.Form(word, _entry, byRule: false, _sounds && word.Length >= 6);
                break;
            default:
                foreach (var pattern in line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    foreach (var phrase in PhrasePattern.Expand(pattern)) builder.Form(phrase, _entry, byRule: false, soundsToo: false);
                break;
        }
    }

    private IEnumerable<string> Forms(string word) => (language, _kind) switch
    {
        (TextLanguage.Spanish, "adj") => SpanishForms.Adjective(word),
        (TextLanguage.Spanish, "verb") => SpanishForms.Verb(word),
        (TextLanguage.Spanish, _) => SpanishForms.Noun(word),
        (TextLanguage.English, "adj") => EnglishForms.Adjective(word),
        (TextLanguage.English, "verb") => EnglishForms.Verb(word),
        (TextLanguage.English, _) => EnglishForms.Noun(word),
    };
}
