namespace Veinte.Language.Lexicon;

/// <summary>The forms of English words by rule. What is irregular is written out in the lexicon.</summary>
internal static class EnglishForms
{
    /// <summary>quick → quick, quickly, quicker, quickest, quickness.</summary>
    public static IEnumerable<string> Adjective(string word)
    {
        yield return word;
        var stem = word[^1] == 'y' && word.Length > 2 && !Vowel(word[^2]) ? word[..^1] + "i" : word;
        yield return word.EndsWith("le", StringComparison.Ordinal) ? word[..^1] + "y"
            : word.EndsWith("ic", StringComparison.Ordinal) ? word + "ally"
            : stem + "ly";
        yield return stem + "ness";
        if (word.Length > 9) yield break;
        var comparative = word[^1] == 'e' ? word[..^1] : Doubles(word) ? word + word[^1] : stem;
        yield return comparative + "er";
        yield return comparative + "est";
    }

    /// <summary>charge → charge, charges, charged, charging; cancel → also cancelled, cancelling.</summary>
    public static IEnumerable<string> Verb(string word)
    {
        yield return word;
        var consonantY = word[^1] == 'y' && !Vowel(word[^2]);
        yield return consonantY ? word[..^1] + "ies" : Hisses(word) ? word + "es" : word + "s";
        if (word[^1] == 'e')
        {
            yield return word + "d";
            yield return (word.EndsWith("ie", StringComparison.Ordinal) ? word[..^2] + "y" : word[..^1]) + "ing";
            yield break;
        }
        yield return consonantY ? word[..^1] + "ied" : word + "ed";
        yield return word + "ing";
        yield return word + "in";
        if (!Doubles(word)) yield break;
        yield return word + word[^1] + "ed";
        yield return word + word[^1] + "ing";
    }

    /// <summary>delay → delay, delays.</summary>
    public static IEnumerable<string> Noun(string word)
    {
        yield return word;
        yield return word[^1] == 'y' && !Vowel(word[^2]) ? word[..^1] + "ies" : Hisses(word) ? word + "es" : word + "s";
    }

    private static bool Hisses(string word) => word[^1] is 's' or 'x' or 'z' || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal);

    // A last consonant after one vowel may be doubled; both spellings are known.
    private static bool Doubles(string word) =>
        word.Length > 2 && !Vowel(word[^1]) && word[^1] is not ('w' or 'x' or 'y') && Vowel(word[^2]) && !Vowel(word[^3]);

    private static bool Vowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
