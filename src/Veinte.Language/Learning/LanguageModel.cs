using System.Runtime.Intrinsics;
using Veinte.Language.Tone;

namespace Veinte.Language.Learning;

/// <summary>
/// What a firm's rated texts of one language have taught: four linear heads over hashed features (three labels by logistic
/// loss, the grade by squared loss), trained by AdaGrad (Duchi, Hazan and Singer 2011, diagonal form), label counts for
/// the log-count ratios of naive Bayes (Wang and Manning 2012), and a small combiner that weighs both against the prior.
/// </summary>
/// <remarks>
/// The combiner learns from predictions made before the text was learned from, so a model that has seen little, or that
/// errs, is trusted little: that is how evidence blends learning with the prior. One learns at a time and nobody reads meanwhile. Deterministic.
/// </remarks>
internal sealed class LanguageModel
{
    /// <summary>Labels: negative, neutral, positive.</summary>
    public const int Labels = 3;

    /// <summary>Features have 2^17 places.</summary>
    public const int Bits = 17;

    /// <summary>Heads: one for each label and one for the grade.</summary>
    internal const int Heads = Labels + 1;

    internal const int Places = 1 << Bits;

    /// <summary>Signals of the combiner for a label: a constant, the prior's reading of it, the head's, and naive Bayes's.</summary>
    internal const int Signals = 4;

    /// <summary>Weights of the combiner for the tone: prior, labels, grade head.</summary>
    internal const int ToneSignals = 3;

    /// <summary>Words that change the odds of praise or blame by less than this are what a text is about, not what it says of it.</summary>
    internal const double OddsMin = 2;

    // Rare labels are given the benefit of the doubt: chances are divided by the label's share to this power.
    private const double RarityPower = 0.35;

    private const float Rate = 0.4f;
    private const float CombinerRate = 0.03f;
    private const float Smoothing = 0.3f;

    // Each text counts this much more than the one before: after about 35,000 texts a count has half its weight.
    private const float Growth = 1.00002f;
    private const float GrowthMax = 1e6f;

    internal readonly float[] Weights = new float[Heads * Places];
    internal readonly float[] Squares = new float[Heads * Places];
    internal readonly float[] Counts = new float[Labels * Places];
    internal readonly float[] CountTotals = new float[Labels];
    internal readonly float[] LabelTotals = new float[Labels];
    internal readonly float[] Biases = new float[Heads];
    internal readonly float[] Combiner = new float[Labels * Signals];
    internal readonly float[] ToneCombiner = [1, 0, 0];
    internal float Increment = 1;
    internal long Texts;
    internal DriftWatch Drift = new();

    /// <summary>A model that has learned nothing and says what the prior says.</summary>
    public LanguageModel()
    {
        for (var label = 0; label < Labels; label++) Combiner[label * Signals + 1] = 1;
    }

    /// <summary>Becomes what another one is.</summary>
    public void Take(LanguageModel other)
    {
        var (mine, others) = (Numbers(), other.Numbers());
        for (var i = 0; i < mine.Length; i++) others[i].CopyTo(mine[i], 0);
        (Increment, Texts, Drift) = (other.Increment, other.Texts, other.Drift);
    }

    /// <summary>All its numbers, in the order they are written down.</summary>
    internal float[][] Numbers() => [Biases, Combiner, ToneCombiner, CountTotals, LabelTotals, Weights, Squares, Counts];

    /// <summary>Predicts from features and the prior's tone. Changes nothing here: several may predict at a time while nobody learns.</summary>
    public void Predict(TextFeatures features, double prior, Prediction into)
    {
        var places = features.Places;
        var words = features.Words;
        var (wordScale, pieceScale) = Scales(features);
        into.Begin(words);
        // The four heads of a place lie side by side, so they are added at once.
        var margins = Vector128.Create((ReadOnlySpan<float>)Biases);
        for (var i = 0; i < places.Length; i++)
            margins += Vector128.LoadUnsafe(ref Weights[places[i] * Heads]) * (i < words ? wordScale : pieceScale);
        margins.CopyTo(into.Margins);
        for (var i = 0; i < words; i++) AddRatios(places[i], into.RatiosOf(i), into.Bayes);
        Combine(prior, words, into);
    }

