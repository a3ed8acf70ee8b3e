using Veinte.Language.Tone;

namespace Veinte.Language.Learning;

public sealed partial class FirmModel
{
    /// <summary>The chance that a text none of whose words leans is given a tone all the same.</summary>
    public const double GuessedMax = 0.05;

    // Words the lexicon passes over are evidence when the firm's ratings say so beyond chance and agree with the reading; a
    // text that is read as neutral and asks, or tells, without a word of opinion stays without a tone.
    private int Speaking(LanguageModel model, ToneReading prior, ToneLabel label)
    {
        if (label == ToneLabel.Neutral) return prior.Speaking;
        var tokens = _features.Tokens;
        var taken = tokens.Count <= 256 ? stackalloc bool[256] : new bool[tokens.Count];
        taken = taken[..tokens.Count];
        taken.Clear();
        foreach (var span in prior.Spans)
            for (var i = 0; i < tokens.Count; i++)
                if (tokens[i].Offset >= span.Offset && tokens[i].Offset < span.Offset + span.Length) taken[i] = true;
        var count = prior.Speaking;
        for (var i = 0; i < _features.Words; i++)
        {
            var (first, last) = _features.Covers[i];
            if (taken[first] || taken[last] || _prior.IsAsked(first) || !model.SpeaksFor((int)label - 1, _features.Places[i], GuessedMax / _features.Words)) continue;
            (taken[first], taken[last]) = (true, true);
            count++;
        }
        return count;
    }
}
