using Veinte.Engine.Folds.Promises;
using Veinte.Server.Pages.Language;
using Veinte.Server.Promises;

namespace Veinte.Server.Pages.Promises;

/// <summary>
/// The figures that stand beside a promise's verdict, and how sure they make it, in words. A verdict is a fact that was reached on
/// its own evidence: where evidence has begun anew since, or has become weaker, the words say so instead of speaking against it.
/// </summary>
/// <param name="Mean">The figure to show large; null without any.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Observations behind it.</param>
/// <param name="Sure">How sure, as one sentence without a full stop.</param>
public sealed record PromiseStanding(double? Mean, double? Low, double? High, long N, string Sure)
{
    /// <summary>How a promise stands.</summary>
    public static PromiseStanding Of(PromiseRow row, PromiseReading promise, PromisesTexts text, Formats show)
    {
        var standing = Find(row, promise, text, show);
        return standing with { Sure = char.ToUpperInvariant(standing.Sure[0]) + standing.Sure[1..] };
    }

    private static PromiseStanding Find(PromiseRow row, PromiseReading promise, PromisesTexts text, Formats show)
    {
        var now = new PromiseStanding(row.Mean, row.Low, row.High, row.N, text.Sure(row.LogEKept, row.LogEBroken, row.Threshold, row.N));
        if (promise.Definition.Arms is not null) return now with { Sure = text.SureArms(row.LogEArms ?? 0, row.Threshold, row.N, row.Verdict) };
        if (promise.Verdict is not { } reached) return now;
        switch (reached)
        {
            case { Verdict: PromiseWords.Broken, Reopens: true }:
                var since = $"{text.ProvenOn(show.Count(reached.N))}. {text.SinceThen(row.LogEKept, row.LogEBroken, row.Threshold, row.N, PromiseWording.Figure(row.Mean, promise.Definition.Measure, show), show.Count(row.N))}";
                // By an alarm the average is still above the target; what broke is what came last, so what comes now says more.
                return reached.Cause == "change" && row.N > 0 ? now with { Sure = since } : new(reached.Mean, reached.Low, reached.High, reached.N, since);
            case { Verdict: PromiseWords.Broken, Cause: "guardrail" }:
                return now with { Sure = $"{text.ByGuardrail}. {text.AverageItself}: {now.Sure}" };
            case { Verdict: PromiseWords.Kept } when row.LogEKept < row.Threshold:
                return now with { Sure = text.KeptOnce(show.Count(reached.N)) };
            case { Verdict: PromiseWords.Broken } when row.LogEBroken < row.Threshold:
                return now with { Sure = text.BrokenOnce(show.Count(reached.N)) };
            default:
                return now;
        }
    }
}
