using System.Text;
using Veinte.Language.Learning;
using Veinte.Language.Tone;
using Veinte.Model;

namespace Veinte.Doors;

/// <summary>
/// Reads the tone of texts as they come in, by the model in use at that moment. What it says becomes a fact of the journal,
/// so a replay never depends on the reader. Thread-safe: texts are read one at a time, events without text never wait.
/// </summary>
public sealed class DoorTone
{
    private const double OneWord = 0.5;
    private const double LanguageDoubt = 0.4;
    private const double LanguageForeign = 0.3;

    private readonly Lock _one = new();
    private FirmModel _model = new();

    /// <summary>Puts another model to use. The caller must not touch it any more.</summary>
    public void Use(FirmModel model)
    {
        lock (_one) _model = model;
    }

    /// <summary>Adds the tone of a text to the evidence; nothing when no word of this very text is evidence of an opinion (<see cref="ToneReading.Speaking"/>).</summary>
    /// <param name="utf8">The text; valid UTF-8.</param>
    /// <param name="signals">The evidence.</param>
    public void Read(ReadOnlySpan<byte> utf8, ref Signals signals)
    {
        if (!utf8.IsEmpty) Read(Encoding.UTF8.GetString(utf8), ref signals);
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, ref Signals)"/>
    public void Read(string text, ref Signals signals)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        ToneReading reading;
        lock (_one) reading = _model.Read(text);
        // A third language, or a mixture that could be read either way, is no evidence.
        if (reading.Speaking == 0 || IsForeign(reading, text)) return;
        signals.Tone = Math.Round(reading.Tone, 4);
        signals.ToneReliability = ReliabilityOf(reading);
        signals.ToneWords = WordsOf(reading);
        signals.Present |= SignalSet.Tone;
    }

    // One or two words ("thx!") are too few to doubt their language.
    private static bool IsForeign(ToneReading reading, string text) =>
        reading.Language.Confidence < LanguageForeign && text.AsSpan().Trim().Count(' ') >= 2 && text.Any(char.IsLetter);

    // One word alone is half as trustworthy as four; a text whose language is in doubt less.
    private static double ReliabilityOf(ToneReading reading)
    {
        var words = OneWord + (1 - OneWord) * Math.Min(reading.Speaking - 1, 3) / 3.0;
        return Math.Round(words * (reading.Language.Confidence < LanguageDoubt ? 0.7 : 1), 3);
    }

    private static ToneWords WordsOf(ToneReading reading)
    {
        var (words, count) = (default(ToneWords), 0);
        foreach (var span in reading.Spans.OrderByDescending(span => Math.Abs(span.Contribution)).Take(ToneWords.Max).OrderBy(span => span.Offset))
            words = words.With(ref count, span.Offset, span.Length, span.Contribution);
        return words;
    }
}
