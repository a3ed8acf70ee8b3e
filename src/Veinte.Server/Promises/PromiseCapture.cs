using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;

namespace Veinte.Server.Promises;

/// <summary>What a promise needs and what of it is recorded: a line of the capture plan.</summary>
/// <param name="Id">The promise's id.</param>
/// <param name="Definition">The promise.</param>
/// <param name="Need">The data it needs, as they are sent.</param>
/// <param name="Seen">Interactions it is about, since its evidence began; of a draft, and where none has come since, among the latest ones.</param>
/// <param name="Share">Share of them that carry the data; null when none came, or when that takes more to tell than the interactions alone.</param>
/// <param name="Lately">For one that runs, the share among the latest interactions it is about: what is recorded now; null when that cannot be told or they are too few.</param>
/// <param name="ExtraDays">Days a verdict takes longer because not all carry them; null when that cannot be said.</param>
/// <param name="Silence">For one that runs, since when nothing comes that it could be judged by, far longer than usual for it; null while things come.</param>
public sealed record PromiseCapture(string Id, PromiseDefinition Definition, string Need, long Seen, double? Share, double? Lately, double? ExtraDays, PromiseSilence? Silence = null)
{
    /// <summary>Of so many of the latest interactions, at least, a share is told.</summary>
    public const int LatelyMin = 30;

    /// <summary>Whether interactions come and none of them records the answer now: none it is about carries the data, or none it is about comes.</summary>
    public bool Unanswerable => (Lately ?? Share) == 0;

    /// <summary>The question in a language.</summary>
    public string Question(string language) => Definition.QuestionIn(language);

    /// <summary>The lines of all promises that have not ended.</summary>
    internal static async Task<IReadOnlyList<PromiseCapture>> All(PromiseDesk promises, LatestCapture latest, VeinteNode node, Instant now, CancellationToken cancel)
    {
        var all = Planned(await promises.All(cancel: cancel));
        var found = await latest.Of(all, cancel);
        var silent = await promises.Silent(all, now, cancel);
        var lines = new List<PromiseCapture>();
        foreach (var promise in all)
        {
            var count = found.GetValueOrDefault(promise.Id);
            var line = promise.Evidence is { Seen: > 0 } evidence ? OfEvidence(promise, evidence, count, now) : await OfLatest(promise, count, node, now, cancel);
            lines.Add(line with { Silence = silent.GetValueOrDefault(promise.Id) });
        }
        return lines;
    }

    /// <summary>Those that have not ended. Whoever asks what the latest interactions carry asks for all of them, so that one reading does for everybody.</summary>
    internal static IReadOnlyList<PromiseReading> Planned(IEnumerable<PromiseReading> all) => [.. all.Where(promise => promise.Definition.State != PromiseWords.Ended)];

    /// <summary>The line of a promise with evidence.</summary>
    private static PromiseCapture OfEvidence(PromiseReading promise, EvidenceShare evidence, CaptureCount? latest, Instant now)
    {
        var share = (double)evidence.Carried / evidence.Seen;
        // What waits for a later event always carries what it needs, and whether that follows is for the evidence to say.
        var lately = latest is { Seen: >= LatelyMin } && promise.Definition.Measure.Kind is not (PromiseWords.Conversion or PromiseWords.FirstContact) ? latest.Share : (double?)null;
        var (_, days) = PromiseForecast.Of(promise, now);
        return new(promise.Id, promise.Definition, promise.Definition.Measure.Need, evidence.Seen, share, lately, (lately ?? share) is > 0 and var ahead && days is { } known ? known * share * (1 / ahead - 1) : null);
    }

    private static async Task<PromiseCapture> OfLatest(PromiseReading promise, CaptureCount? latest, VeinteNode node, Instant now, CancellationToken cancel)
    {
        var need = promise.Definition.Measure.Need;
        if (latest is null) return new(promise.Id, promise.Definition, need, 0, null, null, null);
        var days = latest.Share is > 0 and < 1 ? (await PromiseNeed.Of(promise.Definition, node.Books, latest, now, cancel)).Days * (1 - latest.Share) : latest.Share >= 1 ? 0 : (double?)null;
        return new(promise.Id, promise.Definition, need, latest.Seen, latest.Share, null, days);
    }
}
