namespace Veinte.Language.Learning;

/// <summary>What a model says of one text, with the steps to it. Scratch of one reader, used again for each text; not thread-safe.</summary>
internal sealed class Prediction
{
    private float[] _ratios = new float[64 * LanguageModel.Labels];

    /// <summary>Sums of the heads.</summary>
    public float[] Margins { get; } = new float[LanguageModel.Heads];

    /// <summary>Log-count ratios of naive Bayes, summed, for each label.</summary>
    public float[] Bayes { get; } = new float[LanguageModel.Labels];

    /// <summary>What the combiner weighs, label by label.</summary>
    public float[] Signals { get; } = new float[LanguageModel.Labels * LanguageModel.Signals];

    /// <summary>The chance of each label.</summary>
    public float[] Chances { get; } = new float[LanguageModel.Labels];

    /// <summary>The tone, −1…1.</summary>
    public float Tone { get; set; }

    /// <summary>Makes room for a text of so many words and pairs.</summary>
    public void Begin(int words)
    {
        if (_ratios.Length < words * LanguageModel.Labels) _ratios = new float[2 * words * LanguageModel.Labels];
        Array.Clear(Bayes);
    }

    /// <summary>The log-count ratios of a word or pair, one for each label.</summary>
    public Span<float> RatiosOf(int word) => _ratios.AsSpan(word * LanguageModel.Labels, LanguageModel.Labels);
}
