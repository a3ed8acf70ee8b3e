namespace Veinte.Language.Lexicon;

/// <summary>
/// The forms of Spanish words by rule, written without accents as all lookups are. Verbs may name how their stem changes:
/// <c>recomendar:ie</c>, <c>resolver:ue</c>, <c>pedir:i</c>, <c>agradecer:zc</c>.
/// </summary>
internal static class SpanishForms
{
    private static readonly string[] Clitics = ["me", "te", "se", "lo", "la", "le", "los", "las", "les", "nos", "melo", "selo", "mela", "sela", "noslo"];

    /// <summary>rápido → rapido, -a, -os, -as, rapidamente, rapidisimo, rapidito and theirs.</summary>
    public static IEnumerable<string> Adjective(string word)
    {
        foreach (var form in Declined(word)) yield return form;
        yield return (word[^1] == 'o' ? word[..^1] + "a" : word) + "mente";
        var stem = Vowel(word[^1]) ? word[..^1] : word;
        if (stem.EndsWith("ist", StringComparison.Ordinal)) yield break;
        foreach (var form in Gendered(Before(stem, "isimo", word[^1]))) yield return form;
        if (word.EndsWith("ble", StringComparison.Ordinal))
            foreach (var form in Gendered(word[..^3] + "bilisimo")) yield return form;
        foreach (var form in Gendered(Before(stem, "ito", word[^1]))) yield return form;
    }

    /// <summary>demora → demora, demoras; calidad → calidades; vez → veces; also the small and the big one.</summary>
    public static IEnumerable<string> Noun(string word)
    {
        yield return word;
        yield return Plural(word);
        if (word[^1] is 'o' or 'a')
        {
            yield return Before(word[..^1], "it", word[^1]) + word[^1];
            yield return Before(word[..^1], "az", word[^1]) + "o";
        }
    }

    /// <summary>All simple forms of a verb, its participle in four forms, and infinitive and gerund with pronouns.</summary>
    public static IEnumerable<string> Verb(string written)
    {
        var colon = written.IndexOf(':');
        var (verb, change) = colon < 0 ? (written, "") : (written[..colon], written[(colon + 1)..]);
        var (stem, ending) = (verb[..^2], verb[^2]);
        var strong = Strong(stem, change);
        var forms = ending switch
        {
            'a' => Ar(stem, strong),
            _ => ErIr(stem, strong, ending, change),
        };
        return forms.Concat(WithPronouns(verb, stem, ending, change));
    }

    private static IEnumerable<string> Declined(string word)
    {
        if (word[^1] == 'o') return Gendered(word);
        if (Vowel(word[^1])) return [word, word + "s"];
        var plural = Plural(word);
        return word.EndsWith("or", StringComparison.Ordinal) || word.EndsWith("on", StringComparison.Ordinal) || word.EndsWith("an", StringComparison.Ordinal)
            ? [word, plural, word + "a", word + "as"]
            : [word, plural];
    }

    private static IEnumerable<string> Gendered(string word) => [word, word[..^1] + "a", word + "s", word[..^1] + "as"];

    private static string Plural(string word) =>
        Vowel(word[^1]) ? word + "s" : word[^1] == 'z' ? word[..^1] + "ces" : word[^1] == 's' ? word : word + "es";

    // The sound of the last consonant stays before e and i: rico, riquisimo; largo, larguisimo; feliz, felicisimo.
    private static string Before(string stem, string ending, char last)
    {
        if (ending[0] is not ('i' or 'e')) return stem + ending;
        if (stem[^1] == 'i') stem = stem[..^1];
        if (last is 'o' or 'a' && stem[^1] == 'c') return stem[..^1] + "qu" + ending;
        if (last is 'o' or 'a' && stem[^1] == 'g') return stem + "u" + ending;
        return stem[^1] == 'z' ? stem[..^1] + "c" + ending : stem + ending;
    }

    private static string Strong(string stem, string change) => change switch
    {
        "ie" => Replace(stem, "e", "ie"),
        "ue" => Replace(stem, "o", "ue"),
        "i" => Replace(stem, "e", "i"),
        _ => stem,
    };

    private static string Replace(string stem, string vowel, string by)
    {
        var at = stem.LastIndexOf(vowel, StringComparison.Ordinal);
        return at < 0 ? stem : stem[..at] + by + stem[(at + 1)..];
    }

    private static IEnumerable<string> Ar(string stem, string strong)
    {
        var (soft, softStrong) = (Soft(stem), Soft(strong));
        foreach (var e in (string[])["o", "as", "a", "an"]) yield return strong + e;
        foreach (var e in (string[])["amos", "ais", "as", "aste", "o", "asteis", "aron", "aba", "abas", "abamos", "aban", "ando", "ado", "ada", "ados", "adas", "ad"]) yield return stem + e;
        foreach (var e in (string[])["ara", "aras", "aramos", "aran", "ase", "asen", "are", "aras", "ara", "aremos", "aran", "aria", "arias", "ariamos", "arian", "ar"]) yield return stem + e;
        yield return soft + "e";
        yield return soft + "emos";
        foreach (var e in (string[])["e", "es", "en"]) yield return softStrong + e;
    }

    private static IEnumerable<string> ErIr(string stem, string strong, char ending, string change)
    {
        var weak = change == "i" ? strong : stem;
        var hard = change == "zc" ? stem[..^1] + "zc" : Hard(strong);
        yield return hard + "o";
        foreach (var e in (string[])["es", "e", "en"]) yield return strong + e;
        foreach (var e in (string[])["a", "as", "amos", "an"]) yield return hard + e;
        foreach (var e in (string[])["i", "iste", "imos", "ia", "ias", "iamos", "ian", "ido", "ida", "idos", "idas"]) yield return stem + e;
        yield return stem + (ending == 'e' ? "emos" : "imos");
        foreach (var e in (string[])["io", "ieron", "iera", "ieras", "ieramos", "ieran", "iese", "iesen", "iendo", "yo", "yeron", "yendo", "yera", "yeran"]) yield return weak + e;
        foreach (var e in (string[])["r", "re", "ras", "ra", "remos", "ran", "ria", "rias", "riamos", "rian", "d"]) yield return stem + ending + e;
    }

    private static IEnumerable<string> WithPronouns(string verb, string stem, char ending, string change)
    {
        var gerund = ending == 'a' ? stem + "ando" : (change == "i" ? Strong(stem, "i") : stem) + "iendo";
        foreach (var pronoun in Clitics)
        {
            yield return verb + pronoun;
            yield return gerund + pronoun;
        }
    }

    private static string Soft(string stem) => stem[^1] switch
    {
        'c' => stem[..^1] + "qu",
        'g' => stem + "u",
        'z' => stem[..^1] + "c",
        _ => stem,
    };

    private static string Hard(string stem) => stem[^1] switch
    {
        'g' => stem[..^1] + "j",
        'c' when stem.Length > 1 && !Vowel(stem[^2]) => stem[..^1] + "z",
        _ => stem,
    };

    private static bool Vowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
