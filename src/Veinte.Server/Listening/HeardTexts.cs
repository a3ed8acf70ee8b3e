using Veinte.Language.Topics;

namespace Veinte.Server.Listening;

/// <summary>
/// The last texts that came in, to be counted. Bounded: the oldest makes room for the newest. One writer, any readers; a
/// lock is held while one text is added and while one question is counted.
/// </summary>
internal sealed class HeardTexts
{
    /// <summary>How many texts are kept; about 16 MB, and 24 bytes and 8 for each property more where interactions come with properties.</summary>
    public const int Max = 200_000;

    private readonly Lock _one = new();
    private readonly Queue<HeardText> _texts = new();

    /// <summary>Adds a text.</summary>
    public void Add(HeardText text)
    {
        lock (_one)
        {
            if (_texts.Count == Max) _texts.Dequeue();
            _texts.Enqueue(text);
        }
    }

    /// <summary>Whether none has come in.</summary>
    public bool IsEmpty
    {
        get { lock (_one) return _texts.Count == 0; }
    }

    /// <summary>The texts that fit, oldest first.</summary>
    public List<HeardText> Of(HeardFilter filter)
    {
        lock (_one) return [.. _texts.Where(text => filter.Fits(text))];
    }

    /// <summary>What texts of a period can be looked for by: each combination once.</summary>
    public IReadOnlyList<HeardWhere> Wheres(HeardFilter period)
    {
        lock (_one) return [.. _texts.Where(text => text.OccurredAt >= period.From && text.OccurredAt < period.To).Select(text => text.Where).Distinct()];
    }

    /// <summary>Keys of the identifiers that texts of the period, and of the one before, came with.</summary>
    public IReadOnlySet<UInt128> Writers(HeardFilter filter)
    {
        var before = filter.Before;
        lock (_one) return _texts.Where(text => filter.Fits(text) || before.Fits(text)).Select(text => text.Writer).ToHashSet();
    }

    /// <summary>How often each theme is spoken of, how it is graded, whether it grows, and what it goes with.</summary>
    public ThemesAnswer Themes(HeardFilter filter, Language.TextLanguage language)
    {
        var (now, before) = (Of(filter), Of(filter.Before));
        var all = Language.Topics.Themes.All;
        var counts = Enumerable.Range(0, all.Count).Select(theme => (
            Now: now.Count(text => (text.Themes >> theme & 1) != 0), Before: before.Count(text => (text.Themes >> theme & 1) != 0))).ToList();
        var chances = counts.Select(count => Growth.Chance(count.Before, count.Now, before.Count, now.Count)).ToList();
        var emerging = Growth.Emerging(chances);
        var answers = Enumerable.Range(0, all.Count).Where(theme => counts[theme].Now > 0)
            .Select(theme =>
            {
                var mine = now.Where(text => (text.Themes >> theme & 1) != 0).ToList();
                var others = now.Where(text => (text.Themes >> theme & 1) == 0).ToList();
                return new ThemeAnswer(
                    all[theme], Language.Topics.Themes.NameOf(all[theme], language), mine.Count, mine.Count / (double)now.Count,
                    MeanAnswer.Of(mine.Select(text => text.Tone)), MeanAnswer.Of(mine.Select(text => text.Grade)), counts[theme].Before,
                    before.Count == 0 ? null : counts[theme].Before / (double)before.Count, chances[theme], emerging[theme],
                    EffectAnswer.Of(mine.Select(text => text.Grade), others.Select(text => text.Grade)));
            })
            .OrderByDescending(theme => theme.Emerging).ThenByDescending(theme => theme.Weight).ThenByDescending(theme => theme.Texts).ToList();
        return new(filter.From.ToDateTimeOffset(), filter.To.ToDateTimeOffset(), now.Count, before.Count, Growth.FalseAlarmMax, answers);
    }
}

