using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// That a promise which runs gets nothing any more that it could be judged by: for twice as many days as ever lay between two days on which something came, from 2 to 28 of them; for three days
/// where it is too young to have a custom. Who closes on Sundays is not said to be silent on a Monday. Immutable.
/// </summary>
/// <param name="Since">When the last of it happened; when it began to run, where nothing has come at all.</param>
/// <param name="Never">Whether nothing has come at all.</param>
/// <param name="Days">Whole days since then.</param>
/// <param name="UsualDays">Days that lay between two days on which something came, at most; null where it is too young to say.</param>
public sealed record PromiseSilence(DateTimeOffset Since, bool Never, int Days, int? UsualDays)
{
    private const int LeastDays = 2, YoungDays = 3, MostDays = 28, CustomDays = 7;

    /// <summary>Whether a promise may have fallen silent, from its sums alone; what its custom is only a whole reading tells.</summary>
    public static bool MayBe(PromiseReading promise, Instant now) =>
        promise.Definition.State == PromiseWords.Running && promise.Evidence is { } evidence && DaysBetween(Math.Max(evidence.Since, LatestOf(promise, evidence)), now) >= LeastDays;

    /// <summary>Its silence; null while things come as they are wont to, and of a promise that does not run.</summary>
    /// <param name="promise">A whole reading of it.</param>
    /// <param name="now">What is silent is silent until then.</param>
    public static PromiseSilence? Of(PromiseReading promise, Instant now)
    {
        if (promise.Definition.State != PromiseWords.Running || promise.Evidence is not { } evidence) return null;
        // Evidence that has begun anew goes on with what came before it.
        EvidenceShare[] shares = promise.Proof is { } proof ? [proof, evidence] : [evidence];
        var latest = shares.Max(share => LatestOf(promise, share));
        var since = latest > 0 ? latest : shares.Min(share => share.Since);
        var usual = Usual(shares);
        var days = DaysBetween(since, now);
        return days < (usual is { } pause ? Math.Clamp(2 * pause, LeastDays, MostDays) : YoungDays) ? null : new(new Instant(since).ToDateTimeOffset(), latest == 0, days, usual);
    }

    // What is to be followed by something counts when that is known, and has come before.
    private static long LatestOf(PromiseReading promise, EvidenceShare share) =>
        promise.Definition.Measure.Kind is PromiseWords.Conversion or PromiseWords.FirstContact ? share.LastAt : share.CountedAt;

    private static int? Usual(EvidenceShare[] shares)
    {
        var days = shares.SelectMany(share => share.Days).Select(step => step.At / Instant.MicrosPerDay).Distinct().Order().ToArray();
        if (days.Length < 2 || days[^1] - days[0] < CustomDays) return null;
        return (int)days.Skip(1).Zip(days, (later, earlier) => later - earlier).Max();
    }

    private static int DaysBetween(long fromMicros, Instant to) => (int)((to.UnixMicros - fromMicros) / Instant.MicrosPerDay);
}
