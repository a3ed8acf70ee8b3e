using Veinte.Language.Tokens;
using Veinte.Language.Tone;

namespace Veinte.Language.Learning;

public sealed partial class FirmModel
{
    private const int SpansMax = 64;
    private const double ShareMin = 0.02;

    // The prior's spans stay as they are, with what the model says of their words added; other words stand alone.
    private List<ToneSpan> Explain(LanguageModel model, ToneReading prior, string text)
    {
        var leanings = TokenLeanings(model);
        var tokens = _features.Tokens;
        var spans = new List<ToneSpan>();
        var priorLeaning = prior.Tone == 0 ? 0 : model.PriorLeaning(prior.Tone) / prior.Tone;
        foreach (var span in prior.Spans)
        {
            var leaning = priorLeaning * span.Contribution;
            for (var i = 0; i < tokens.Count; i++)
                if (tokens[i].Offset >= span.Offset && tokens[i].Offset < span.Offset + span.Length) (leaning, leanings[i]) = (leaning + leanings[i], 0);
            spans.Add(span with { Contribution = leaning });
        }
        for (var i = 0; i < tokens.Count; i++)
            if (leanings[i] != 0) spans.Add(new(tokens[i].Offset, tokens[i].Length, text.Substring(tokens[i].Offset, tokens[i].Length), leanings[i]));
        var all = spans.Sum(span => Math.Abs(span.Contribution));
        return
        [
            .. spans.Select(span => span with { Contribution = Math.Round(span.Contribution / Math.Max(all, 1e-9), 3) })
                .Where(span => Math.Abs(span.Contribution) >= ShareMin)
                .OrderByDescending(span => Math.Abs(span.Contribution)).Take(SpansMax).OrderBy(span => span.Offset),
        ];
    }

    private double[] TokenLeanings(LanguageModel model)
    {
        var leanings = new double[_features.Tokens.Count];
        for (var i = 0; i < _features.Words; i++)
        {
            var (first, last) = _features.Covers[i];
            var leaning = (double)model.Leaning(_features, i);
            if (first == last) leanings[first] += leaning;
            else (leanings[first], leanings[last]) = (leanings[first] + leaning / 2, leanings[last] + leaning / 2);
        }
        for (var i = 0; i < leanings.Length; i++)
            if (_features.Tokens[i].Kind is not (TokenKind.Word or TokenKind.Symbol or TokenKind.Number)) leanings[i] = 0;
        return leanings;
    }
}
