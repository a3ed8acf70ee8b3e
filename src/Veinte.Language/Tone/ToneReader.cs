using System.Runtime.InteropServices;
using Veinte.Language.Lexicon;
using Veinte.Language.Tokens;

namespace Veinte.Language.Tone;

/// <summary>
/// Reads the tone of Spanish and English texts by the lexicon that ships with Veinte and by rules for negation, degree,
/// contrast, wishes and the signs people write with. It has learned nothing; a firm's own model is put on top of it.
/// Deterministic. Not thread-safe: give each thread its own; the lexicons behind them are shared.
/// </summary>
/// <remarks>
/// The form follows rule-based readers since Taboada et al. (2011) and Hutto and Gilbert (2014): valences from −4 to 4,
/// changed by their neighbours, summed, and brought to −1…1 by s / √(s² + α). Lexicon, rules and constants are our own.
/// </remarks>
public sealed partial class ToneReader
{
    /// <summary>UTF-16 units of a text that are read at most; of a longer one only the beginning is.</summary>
    public const int CharsMax = Tokenizer.CharsMax;

    /// <summary>Tones nearer to zero than this are neutral.</summary>
    public const double NeutralBelow = 0.2;

    // A sum of three good words is a tone of 0.8.
    private const double Alpha = 14;
    private const double SpanMin = 0.005;
    // Among hundreds of words that agree each has a small part: from here on what a word says by itself decides.
    private const double RootMax = 20;

    private readonly List<Token> _tokens = new(256);
    private readonly List<Unit> _units = new(256);
    private readonly List<Hit> _hits = new(64);
    private readonly List<ToneMark> _marks = new(64);
    private LexiconTable _lexicon = null!;
    private readonly List<(int First, int Last, bool Marked)> _asked = new(8);
    private TextLanguage _language;
    private bool _shouts;
    private double _spanMin;

    /// <summary>The tone with the spans that caused it.</summary>
    /// <param name="text">The text; of more than 20,000 UTF-16 units only the beginning is read.</param>
    /// <param name="language">Its language when known; guessed when not.</param>
    public ToneReading Read(string text, TextLanguage? language = null)
    {
        var read = Weigh(text, language, _marks);
        return new(read.Tone, read.Label, read.Language, ToneSpan.Of(text, CollectionsMarshal.AsSpan(_marks)), read.Speaking);
    }

    /// <summary>The tone and where its words stand; allocates nothing once the reader has grown to the text's length.</summary>
    /// <param name="text">The text; of more than 20,000 UTF-16 units only the beginning is read.</param>
    /// <param name="language">Its language when known; guessed when not.</param>
    /// <param name="marks">Is filled with the words that caused the tone, in the order of the text.</param>
    public ToneWeight Weigh(ReadOnlySpan<char> text, TextLanguage? language, List<ToneMark> marks)
    {
        var guess = Prepare(text, language);
        var tone = Score();
        MarkHits(marks);
        return new(tone, LabelOf(tone), guess, Speaking());
    }

    /// <summary>The tone alone; allocates nothing once the reader has grown to the text's length.</summary>
    public double Tone(ReadOnlySpan<char> text, TextLanguage? language = null)
    {
        Prepare(text, language);
        return Score();
    }

    /// <summary>The language a text seems to be in.</summary>
    public LanguageGuess Language(ReadOnlySpan<char> text)
    {
        Tokenizer.Cut(text, _tokens);
        return LanguageDetector.Guess(text, CollectionsMarshal.AsSpan(_tokens));
    }

    /// <summary>A tone in one word.</summary>
    public static ToneLabel LabelOf(double tone) =>
        tone >= NeutralBelow ? ToneLabel.Positive : tone <= -NeutralBelow ? ToneLabel.Negative : ToneLabel.Neutral;

    private LanguageGuess Prepare(ReadOnlySpan<char> text, TextLanguage? language)
    {
        Tokenizer.Cut(text, _tokens);
        var tokens = CollectionsMarshal.AsSpan(_tokens);
        var guess = language is { } known ? new LanguageGuess(known, 1) : LanguageDetector.Guess(text, tokens);
        _language = guess.Language;
        _lexicon = Lexicons.Of(_language);
        MakeUnits(text, tokens);
        return guess;
    }

