using System.Text;

namespace Veinte.Language.Tokens;

/// <summary>Cuts a text into tokens, in one pass and without allocating but for the list's growth. Thread-safe.</summary>
internal static class Tokenizer
{
    /// <summary>Longer texts are read up to here; what follows is not looked at.</summary>
    public const int CharsMax = 20_000;

    private static readonly string[] Emoticons =
    [
        ":-)", ":)", ":-D", ":D", ";-)", ";)", "=)", ":]", "=D", ":-(", ":(", "=(", ":[", ":'(", ":-/", ":/", ":-|", ":|", "<3", "</3", "xD", "XD", ":P", ":p", ":-P",
        ":*", ":-*", ":o", ":O", "D:", "^^", "^_^", "-_-", ">:(", ":')", ":S", ":s", ";D", ":\\", ":-\\", "(:", "(;", "):", "=/", "T_T", ":3", "8)",
    ];

    /// <summary>Fills the list with the tokens of a text.</summary>
    public static void Cut(ReadOnlySpan<char> text, List<Token> tokens)
    {
        tokens.Clear();
        if (text.Length > CharsMax) text = text[..CharsMax];
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (char.IsAsciiLetterLower(letter) && !StartsAddress(text, at) && !IsLoneSmile(text, at)) at = Word(text, at, at, TokenMarks.None, tokens);
            else if (letter == ' ') at++;
            else if (letter == '&' && Entity(text, at, tokens) is var past and > 0) at = past;
            else if (Emoticon(text, at) is var smile and > 0) at = Add(tokens, at, smile, TokenKind.Symbol, Exactly(text.Slice(at, smile)));
            else if (char.IsLetter(letter)) at = StartsAddress(text, at) ? Address(text, at, tokens) : Word(text, at, at, TokenMarks.None, tokens);
            else if (char.IsAsciiDigit(letter)) at = Number(text, at, tokens);
            else if (letter == '@') at = Address(text, at, tokens);
            else if (letter == '#' && at + 1 < text.Length && char.IsLetter(text[at + 1])) at = Tag(text, at, tokens);
            else at = Sign(text, at, tokens);
        }
    }

    // The web writes some signs by name.
    private static int Entity(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        var rest = text[at..];
        if (rest.StartsWith("&amp;")) return Add(tokens, at, 5, TokenKind.Word, Letters.Hash("&"));
        if (rest.StartsWith("&lt;3")) return Add(tokens, at, 5, TokenKind.Symbol, Exactly("<3"));
        return rest.StartsWith("&lt;") || rest.StartsWith("&gt;") ? at + 4 : 0;
    }

    private static bool StartsAddress(ReadOnlySpan<char> text, int at) =>
        (text[at] is 'h' or 'H' && text[at..].StartsWith("http", StringComparison.OrdinalIgnoreCase) && text[at..].Length > 7 && text.Slice(at, 8).Contains("://", StringComparison.Ordinal))
        || (text[at] is 'w' or 'W' && text[at..].StartsWith("www.", StringComparison.OrdinalIgnoreCase));

    // xD is a laugh only when it stands alone.
    private static bool IsLoneSmile(ReadOnlySpan<char> text, int at) =>
        text[at] == 'x' && at + 1 < text.Length && text[at + 1] == 'D' && (at + 2 == text.Length || !char.IsLetterOrDigit(text[at + 2]));

    private static int Address(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        var end = at + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        return text[at] == '@' ? Mention(text, at, tokens) : Add(tokens, at, end - at, TokenKind.Name, 0);
    }

    private static int Mention(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return Add(tokens, at, end - at, TokenKind.Name, 0);
    }

    // #NeverAgain is two words; #fail is one.
    private static int Tag(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        at++;
        while (at < text.Length && char.IsLetter(text[at]))
        {
            var end = at + 1;
            if (end < text.Length && char.IsUpper(text[at]) && char.IsLower(text[end]))
                while (end < text.Length && char.IsLower(text[end])) end++;
            else
                while (end < text.Length && char.IsLetter(text[end]) && !(char.IsUpper(text[end]) && char.IsLower(text[end - 1]))) end++;
            Word(text[..end], at, at, TokenMarks.Tag, tokens);
            at = end;
        }
        return at;
    }

    private static int Word(ReadOnlySpan<char> text, int at, int start, TokenMarks marks, List<Token> tokens)
    {
        var hash = Letters.HashStart;
        var doubled = Letters.HashStart;
        var (last, run, capitals, letters) = ('\0', 0, 0, 0);
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter is '\'' or '’')
            {
                if (at + 1 >= text.Length || !char.IsLetter(text[at + 1])) break;
                letter = '\'';
            }
            else if (letter == '\u0301') continue;
            else if (!char.IsLetter(letter)) break;
            else
            {
                letters++;
                if (char.IsUpper(letter)) capitals++;
            }
            var folded = Letters.Fold(letter);
            run = folded == last ? run + 1 : 1;
            last = folded;
            var more = run == 1 && at + 2 < text.Length && Letters.Fold(text[at + 1]) == folded && Letters.Fold(text[at + 2]) == folded;
            if (run >= 3 || more) marks |= TokenMarks.Elongated;
            if (run == 1 || (run == 2 && !IsThird(text, at, folded))) hash = Letters.Add(hash, folded);
            if (run <= 2) doubled = Letters.Add(doubled, folded);
        }
        if (capitals == letters && letters > 1) marks |= TokenMarks.Capitals;
        tokens.Add(new() { Offset = start, Length = at - start, Hash = hash, DoubledHash = doubled, Kind = TokenKind.Word, Marks = marks });
        return at;
    }

    private static bool IsThird(ReadOnlySpan<char> text, int at, char folded) => at + 1 < text.Length && Letters.Fold(text[at + 1]) == folded;

    private static int Number(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || (text[at] is '.' or ',' or ':' or '/' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) at++;
        return Add(tokens, start, at - start, TokenKind.Number, Letters.Hash(text[start..at]));
    }

    private static int Emoticon(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not (':' or ';' or '=' or '<' or 'x' or 'X' or 'D' or '^' or '-' or '>' or '(' or ')' or 'T' or '8')) return 0;
        if (at > 0 && char.IsLetterOrDigit(text[at - 1]) && text[at] is not ('<' or ':' or ';' or '=')) return 0;
        var found = 0;
        foreach (var smile in Emoticons)
            if (smile.Length > found && text[at..].StartsWith(smile, StringComparison.Ordinal)) found = smile.Length;
        if (found == 0) return 0;
        var end = at + found;
        if (char.IsLetterOrDigit(text[end - 1]) && end < text.Length && char.IsLetterOrDigit(text[end])) return 0;
        return text[at] == ':' && text[at + 1] == '/' && end < text.Length && text[end] == '/' ? 0 : found;
    }

    private static int Sign(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        var letter = text[at];
        switch (letter)
        {
            case '.' or ';' or '\n' or '…' or '¡' or '¿':
                return Add(tokens, at, Run(text, at, letter), TokenKind.Stop, 0);
            case '!' or '?':
                var end = at;
                var asks = false;
                for (; end < text.Length && text[end] is '!' or '?'; end++) asks |= text[end] == '?';
                return Add(tokens, at, end - at, asks ? TokenKind.Question : TokenKind.Exclamation, 0);
            case ',' or '(' or ')' or ':' or '"' or '–' or '—' or '«' or '»' or '“' or '”' or '/' or '|':
                return Add(tokens, at, 1, TokenKind.Pause, 0);
            case '-' when at + 1 >= text.Length || !char.IsLetter(text[at + 1]) || at == 0 || !char.IsLetter(text[at - 1]):
                return Add(tokens, at, 1, TokenKind.Pause, 0);
            case < '\u2000':
                return letter is '&' or '+' ? Add(tokens, at, 1, TokenKind.Word, Letters.Hash(text.Slice(at, 1))) : at + 1;
        }
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out var length) != System.Buffers.OperationStatus.Done) return at + 1;
        // Skin tones, joiners and variation selectors do not change what an emoji says.
        if (rune.Value is 0x200D or 0xFE0F or 0xFE0E or (>= 0x1F3FB and <= 0x1F3FF) || !IsSymbol(rune.Value)) return at + length;
        return Add(tokens, at, length, TokenKind.Symbol, Exactly(text.Slice(at, length)));
    }

    private static bool IsSymbol(int rune) => rune is >= 0x1F000 or (>= 0x2190 and <= 0x2BFF) or 0x203C or 0x2049;

    private static int Run(ReadOnlySpan<char> text, int at, char letter)
    {
        var end = at + 1;
        while (end < text.Length && (text[end] == letter || (letter == '\n' && text[end] is '\r' or ' '))) end++;
        return end - at;
    }

    /// <summary>The hash of a symbol: its units as they are, capitals kept (":D" is not ":d").</summary>
    internal static ulong Exactly(ReadOnlySpan<char> symbol)
    {
        var hash = Letters.Add(Letters.HashStart, '\u0001');
        foreach (var unit in symbol) hash = Letters.Add(hash, unit);
        return hash;
    }

    private static int Add(List<Token> tokens, int offset, int length, TokenKind kind, ulong hash)
    {
        tokens.Add(new() { Offset = offset, Length = length, Hash = hash, DoubledHash = hash, Kind = kind });
        return offset + length;
    }
}