    /// <summary>Predicts a text, then learns it.</summary>
    /// <param name="features">Its features.</param>
    /// <param name="prior">The prior's tone.</param>
    /// <param name="label">0 negative, 1 neutral, 2 positive.</param>
    /// <param name="grade">The grade as a tone, −1…1.</param>
    /// <param name="prediction">Where to predict.</param>
    public void Learn(TextFeatures features, double prior, int label, double grade, Prediction prediction)
    {
        Predict(features, prior, prediction);
        if (Drift.Sees(-MathF.Log(Math.Max(prediction.Chances[label], 1e-6f)))) Loosen();
        LearnCombiner(label, prior, (float)grade, prediction);
        LearnHeads(features, label, (float)grade, prediction);
        Count(features, label);
        Texts++;
    }

    /// <summary>How much a word or pair speaks for praise rather than blame: its part of the difference of both log-chances.</summary>
    public float Leaning(TextFeatures features, int word, Prediction prediction)
    {
        var scale = Scales(features).Words;
        var at = features.Places[word] * Heads;
        var ratios = prediction.RatiosOf(word);
        return Combiner[2 * Signals + 2] * Weights[at + 2] * scale - Combiner[2] * Weights[at] * scale
            + (Combiner[2 * Signals + 3] * ratios[2] - Combiner[3] * ratios[0]) * scale;
    }

    /// <summary>How much the prior's tone speaks for praise rather than blame, on the same scale.</summary>
    public float PriorLeaning(double prior) => Combiner[2 * Signals + 1] * PriorSignal(prior, 2) - Combiner[1] * PriorSignal(prior, 0);

    /// <summary>
    /// Whether a word or pair is evidence for a label: the odds of the label among the texts that had it are at least
    /// <see cref="OddsMin"/> times those among all texts, beyond chance by the exact one-sided binomial test.
    /// </summary>
    /// <param name="label">0 negative, 1 neutral, 2 positive.</param>
    /// <param name="place">The feature's place. Features that share a place are judged together.</param>
    /// <param name="level">The chance at which a word that does not lean passes.</param>
    public bool SpeaksFor(int label, int place, double level)
    {
        var at = place * Labels;
        var (mine, all) = (Counts[at + label] / Increment, (Counts[at] + Counts[at + 1] + Counts[at + 2]) / Increment);
        // Counts fade; what is left of a text is rounded against the word.
        var k = (long)(mine + 1e-3f);
        if (k < 2) return false;
        var n = k + (long)MathF.Ceiling(all - mine - 1e-3f);
        var share = LabelTotals[label] / (LabelTotals[0] + LabelTotals[1] + LabelTotals[2]);
        var least = OddsMin * share / (1 - share + OddsMin * share);
        return k > n * least && Binomial.AtLeast(k, n, least) <= level;
    }

    /// <summary>The likeliest label of a prediction, rare ones favoured a little.</summary>
    public ToneLabel Likeliest(Prediction said)
    {
        var all = LabelTotals[0] + LabelTotals[1] + LabelTotals[2] + Labels * Increment;
        var (best, highest) = (1, double.MinValue);
        for (var label = 0; label < Labels; label++)
        {
            var weighed = said.Chances[label] / Math.Pow((LabelTotals[label] + Increment) / all, RarityPower);
            if (weighed > highest) (best, highest) = (label, weighed);
        }
        return (ToneLabel)(best + 1);
    }

    private static (float Words, float Pieces) Scales(TextFeatures features) =>
        (1 / MathF.Sqrt(Math.Max(features.Words, 1)), 0.7f / MathF.Sqrt(Math.Max(features.Places.Length - features.Words, 1)));

    // For each label ln of the feature's share among its texts over its share among all others, smoothed.
    private void AddRatios(int place, Span<float> ratios, Span<float> sums)
    {
        var counts = Counts.AsSpan(place * Labels, Labels);
        var all = counts[0] + counts[1] + counts[2];
        ratios.Clear();
        if (all == 0) return;
        var smoothing = Smoothing * Increment;
        var totals = CountTotals[0] + CountTotals[1] + CountTotals[2];
        for (var label = 0; label < Labels; label++)
        {
            ratios[label] = MathF.Log((counts[label] + smoothing) / (CountTotals[label] + smoothing) * (totals - CountTotals[label] + smoothing) / (all - counts[label] + smoothing));
            sums[label] += ratios[label];
        }
    }

