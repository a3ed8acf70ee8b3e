namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// How a measure's own scale lies on the 0–1 that evidence is kept in, where more is always better: for "at most" the scale is turned over.
/// A value type.
/// </summary>
/// <param name="Min">The least the measure can be.</param>
/// <param name="Max">The most it can be, above <paramref name="Min"/>.</param>
/// <param name="Turned">Whether less is better.</param>
public readonly record struct PromiseScale(double Min, double Max, bool Turned)
{
    /// <summary>The scale of a measure, or null when its bounds are missing or make no sense.</summary>
    public static PromiseScale? Of(PromiseMeasure measure, string direction)
    {
        var (min, max) = measure.Kind switch
        {
            PromiseWords.Grade => (0, 20),
            PromiseWords.Share or PromiseWords.Conversion or PromiseWords.FirstContact => (0, 1),
            PromiseWords.Nps => (-1, 1),
            _ => (measure.Min ?? Natural(measure.Signal).Min, measure.Max ?? Natural(measure.Signal).Max),
        };
        return double.IsFinite(min) && double.IsFinite(max) && min < max ? new(min, max, direction == PromiseWords.AtMost) : null;
    }

    /// <summary>A value of the measure as evidence, 0–1; what lies outside counts as the end of the scale.</summary>
    public double In(double value)
    {
        var x = Math.Clamp((value - Min) / (Max - Min), 0, 1);
        return Turned ? 1 - x : x;
    }

    /// <summary>Evidence as a value of the measure.</summary>
    public double Out(double x) => Min + (Max - Min) * (Turned ? 1 - x : x);

    /// <summary>A difference on the measure's scale as a difference of evidence, without its sign.</summary>
    public double Length(double difference) => Math.Abs(difference) / (Max - Min);

    private static (double Min, double Max) Natural(string? signal) => signal switch
    {
        "rating" => (0, 1),
        "nps" => (0, 10),
        "csat" => (1, 5),
        "ces" or "effort" => (1, 7),
        _ => (double.NaN, double.NaN),
    };
}
