using System.Runtime.InteropServices;
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

    private readonly int[] _places = new int[Max];
    private readonly List<(int First, int Last)> _covers = new(256);
    // One bit for each place: two thousand words of memory that stay near the processor.
    private readonly ulong[] _seen;
    private readonly int _mask;
    private char[] _folded = new char[64];
    private int _count;

    /// <summary>Features in 2^bits places.</summary>
    public TextFeatures(int bits) => (_mask, _seen) = ((1 << bits) - 1, new ulong[Math.Max(1, (1 << bits) / 64)]);

    /// <summary>The places of the text's features, each once.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _count);

    /// <summary>How many of them, from the beginning, are words or pairs; the rest are pieces.</summary>
    public int Words { get; private set; }

    /// <summary>For each word or pair, the tokens it covers: first and last.</summary>
    public ReadOnlySpan<(int First, int Last)> Covers => CollectionsMarshal.AsSpan(_covers);

    /// <summary>Reads a text that has been cut into tokens.</summary>
    public void Read(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens)
    {
        foreach (var place in Places) _seen[place >> 6] = 0;
        _count = 0;
        _covers.Clear();
        var (before, beforeAt, negatedFor) = (0ul, -1, 0);
        for (var i = 0; i < tokens.Length && _count < Max / 2; i++)
        {
            ref readonly var token = ref tokens[i];
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
        Words = _count;
        foreach (ref readonly var token in tokens)
            if (token.Kind == TokenKind.Word && _count < Max) Pieces(text.Slice(token.Offset, token.Length));
    }

    private void Add(ulong hash, int first, int last)
    {
        if (!AddPlace(Place(hash))) return;
        _covers.Add((first, last));
    }

    // Pieces of three to five letters, with a blank before and after the word.
    private void Pieces(ReadOnlySpan<char> word)
    {
        if (_folded.Length < word.Length + 2) _folded = new char[2 * word.Length + 2];
        var letters = _folded.AsSpan(0, word.Length + 2);
        (letters[0], letters[^1]) = (' ', ' ');
        for (var i = 0; i < word.Length; i++) letters[i + 1] = Letters.Fold(word[i]);
        for (var start = 0; start + PieceShortest <= letters.Length; start++)
        {
            var hash = PieceSalt;
            var end = Math.Min(start + PieceLongest, letters.Length);
            for (var at = start; at < end; at++)
            {
                hash = Letters.Add(hash, letters[at]);
                if (at - start + 1 >= PieceShortest && _count < Max) AddPlace(Place(hash));
            }
        }
    }

    private bool AddPlace(int place)
    {
        ref var bits = ref _seen[place >> 6];
        var bit = 1ul << place;
        if ((bits & bit) != 0) return false;
        bits |= bit;
        _places[_count++] = place;
        return true;
    }

    private int Place(ulong hash) => unchecked((int)(hash * 0x9E3779B97F4A7C15 >> 40)) & _mask;
}
