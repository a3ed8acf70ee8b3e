using System.Runtime.InteropServices;
using Veinte.Language.Tokens;
using Veinte.Language.Tone;

namespace Veinte.Language.Learning;

/// <summary>
/// Reads texts by a firm's model without changing it. All it holds is scratch, so each reading depends on nothing but the text
/// and the model. Not thread-safe: give each thread its own; any number of them may read by one model that nobody teaches.
/// </summary>
public sealed class FirmReader
{
    private const double ShareMin = 0.02;
    // Among hundreds of words each has a small share: of the one that weighs most a quarter is enough.
    private const double ShareOfLargest = 0.25;

    private readonly List<ToneMark> _priorMarks = new(64);
    private readonly List<ToneMark> _marks = new(256);
    private double[] _leanings = new double[256];
    private bool[] _taken = new bool[256];

    /// <summary>The reader of the prior.</summary>
    internal ToneReader Prior { get; } = new();

    /// <summary>What the model sees of the text.</summary>
    internal TextFeatures Features { get; } = new(LanguageModel.Bits);

    /// <summary>What the model says of it.</summary>
    internal Prediction Said { get; } = new();

    /// <summary>What caused the tone of the text last weighed, in the order of the text; valid until the next one.</summary>
    public ReadOnlySpan<ToneMark> Marks => CollectionsMarshal.AsSpan(_marks);

    /// <summary>The tone of a text with the words that caused it; see <see cref="FirmModel.Read(string, TextLanguage?)"/>.</summary>
    /// <param name="model">The model to read by; nobody may teach it meanwhile.</param>
    /// <param name="text">The text; of more than 20,000 UTF-16 units only the beginning is read.</param>
    /// <param name="language">Its language when known; guessed when not.</param>
    public ToneReading Read(FirmModel model, string text, TextLanguage? language = null)
    {
        var read = Weigh(model, text, language);
        return new(read.Tone, read.Label, read.Language, ToneSpan.Of(text, Marks), read.Speaking);
    }

    /// <summary>The tone of a text; where its words stand is in <see cref="Marks"/>. Allocates nothing once it has grown to the text's length.</summary>
    /// <inheritdoc cref="Read(FirmModel, string, TextLanguage?)"/>
    public ToneWeight Weigh(FirmModel model, ReadOnlySpan<char> text, TextLanguage? language = null)
    {
        var prior = Prior.Weigh(text, language, _priorMarks);
        if (model.Of(prior.Language.Language) is not { Texts: > 0 } learned)
        {
            _marks.Clear();
            _marks.AddRange(_priorMarks);
            return prior;
        }
        Features.Read(text, Prior.Tokens);
        learned.Predict(Features, prior.Tone, Said);
        var label = learned.Likeliest(Said);
        Explain(learned, prior.Tone);
        return new(Math.Round(Said.Tone, 4), label, prior.Language, Speaking(learned, prior, label));
    }

    // The prior's words stay as they are, with what the model says of them added; other words stand alone.
    private void Explain(LanguageModel model, double prior)
    {
        var tokens = Prior.Tokens;
        var leanings = TokenLeanings(model, tokens);
        _marks.Clear();
        var all = 0.0;
        var priorLeaning = prior == 0 ? 0 : model.PriorLeaning(prior) / prior;
        foreach (var mark in _priorMarks)
        {
            var leaning = priorLeaning * mark.Contribution;
            for (var i = FirstAt(tokens, mark.Offset); i < tokens.Length && tokens[i].Offset < mark.Offset + mark.Length; i++) (leaning, leanings[i]) = (leaning + leanings[i], 0);
            Mark(mark.Offset, mark.Length, leaning, ref all);
        }
        for (var i = 0; i < tokens.Length; i++)
            if (leanings[i] != 0) Mark(tokens[i].Offset, tokens[i].Length, leanings[i], ref all);
        var kept = 0;
        var marks = CollectionsMarshal.AsSpan(_marks);
        var largest = 0.0;
        foreach (var mark in marks) largest = Math.Max(largest, Math.Abs(mark.Contribution));
        all = Math.Max(all, 1e-9);
        var shareMin = Math.Max(Math.Min(ShareMin, ShareOfLargest * largest / all), 1e-6);
        foreach (var mark in marks)
        {
            var share = Math.Round(mark.Contribution / all, shareMin < ShareMin ? 6 : 3);
            if (Math.Abs(share) >= shareMin) marks[kept++] = mark with { Contribution = share };
        }
        _marks.RemoveRange(kept, _marks.Count - kept);
        CollectionsMarshal.AsSpan(_marks).Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
    }

    private void Mark(int offset, int length, double leaning, ref double all)
    {
        _marks.Add(new(offset, length, leaning));
        all += Math.Abs(leaning);
    }

    private Span<double> TokenLeanings(LanguageModel model, ReadOnlySpan<Token> tokens)
    {
        if (_leanings.Length < tokens.Length) _leanings = new double[2 * tokens.Length];
        var leanings = _leanings.AsSpan(0, tokens.Length);
        leanings.Clear();
        for (var i = 0; i < Features.Words; i++)
        {
            var (first, last) = Features.Covers[i];
            var leaning = (double)model.Leaning(Features, i, Said);
            if (first == last) leanings[first] += leaning;
            else (leanings[first], leanings[last]) = (leanings[first] + leaning / 2, leanings[last] + leaning / 2);
        }
        for (var i = 0; i < leanings.Length; i++)
            if (tokens[i].Kind is not (TokenKind.Word or TokenKind.Symbol or TokenKind.Number)) leanings[i] = 0;
        return leanings;
    }

    // Words the lexicon passes over are evidence when the firm's ratings say so beyond chance and agree with the reading; a
    // text that is read as neutral and asks, or tells, without a word of opinion stays without a tone.
    private int Speaking(LanguageModel model, in ToneWeight prior, ToneLabel label)
    {
        if (label == ToneLabel.Neutral) return prior.Speaking;
        var tokens = Prior.Tokens;
        if (_taken.Length < tokens.Length) _taken = new bool[2 * tokens.Length];
        var taken = _taken.AsSpan(0, tokens.Length);
        taken.Clear();
        foreach (var mark in _priorMarks)
            for (var i = FirstAt(tokens, mark.Offset); i < tokens.Length && tokens[i].Offset < mark.Offset + mark.Length; i++) taken[i] = true;
        var count = prior.Speaking;
        var level = FirmModel.GuessedMax / Features.Words;
        for (var i = 0; i < Features.Words; i++)
        {
            var (first, last) = Features.Covers[i];
            if (taken[first] || taken[last] || Prior.IsAsked(first) || !model.SpeaksFor((int)label - 1, Features.Places[i], level)) continue;
            (taken[first], taken[last]) = (true, true);
            count++;
        }
        return count;
    }

    // Tokens lie in the order of the text.
    private static int FirstAt(ReadOnlySpan<Token> tokens, int offset)
    {
        var (low, high) = (0, tokens.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
