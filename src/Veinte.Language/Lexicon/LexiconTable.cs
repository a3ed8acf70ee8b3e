using Veinte.Language.Tokens;

namespace Veinte.Language.Lexicon;

/// <summary>
/// Entries by the chained hash of their words, longest match first. Immutable once built; thread-safe. Hashes of 64 bits
/// are taken for the words themselves: among 10⁶ phrases a false match has a chance under 10⁻⁷.
/// </summary>
internal sealed class LexiconTable
{
    private const int PrefixBit = 1 << 30;

    private readonly ulong[] _keys;
    private readonly int[] _values;
    private readonly int _mask;
    private readonly Entry[] _entries;
    private readonly Dictionary<ulong, int> _sounds;

    internal LexiconTable(Dictionary<ulong, int> values, Entry[] entries, Dictionary<ulong, int> sounds)
    {
        var size = 1024;
        while (size < values.Count * 2) size *= 2;
        (_keys, _values, _mask, _entries, _sounds) = (new ulong[size], new int[size], size - 1, entries, sounds);
        foreach (var (key, value) in values)
        {
            var at = Slot(key);
            while (_keys[at] != 0) at = (at + 1) & _mask;
            (_keys[at], _values[at]) = (key, value);
        }
        Forms = values.Count;
    }

    /// <summary>How many words and phrases, forms included.</summary>
    public int Forms { get; }

    /// <summary>An entry by its number.</summary>
    public ref readonly Entry this[int number] => ref _entries[number];

    /// <summary>
    /// The longest entry that starts at a token.
    /// </summary>
    /// <param name="tokens">All tokens.</param>
    /// <param name="at">Where it must start.</param>
    /// <param name="length">How many tokens it takes; 0 when there is none.</param>
    /// <returns>The entry's number, or −1.</returns>
    public int Match(ReadOnlySpan<Token> tokens, int at, out int length)
    {
        var found = -1;
        length = 0;
        var hash = 0ul;
        for (var next = at; next < tokens.Length; next++)
        {
            ref readonly var token = ref tokens[next];
            if (token.Kind is not (TokenKind.Word or TokenKind.Number or TokenKind.Symbol)) break;
            var chained = Letters.Chain(hash, token.Hash);
            var value = Find(chained);
            if (value == 0 && token.DoubledHash != token.Hash)
            {
                chained = Letters.Chain(hash, token.DoubledHash);
                value = Find(chained);
            }
            if (value == 0) break;
            hash = chained;
            if ((value & ~PrefixBit) != 0) (found, length) = ((value & ~PrefixBit) - 1, next - at + 1);
            if ((value & PrefixBit) == 0) break;
        }
        return found;
    }

    /// <summary>The entry of a single word by its hash, or −1.</summary>
    public int Single(ulong hash)
    {
        var value = Find(Letters.Chain(0, hash)) & ~PrefixBit;
        return value - 1;
    }

    /// <summary>The entry of a single word by how it sounds, or −1.</summary>
    public int BySound(ulong sound) => _sounds.TryGetValue(sound, out var number) ? number : -1;

    private int Slot(ulong key) => unchecked((int)(key >> 20)) & _mask;

    private int Find(ulong key)
    {
        for (var at = Slot(key); ; at = (at + 1) & _mask)
        {
            if (_keys[at] == key) return _values[at];
            if (_keys[at] == 0) return 0;
        }
    }

    /// <summary>Collects entries; what is added later under the same words wins.</summary>
    internal sealed class Builder
    {
        private readonly Dictionary<ulong, int> _values = [];
        private readonly Dictionary<ulong, int> _sounds = [];
        private readonly HashSet<ulong> _exact = [];
        private readonly List<Entry> _entries = [];

        /// <summary>Adds an entry and returns its number.</summary>
        public int Entry(Entry entry)
        {
            _entries.Add(entry);
            return _entries.Count - 1;
        }

        /// <summary>Adds the words of an entry, divided by spaces. A form made by a rule never replaces a word written out.</summary>
        public void Form(string words, int entry, bool byRule, bool soundsToo)
        {
            var hash = 0ul;
            var start = 0;
            while (start < words.Length)
            {
                var end = words.IndexOf(' ', start);
                if (end < 0) end = words.Length;
                var word = words.AsSpan(start, end - start);
                hash = Letters.Chain(hash, char.IsLetterOrDigit(word[0]) || word.Length == 1 && word[0] < 0x80 ? Letters.Hash(word) : Tokenizer.Exactly(word));
                start = end + 1;
                if (start < words.Length) _values[hash] = _values.GetValueOrDefault(hash) | PrefixBit;
            }
            if (byRule && _exact.Contains(hash)) return;
            if (!byRule) _exact.Add(hash);
            _values[hash] = (_values.GetValueOrDefault(hash) & PrefixBit) | (entry + 1);
            if (soundsToo && words.Length >= 5 && !words.Contains(' ')) _sounds.TryAdd(Letters.SpanishSound(words), entry);
        }

        /// <summary>The table.</summary>
        public LexiconTable Build() => new(_values, [.. _entries], _sounds);
    }
}