    private void Combine(double prior, int words, Prediction into)
    {
        var highest = float.MinValue;
        var (signals, chances) = (into.Signals, into.Chances);
        for (var label = 0; label < Labels; label++)
        {
            var at = label * Signals;
            (signals[at], signals[at + 1], signals[at + 2], signals[at + 3]) =
                (1, PriorSignal(prior, label), into.Margins[label], into.Bayes[label] / MathF.Sqrt(Math.Max(words, 1)));
            chances[label] = 0;
            for (var signal = 0; signal < Signals; signal++) chances[label] += Combiner[at + signal] * signals[at + signal];
            highest = Math.Max(highest, chances[label]);
        }
        var sum = 0f;
        for (var label = 0; label < Labels; label++) sum += chances[label] = MathF.Exp(chances[label] - highest);
        for (var label = 0; label < Labels; label++) chances[label] /= sum;
        into.Tone = Math.Clamp(ToneCombiner[0] * (float)prior + ToneCombiner[1] * (chances[2] - chances[0]) + ToneCombiner[2] * Math.Clamp(into.Margins[Labels], -1, 1), -1, 1);
    }

    // Without learning the likeliest label is the prior's: the lines of the three labels cross at the neutral bounds.
    private static float PriorSignal(double prior, int label) => label switch
    {
        0 => -4 * (float)prior,
        1 => 4 * (float)ToneReader.NeutralBelow,
        _ => 4 * (float)prior,
    };

    private void LearnCombiner(int label, double prior, float grade, Prediction said)
    {
        for (var each = 0; each < Labels; each++)
        {
            var error = (each == label ? 1 : 0) - said.Chances[each];
            for (var signal = 0; signal < Signals; signal++) Combiner[each * Signals + signal] += CombinerRate * error * Math.Clamp(said.Signals[each * Signals + signal], -4, 4);
        }
        var off = grade - said.Tone;
        ToneCombiner[0] += CombinerRate / 2 * off * (float)prior;
        ToneCombiner[1] += CombinerRate / 2 * off * (said.Chances[2] - said.Chances[0]);
        ToneCombiner[2] += CombinerRate / 2 * off * Math.Clamp(said.Margins[Labels], -1, 1);
    }

    private void LearnHeads(TextFeatures features, int label, float grade, Prediction said)
    {
        var (wordScale, pieceScale) = Scales(features);
        Span<float> slopes = stackalloc float[Heads];
        for (var head = 0; head < Labels; head++) slopes[head] = 1 / (1 + MathF.Exp(-said.Margins[head])) - (head == label ? 1 : 0);
        slopes[Labels] = Math.Clamp(said.Margins[Labels] - grade, -1, 1);
        for (var head = 0; head < Heads; head++) Biases[head] -= 0.02f * slopes[head];
        for (var i = 0; i < features.Places.Length; i++)
        {
            var scale = i < features.Words ? wordScale : pieceScale;
            var at = features.Places[i] * Heads;
            for (var head = 0; head < Heads; head++)
            {
                var slope = slopes[head] * scale;
                Squares[at + head] += slope * slope;
                Weights[at + head] -= Rate * slope / (MathF.Sqrt(Squares[at + head]) + 1e-3f);
            }
        }
    }

    private void Count(TextFeatures features, int label)
    {
        for (var i = 0; i < features.Words; i++) Counts[features.Places[i] * Labels + label] += Increment;
        CountTotals[label] += features.Words * Increment;
        LabelTotals[label] += Increment;
        Increment *= Growth;
        if (Increment < GrowthMax) return;
        foreach (var counts in (float[][])[Counts, CountTotals, LabelTotals])
            for (var i = 0; i < counts.Length; i++) counts[i] /= Increment;
        Increment = 1;
    }

    // What was learned before the change may be wrong now: larger steps from here.
    private void Loosen()
    {
        for (var i = 0; i < Squares.Length; i++) Squares[i] *= 0.25f;
    }
}
