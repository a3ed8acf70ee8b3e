namespace Veinte.Language.Tone;

/// <summary>Whether a text praises or blames.</summary>
public enum ToneLabel : byte
{
    /// <summary>It blames.</summary>
    Negative = 1,
    /// <summary>Neither, or as much of one as of the other.</summary>
    Neutral = 2,
    /// <summary>It praises.</summary>
    Positive = 3,
}

/// <summary>A stretch of the text that made its tone.</summary>
/// <param name="Offset">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units; with the words that turned or strengthened it.</param>
/// <param name="Words">The stretch itself.</param>
/// <param name="Contribution">Its part of the tone, from −1 to 1. Without a learned model the parts add up to the tone.</param>
public readonly record struct ToneSpan(int Offset, int Length, string Words, double Contribution)
{
    /// <summary>The stretches with their words.</summary>
    internal static List<ToneSpan> Of(string text, ReadOnlySpan<ToneMark> marks)
    {
        var spans = new List<ToneSpan>(marks.Length);
        foreach (var mark in marks) spans.Add(new(mark.Offset, mark.Length, text.Substring(mark.Offset, mark.Length), mark.Contribution));
        return spans;
    }
}

/// <summary>Where the words stand that made a tone. The same as <see cref="ToneSpan"/> for whoever does not need the words themselves.</summary>
/// <param name="Offset">Where they start, in UTF-16 units.</param>
/// <param name="Length">How long they are, in UTF-16 units.</param>
/// <param name="Contribution">Their part of the tone, as in <see cref="ToneSpan"/>.</param>
public readonly record struct ToneMark(int Offset, int Length, double Contribution);

/// <summary>The tone of a text without its words; see <see cref="ToneReading"/>.</summary>
/// <param name="Tone">−1 (blame) to 1 (praise).</param>
/// <param name="Label">The tone in one word.</param>
/// <param name="Language">The language it was read in.</param>
/// <param name="Speaking">How many words or phrases of the text are evidence of an opinion; 0 or more.</param>
public readonly record struct ToneWeight(double Tone, ToneLabel Label, LanguageGuess Language, int Speaking);

/// <summary>The tone of a text with the words that caused it.</summary>
/// <param name="Tone">−1 (blame) to 1 (praise).</param>
/// <param name="Label">The tone in one word.</param>
/// <param name="Language">The language it was read in.</param>
/// <param name="Spans">What caused the tone, in the order of the text; empty when nothing did.</param>
/// <param name="Speaking">
/// How many words or phrases of this very text are evidence of an opinion; 0 or more. With none the tone is a guess from the
/// company its words keep, not a signal: whoever grades leaves such a text ungraded. See docs/internals/reading.md.
/// </param>
public sealed record ToneReading(double Tone, ToneLabel Label, LanguageGuess Language, IReadOnlyList<ToneSpan> Spans, int Speaking);
