using Veinte.Language.Lexicon;
using Veinte.Language.Tokens;

namespace Veinte.Language;

/// <summary>
/// Tells Spanish from English by the words that carry grammar, by letters only one of them has, and by which lexicon
/// knows more of the other words. Made for short texts; thread-safe.
/// </summary>
internal static class LanguageDetector
{
    // A word of grammar says more than any other; one of a third language speaks against both.
    private const double Grammar = 2;
    private const double Known = 0.7;
    private const double Letter = 1.5;
    private const double Shape = 0.2;

    private static readonly HashSet<ulong> Spanish = Hashes(
        "a el la los las un una unos unas de del al y o u que en por para con sin es son fue era eran esta estan estaba este esta esto ese esa eso muy mas pero como cuando donde quien cual " +
        "se su sus mi mis tu tus lo le les nos me te yo ella ellos nosotros usted ustedes ha han he hemos hay tiene tienen hacer todo toda todos todas nada nunca siempre tambien porque si ya aqui ahi alli " +
        "bien mal gracias hola buenos buenas dias favor servicio ser estar sido desde hasta sobre entre tan mucho mucha muchos otra otro algo q xq tengo puedo quiero necesito cada mejor peor dos tres ni cuanto buen buena bueno");
    private static readonly HashSet<ulong> English = Hashes(
        "the a an of to and or in on at for with without is are was were be been being it its it's this that these those i i'm i've you your we our they their he she his her him them my me us " +
        "have has had do does did don't didn't not no's what when where who which how why will would can could should just very so but if as from by about there here all any some more most than then too " +
        "get got please thanks thank hello hi good bad great service never always again because after before up out off over u ur im dont cant am into only own same");
    private static readonly HashSet<ulong> Others = Hashes(
        "não nao uma um os do da dos das em com muito mas são foi está ele você voce obrigado isso também pelo pela à às le les des est et je il elle vous nous ne pas très avec pour dans une qui sont été merci mais " +
        "der die das und ist nicht ich sie wir ein eine mit auf für von zu den dem sehr war haben danke che non è di per molto sono una il lo gli della del grazie ho anche questo het een niet ik van");

    /// <summary>The language of a text, by its tokens.</summary>
    public static LanguageGuess Guess(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens)
    {
        double spanish = 0, english = 0, others = 0;
        var words = 0;
        var (es, en) = (Lexicons.Of(TextLanguage.Spanish), Lexicons.Of(TextLanguage.English));
        for (var i = 0; i < tokens.Length && words < 60; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind != TokenKind.Word) continue;
            words++;
            var (inSpanish, inEnglish) = (Spanish.Contains(token.Hash), English.Contains(token.Hash) || English.Contains(token.DoubledHash));
            if (inSpanish != inEnglish) (spanish, english) = inSpanish ? (spanish + Grammar, english) : (spanish, english + Grammar);
            else if (!inSpanish && es.Single(token.Hash) >= 0 is var known && en.Single(token.Hash) >= 0 is var knownToo && known != knownToo)
                (spanish, english) = known ? (spanish + Known, english) : (spanish, english + Known);
            else if (token.Length > 3) (spanish, english) = Ending(text[token.Offset + token.Length - 1], text[token.Offset + token.Length - 2]) switch
            {
                > 0 => (spanish + Shape, english),
                < 0 => (spanish, english + Shape),
                _ => (spanish, english),
            };
            if (Others.Contains(token.Hash) && !inSpanish && !inEnglish) others += Grammar;
        }
        foreach (var letter in text[..Math.Min(text.Length, 400)])
            if (letter is 'ñ' or 'Ñ' or '¿' or '¡') spanish += Letter;
            else if (letter is 'á' or 'é' or 'í' or 'ó' or 'ú') spanish += 0.4;
            else if (letter is 'ç' or 'ã' or 'õ' or 'ß' or 'ä' or 'ö' or 'è' or 'ê' or 'à') others += Letter;
        var (best, second) = spanish > english ? (spanish, english) : (english, spanish);
        var confidence = (best - second) / (best + second + others + 1);
        return new(spanish > english ? TextLanguage.Spanish : TextLanguage.English, Math.Clamp(confidence, 0, 1));
    }

    // How words end tells a little: Spanish ones in vowels and in s after one, English ones in other consonants.
    private static int Ending(char last, char before) => char.ToLowerInvariant(last) switch
    {
        'a' or 'o' => 1,
        's' when before is 'a' or 'o' => 1,
        'd' or 'g' or 'h' or 'k' or 'p' or 't' or 'y' => -1,
        _ => 0,
    };

    private static HashSet<ulong> Hashes(string words) => [.. words.Split(' ').Select(word => Letters.Hash(word))];
}
