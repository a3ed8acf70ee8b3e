using Veinte.Language.Tone;

namespace Veinte.Language.Learning;

/// <summary>
/// The tone of texts as one firm's customers mean it: the prior of <see cref="ToneReader"/> with what the firm's own rated
/// texts have taught on top, one model for each language. With no rated text it says what the prior says.
/// </summary>
/// <remarks>
/// Deterministic: the same texts in the same order give the same model, bit for bit on one machine. Not thread-safe; it has
/// one owner. Memory is bounded: 5.8 MB for each language that has been learned.
/// </remarks>
public sealed partial class FirmModel
{
    /// <summary>Ratings nearer than this to the middle of their scale, as a tone, are learned as neutral.</summary>
    public const double NeutralRatingBelow = 0.25;

    // Rare labels are given the benefit of the doubt: chances are divided by the label's share to this power.
    private const double RarityPower = 0.35;

    private readonly ToneReader _prior = new();
    private readonly TextFeatures _features = new(LanguageModel.Bits);
    private LanguageModel? _spanish;
    private LanguageModel? _english;

    /// <summary>How many rated texts it has learned from.</summary>
    public long Texts => (_spanish?.Texts ?? 0) + (_english?.Texts ?? 0);

    /// <summary>How often it noticed that it had become worse and began to learn faster again.</summary>
    public int Drifts => (_spanish?.Drift.Alarms ?? 0) + (_english?.Drift.Alarms ?? 0);

    /// <summary>Bytes of memory its numbers take.</summary>
    public long Bytes => (_spanish is null ? 0 : LanguageBytes) + (_english is null ? 0 : LanguageBytes);

    private static long LanguageBytes => (2L * LanguageModel.Heads + LanguageModel.Labels) * LanguageModel.Places * sizeof(float);

    /// <summary>Rated texts learned in a language.</summary>
    public long TextsOf(TextLanguage language) => Of(language)?.Texts ?? 0;

    /// <summary>The language a text seems to be in.</summary>
    public TextLanguage LanguageOf(string text) => _prior.Language(text).Language;

    /// <summary>The tone of a text, with what caused it.</summary>
    /// <param name="text">The text; of more than 20,000 UTF-16 units only the beginning is read.</param>
    /// <param name="language">Its language when known; guessed when not.</param>
    /// <returns>
    /// The reading. Once the language has been learned, a span's contribution is its signed share of all that spoke for
    /// or against; before, the contributions add up to the tone.
    /// </returns>
    public ToneReading Read(string text, TextLanguage? language = null)
    {
        var prior = _prior.Read(text, language);
        if (Of(prior.Language.Language) is not { Texts: > 0 } model) return prior;
        _features.Read(text);
        model.Predict(_features, prior.Tone);
        var label = Likeliest(model);
        return new(Math.Round(model.Tone, 4), label, prior.Language, Explain(model, prior, text), Speaking(model, prior, label));
    }

    /// <summary>Learns from a text and the rating its author gave.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">Its language when known; guessed when not.</param>
    /// <param name="rating">The rating, from <paramref name="worst"/> to <paramref name="best"/>.</param>
    /// <param name="worst">The worst rating of the scale.</param>
    /// <param name="best">The best rating of the scale; may be the smaller number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not a number on its scale, or the scale has no length.</exception>
    public void Learn(string text, TextLanguage? language, double rating, double worst = 1, double best = 5)
    {
        var grade = 2 * (rating - worst) / (best - worst) - 1;
        if (!(Math.Abs(grade) <= 1.0000001))
            throw new ArgumentOutOfRangeException(nameof(rating), rating, $"A rating must lie on its scale, from {worst} to {best}.");
        LearnTone(text, language, Math.Clamp(grade, -1, 1));
    }

    /// <summary>Learns from a text whose true tone is known, −1…1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tone is not from −1 to 1.</exception>
    public void LearnTone(string text, TextLanguage? language, double tone)
    {
        if (!(Math.Abs(tone) <= 1)) throw new ArgumentOutOfRangeException(nameof(tone), tone, "A tone lies between −1 and 1.");
        var of = language ?? _prior.Language(text).Language;
        var model = Of(of) ?? Start(of);
        _features.Read(text);
        model.Learn(_features, _prior.Tone(text, of), tone <= -NeutralRatingBelow ? 0 : tone >= NeutralRatingBelow ? 2 : 1, tone);
    }

    private LanguageModel? Of(TextLanguage language) => language switch
    {
        TextLanguage.Spanish => _spanish,
        TextLanguage.English => _english,
    };

    private LanguageModel Start(TextLanguage language) => language switch
    {
        TextLanguage.Spanish => _spanish ??= new(),
        TextLanguage.English => _english ??= new(),
    };

    private static ToneLabel Likeliest(LanguageModel model)
    {
        var all = model.LabelTotals[0] + model.LabelTotals[1] + model.LabelTotals[2] + LanguageModel.Labels * model.Increment;
        var (best, highest) = (1, double.MinValue);
        for (var label = 0; label < LanguageModel.Labels; label++)
        {
            var weighed = model.Chances[label] / Math.Pow((model.LabelTotals[label] + model.Increment) / all, RarityPower);
            if (weighed > highest) (best, highest) = (label, weighed);
        }
        return (ToneLabel)(best + 1);
    }
}
