using Veinte.Language.Tokens;

namespace Veinte.Language.Learning;

/// <summary>What a learned model sees of a text: hashed words and pairs of words, marked when negated, and pieces of words.</summary>
/// <remarks>Not thread-safe. The hash is written down with learned models; changing it means a new version of their format.</remarks>
internal sealed class TextFeatures
{
    /// <summary>Features that a text may have; the rest of a long text is not looked at.</summary>
    public const int Max = 1_200;

    private const int NegationReach = 3;
    private const int PieceShortest = 3;
    private const int PieceLongest = 5;
    private const ulong PairSalt = 0x6A09E667F3BCC909;
    private const ulong PieceSalt = 0xBB67AE8584CAA73B;
    private const ulong NegatedSalt = 0x3C6EF372FE94F82B;

    private static readonly HashSet<ulong> Negators = [.. "no not never nunca jamas ni sin tampoco nadie nada without cannot cant can't dont don't didn't didnt doesn't doesnt isn't isnt wasn't wasnt won't wont couldn't couldnt wouldn't wouldnt nobody nothing hardly barely apenas".Split(' ').Select(word => Letters.Hash(word))];

    private readonly List<Token> _tokens = new(256);
    private readonly HashSet<int> _seen = new(1024);
    private readonly int _mask;

    /// <summary>Features in 2^bits places.</summary>
    public TextFeatures(int bits) => _mask = (1 << bits) - 1;

    /// <summary>The places of the text's features, each once.</summary>
    public List<int> Places { get; } = new(512);

    /// <summary>How many of them, from the beginning, are words or pairs; the rest are pieces.</summary>
    public int Words { get; private set; }

    /// <summary>For each word or pair, the tokens it covers: first and last.</summary>
    public List<(int First, int Last)> Covers { get; } = new(256);

    /// <summary>The tokens.</summary>
    public IReadOnlyList<Token> Tokens => _tokens;

    /// <summary>Reads a text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        Tokenizer.Cut(text, _tokens);
        Places.Clear();
        Covers.Clear();
        _seen.Clear();
        var (before, beforeAt, negatedFor) = (0ul, -1, 0);
        for (var i = 0; i < _tokens.Count && Places.Count < Max / 2; i++)
        {
            var token = _tokens[i];
            if (token.EndsSentence || token.Kind == TokenKind.Pause)
            {
                negatedFor = 0;
                if (token.Kind is TokenKind.Question or TokenKind.Exclamation) Add(unchecked((ulong)token.Kind * PairSalt), i, i);
                continue;
            }
            if (token.Kind == TokenKind.Name) continue;
            var word = token.Kind == TokenKind.Number ? 7 : token.Hash;
            if (negatedFor > 0) word = unchecked(word ^ NegatedSalt);
            Add(word, i, i);
            if (beforeAt >= 0) Add(Letters.Chain(unchecked(before + PairSalt), word), beforeAt, i);
            (before, beforeAt) = (word, i);
            negatedFor = Negators.Contains(token.Hash) ? NegationReach : Math.Max(0, negatedFor - 1);
        }
        Words = Places.Count;
        foreach (var token in _tokens)
            if (token.Kind == TokenKind.Word && Places.Count < Max) Pieces(text.Slice(token.Offset, token.Length));
    }

    private void Add(ulong hash, int first, int last)
    {
        var place = Place(hash);
        if (!_seen.Add(place)) return;
        Places.Add(place);
        Covers.Add((first, last));
    }

    private void Pieces(ReadOnlySpan<char> word)
    {
        for (var start = -1; start < word.Length; start++)
        {
            var hash = PieceSalt;
            for (var at = start; at < start + PieceLongest && at <= word.Length; at++)
            {
                hash = Letters.Add(hash, at < 0 || at == word.Length ? ' ' : Letters.Fold(word[at]));
                if (at - start + 1 < PieceShortest || Places.Count >= Max) continue;
                var place = Place(hash);
                if (_seen.Add(place)) Places.Add(place);
            }
        }
    }

    private int Place(ulong hash) => unchecked((int)(hash * 0x9E3779B97F4A7C15 >> 40)) & _mask;
}