    private void MakeUnits(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens)
    {
        _units.Clear();
        var (capitals, words) = (0, 0);
        for (var at = 0; at < tokens.Length;)
        {
            ref readonly var token = ref tokens[at];
            if (token.Kind == TokenKind.Word)
            {
                words++;
                if ((token.Marks & TokenMarks.Capitals) != 0) capitals++;
            }
            var length = 1;
            var (number, boost) = token.Kind is TokenKind.Word or TokenKind.Symbol or TokenKind.Number ? (_lexicon.Match(tokens, at, out length), 1f) : (-1, 1f);
            if (number < 0)
            {
                length = 1;
                if (token.Kind == TokenKind.Word) (number, boost) = Unknown(text.Slice(token.Offset, token.Length));
            }
            var entry = number >= 0 ? _lexicon[number] : new Entry(Role.Neutral, 0, float.NaN);
            _units.Add(new()
            {
                First = at,
                Last = at + length - 1,
                Entry = entry,
                Kind = token.Kind,
                Known = number >= 0,
                Boost = boost * Emphasis(tokens.Slice(at, length)),
            });
            at += length;
        }
        // Capitals are emphasis only among words that are not.
        _shouts = capitals > 0 && capitals < words;
    }

    // Words of no lexicon: prefixes that strengthen («superamable»), contracted negations, and words written as they sound.
    private (int Number, float Boost) Unknown(ReadOnlySpan<char> word)
    {
        if (_language == TextLanguage.English)
        {
            if (word.Length > 3 && word.EndsWith("n't", StringComparison.OrdinalIgnoreCase)) return (_lexicon.Single(Letters.Hash("not")), 1);
            return word.Length > 4 && word.EndsWith("'s", StringComparison.OrdinalIgnoreCase) ? (_lexicon.Single(Letters.Hash(word[..^2])), 1f) : (-1, 1);
        }
        if (word.Length < 5) return (-1, 1);
        foreach (var prefix in (ReadOnlySpan<string>)["super", "súper", "hiper", "mega", "ultra", "requete", "archi", "re"])
            if (word.Length > prefix.Length + 3 && word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && _lexicon.Single(Letters.Hash(word[prefix.Length..])) is var rest and >= 0 && Math.Abs(_lexicon[rest].Value) >= 1.9f && _lexicon[rest].Role == Role.Valence)
                return (rest, 1.3f);
        return word.Length >= 6 ? (_lexicon.BySound(Letters.SpanishSound(word)), 1) : (-1, 1);
    }

    private static float Emphasis(ReadOnlySpan<Token> tokens)
    {
        var emphasis = 1f;
        foreach (ref readonly var token in tokens)
            if ((token.Marks & TokenMarks.Elongated) != 0) emphasis = 1.2f;
        return emphasis;
    }

    /// <summary>The tokens of the text last read.</summary>
    internal ReadOnlySpan<Token> Tokens => CollectionsMarshal.AsSpan(_tokens);

    private void MarkHits(List<ToneMark> marks)
    {
        marks.Clear();
        foreach (ref readonly var hit in CollectionsMarshal.AsSpan(_hits))
        {
            if (Math.Abs(hit.Part) < _spanMin) continue;
            var first = _tokens[_units[hit.From].First].Offset;
            var last = _tokens[_units[hit.Unit].Last];
            marks.Add(new(first, last.Offset + last.Length - first, Math.Round(hit.Part, Math.Abs(hit.Part) < SpanMin ? 6 : 3)));
        }
    }

    /// <summary>A word or phrase with what the lexicon says of it.</summary>
    private struct Unit
    {
        public int First;
        public int Last;
        public Entry Entry;
        public TokenKind Kind;
        public bool Known;
        public float Boost;

        public readonly bool EndsSentence => Kind is TokenKind.Stop or TokenKind.Exclamation or TokenKind.Question;
    }

    /// <summary>Something that speaks for or against, after its neighbours were heard.</summary>
    private struct Hit
    {
        public int Unit;
        public int From;
        public double Value;
        public double Part;
        public bool Negated;
        public bool Thanks;
        public bool Asked;
    }
}
