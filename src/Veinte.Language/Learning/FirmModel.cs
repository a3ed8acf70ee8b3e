using Veinte.Language.Tone;

namespace Veinte.Language.Learning;

/// <summary>
/// The tone of texts as one firm's customers mean it: the prior of <see cref="ToneReader"/> with what the firm's own rated
/// texts have taught on top, one model for each language. With no rated text it says what the prior says.
/// </summary>
/// <remarks>
/// Deterministic: the same texts in the same order give the same model, bit for bit on one machine. One owner learns and reads;
/// a model that nobody teaches any more, such as a <see cref="Copy"/>, may be read by any number of <see cref="FirmReader"/> at
/// a time. Memory is bounded: 5.8 MB for each language that has been learned.
/// </remarks>
public sealed partial class FirmModel
{
    /// <summary>Ratings nearer than this to the middle of their scale, as a tone, are learned as neutral.</summary>
    public const double NeutralRatingBelow = 0.25;

    /// <summary>The chance that a text none of whose words leans is given a tone all the same.</summary>
    public const double GuessedMax = 0.05;

    private readonly FirmReader _reader = new();
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
    public TextLanguage LanguageOf(string text) => _reader.Prior.Language(text).Language;

    /// <summary>The tone of a text, with what caused it.</summary>
    /// <param name="text">The text; of more than 20,000 UTF-16 units only the beginning is read.</param>
    /// <param name="language">Its language when known; guessed when not.</param>
    /// <returns>
    /// The reading. Once the language has been learned, a span's contribution is its signed share of all that spoke for
    /// or against; before, the contributions add up to the tone.
    /// </returns>
    public ToneReading Read(string text, TextLanguage? language = null) => _reader.Read(this, text, language);

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
        var prior = _reader.Prior;
        var of = language ?? prior.Language(text).Language;
        var (model, priorTone) = (Of(of) ?? Start(of), prior.Tone(text, of));
        _reader.Features.Read(text, prior.Tokens);
        model.Learn(_reader.Features, priorTone, tone <= -NeutralRatingBelow ? 0 : tone >= NeutralRatingBelow ? 2 : 1, tone, _reader.Said);
    }

    /// <summary>What it knows now, for readers to read by while this one learns on. The copy is never to learn.</summary>
    public FirmModel Copy()
    {
        var copy = new FirmModel();
        foreach (var language in (ReadOnlySpan<TextLanguage>)[TextLanguage.Spanish, TextLanguage.English])
            if (Of(language) is { } model) copy.Start(language).Take(model);
        return copy;
    }

    internal LanguageModel? Of(TextLanguage language) => language switch
    {
        TextLanguage.Spanish => _spanish,
        TextLanguage.English => _english,
    };

    private LanguageModel Start(TextLanguage language) => language switch
    {
        TextLanguage.Spanish => _spanish ??= new(),
        TextLanguage.English => _english ??= new(),
    };
}
