using System.Collections.Concurrent;
using System.Text;
using Veinte.Language.Learning;
using Veinte.Language.Tone;
using Veinte.Model;

namespace Veinte.Doors;

/// <summary>
/// Reads the tone of texts as they come in, by the model in use at that moment. What it says becomes a fact of the journal,
/// so a replay never depends on the reader. Thread-safe: any number of texts are read at a time, each by a reader of its own
/// and all by the same model; another model takes its place between two texts and never within one.
/// </summary>
public sealed class DoorTone
{
    private const double OneWord = 0.5;
    private const double LanguageDoubt = 0.4;
    private const double LanguageForeign = 0.3;
    private const int CharsOnStack = 512;
    private const double PartMin = 0.01;

    // As many as ever read at a time; each takes about 40 KB.
    private readonly ConcurrentBag<FirmReader> _readers = [];
    private volatile FirmModel _model = new();

    /// <summary>Puts another model to use. Nobody may teach it any more: see <see cref="FirmModel.Copy"/>.</summary>
    public void Use(FirmModel model) => _model = model;

    /// <summary>Adds the tone of a text to the evidence; nothing when no word of this very text is evidence of an opinion (<see cref="ToneWeight.Speaking"/>).</summary>
    /// <param name="utf8">The text; valid UTF-8.</param>
    /// <param name="signals">The evidence.</param>
    public void Read(ReadOnlySpan<byte> utf8, ref Signals signals)
    {
        if (utf8.IsEmpty) return;
        if (utf8.Length > CharsOnStack)
        {
            Read(Encoding.UTF8.GetString(utf8), ref signals);
            return;
        }
        Span<char> letters = stackalloc char[CharsOnStack];
        Read(letters[..Encoding.UTF8.GetChars(utf8, letters)], ref signals);
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, ref Signals)"/>
    public void Read(ReadOnlySpan<char> text, ref Signals signals)
    {
        if (text.IsWhiteSpace()) return;
        if (!_readers.TryTake(out var reader)) reader = new();
        Read(reader, text, ref signals);
        _readers.Add(reader);
    }

    private void Read(FirmReader reader, ReadOnlySpan<char> text, ref Signals signals)
    {
        var read = reader.Weigh(_model, text);
        // A third language, or a mixture that could be read either way, is no evidence.
        if (read.Speaking == 0 || IsForeign(read, text)) return;
        signals.Tone = Math.Round(read.Tone, 4);
        signals.ToneReliability = ReliabilityOf(read);
        signals.ToneWords = WordsOf(reader.Marks);
        signals.Present |= SignalSet.Tone;
    }

    // One or two words ("thx!") are too few to doubt their language.
    private static bool IsForeign(in ToneWeight read, ReadOnlySpan<char> text) =>
        read.Language.Confidence < LanguageForeign && text.Trim().Count(' ') >= 2 && HasLetter(text);

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
            if (char.IsLetter(unit)) return true;
        return false;
    }

    // One word alone is half as trustworthy as four; a text whose language is in doubt less.
    private static double ReliabilityOf(in ToneWeight read)
    {
        var words = OneWord + (1 - OneWord) * Math.Min(read.Speaking - 1, 3) / 3.0;
        return Math.Round(words * (read.Language.Confidence < LanguageDoubt ? 0.7 : 1), 3);
    }

    // The words that weigh most, in the order of the text; of two that weigh alike the earlier one.
    private static ToneWords WordsOf(ReadOnlySpan<ToneMark> marks)
    {
        Span<int> most = stackalloc int[ToneWords.Max];
        var found = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            var at = found;
            while (at > 0 && Math.Abs(marks[most[at - 1]].Contribution) < Math.Abs(marks[i].Contribution)) at--;
            if (at == ToneWords.Max) continue;
            found = Math.Min(found + 1, ToneWords.Max);
            for (var later = found - 1; later > at; later--) most[later] = most[later - 1];
            most[at] = i;
        }
        most[..found].Sort();
        var (words, count) = (default(ToneWords), 0);
        // Kept in hundredths: a word of a long text weighs less than one, and still speaks for or against.
        foreach (var i in most[..found])
            words = words.With(ref count, marks[i].Offset, marks[i].Length, Math.CopySign(Math.Max(Math.Abs(marks[i].Contribution), PartMin), marks[i].Contribution));
        return words;
    }
}