/// <summary>Themes in a period, the emerging ones first, then by volume × effect.</summary>
/// <param name="From">Beginning of the period.</param>
/// <param name="To">Its end.</param>
/// <param name="Texts">Texts in it that fit.</param>
/// <param name="TextsBefore">Texts in the period of the same length before.</param>
/// <param name="FalseAlarmMax">The chance that any theme is called emerging in this answer though none grew.</param>
/// <param name="Items">The themes that are spoken of.</param>
internal sealed record ThemesAnswer(DateTimeOffset From, DateTimeOffset To, int Texts, int TextsBefore, double FalseAlarmMax, IReadOnlyList<ThemeAnswer> Items);

/// <summary>One theme.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Texts">Texts that speak of it.</param>
/// <param name="Share">Their share of all.</param>
/// <param name="Tone">Their mean tone.</param>
/// <param name="Grade">Their mean grade, of those whose authors said one with a number.</param>
/// <param name="TextsBefore">Texts that spoke of it in the period before.</param>
/// <param name="ShareBefore">Their share then; null when there were none at all.</param>
/// <param name="GrowthChance">The chance of this growth if it was spoken of as often as before (one-sided, exact binomial).</param>
/// <param name="Emerging">Whether it grows beyond chance, by Holm's method over all themes of this answer.</param>
/// <param name="Effect">How much lower or higher texts that speak of it are graded than the others; null without enough of either.</param>
internal sealed record ThemeAnswer(
    string Code, string Name, int Texts, double Share, MeanAnswer? Tone, MeanAnswer? Grade, int TextsBefore, double? ShareBefore, double GrowthChance, bool Emerging, EffectAnswer? Effect)
{
    /// <summary>Volume times effect: grade points over all texts that go with the theme; 0 when the effect may be chance.</summary>
    public double Weight => Effect is { Certain: true } effect ? Math.Abs(effect.Difference) * Texts : 0;
}

/// <summary>A mean with its 95 % interval by the normal approximation.</summary>
internal sealed record MeanAnswer(double Value, double? Low, double? High, int N)
{
    private const double Z = 1.959964;

    /// <summary>The mean of those that are numbers; null when there are none.</summary>
    public static MeanAnswer? Of(IEnumerable<float> values)
    {
        var (n, mean, variance) = Moments(values);
        if (n == 0) return null;
        // One text has no interval: it is as wide as the scale, and its ends are not said.
        if (n == 1) return new(mean, null, null, 1);
        var half = Z * Math.Sqrt(variance / n);
        return new(mean, mean - half, mean + half, n);
    }

    /// <summary>Count, mean and variance of those that are numbers.</summary>
    public static (int N, double Mean, double Variance) Moments(IEnumerable<float> values)
    {
        var (n, mean, squares) = (0, 0.0, 0.0);
        foreach (var value in values)
        {
            if (float.IsNaN(value)) continue;
            n++;
            var off = value - mean;
            mean += off / n;
            squares += off * (value - mean);
        }
        return (n, mean, n < 2 ? 0 : squares / (n - 1));
    }
}

/// <summary>A difference of mean grades with its 95 % interval (Welch's, by the normal approximation). It is a difference, not a cause.</summary>
/// <param name="Difference">Grade of texts with the theme less that of the others.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Graded texts with the theme.</param>
/// <param name="NOthers">Graded texts without.</param>
internal sealed record EffectAnswer(double Difference, double Low, double High, int N, int NOthers)
{
    private const int TextsMin = 10;

    /// <summary>Whether the interval leaves zero out.</summary>
    public bool Certain => Low > 0 || High < 0;

    /// <summary>The difference; null when one side has fewer than ten graded texts.</summary>
    public static EffectAnswer? Of(IEnumerable<float> mine, IEnumerable<float> others)
    {
        var (a, b) = (MeanAnswer.Moments(mine), MeanAnswer.Moments(others));
        if (a.N < TextsMin || b.N < TextsMin) return null;
        var half = 1.959964 * Math.Sqrt(a.Variance / a.N + b.Variance / b.N);
        var difference = a.Mean - b.Mean;
        return new(difference, difference - half, difference + half, a.N, b.N);
    }
}
