namespace Veinte.Language.Tokens;

/// <summary>
/// How letters are compared: lower case, without diacritics, so that «atención» and "atencion" are one word. The hash of
/// a word is FNV-1a (64 bits) over its folded letters; it is written down with learned models, so it is frozen by a test.
/// </summary>
internal static class Letters
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    // Latin-1 and Latin Extended-A; everything else is only lowered.
    private static readonly char[] Folded = MakeFolded();

    /// <summary>The start of every hash.</summary>
    public static ulong HashStart => Offset;

    /// <summary>One letter as it is compared.</summary>
    public static char Fold(char letter) => letter < Folded.Length ? Folded[letter] : char.ToLowerInvariant(letter);

    /// <summary>Adds a folded letter to a hash.</summary>
    public static ulong Add(ulong hash, char folded) => unchecked((hash ^ folded) * Prime);

    /// <summary>The hash of a word as it is written in the lexicon.</summary>
    public static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = Offset;
        foreach (var letter in word) hash = Add(hash, Fold(letter));
        return hash;
    }

    /// <summary>Adds a word to the hash of the words before it; the order counts. Start with 0.</summary>
    public static ulong Chain(ulong before, ulong word) => unchecked((ulong.RotateLeft(before, 23) ^ word) * 0x9E3779B97F4A7C15);

    /// <summary>
    /// The hash of a Spanish word by its sound: v as b, no h, z/x/soft c as s, qu and k as c, ll as y, no double letters.
    /// It catches the misspellings of people who write as they speak («exelente», «bolveremos»).
    /// </summary>
    public static ulong SpanishSound(ReadOnlySpan<char> word)
    {
        var hash = Offset;
        var last = '\0';
        for (var i = 0; i < word.Length; i++)
        {
            var letter = Fold(word[i]);
            var next = i + 1 < word.Length ? Fold(word[i + 1]) : '\0';
            var sound = letter switch
            {
                'v' => 'b',
                'z' or 'x' => 's',
                'c' when next is 'e' or 'i' => 's',
                'k' => 'c',
                'q' => 'c',
                'g' when next is 'e' or 'i' => 'j',
                'l' when next == 'l' => 'y',
                _ => letter,
            };
            if (letter == 'h' || (letter == 'u' && last == 'c' && i > 0 && Fold(word[i - 1]) == 'q')) continue;
            if (letter == 'l' && last == 'y' && Fold(word[i - 1]) == 'l') continue;
            if (sound == last) continue;
            hash = Add(hash, sound);
            last = sound;
        }
        return hash;
    }

    private static char[] MakeFolded()
    {
        var folded = new char[0x180];
        for (var i = 0; i < folded.Length; i++)
        {
            var letter = char.ToLowerInvariant((char)i);
            var plain = letter < 0x80 ? letter : letter.ToString().Normalize(System.Text.NormalizationForm.FormD)[0];
            folded[i] = plain < 0x80 && char.IsLetter(plain) ? plain : letter;
        }
        return folded;
    }
}
