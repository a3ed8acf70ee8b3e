using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;

namespace Veinte.Server.Promises;

/// <summary>What a promise needs and what of it is recorded: a line of the capture plan.</summary>
/// <param name="Id">The promise's id.</param>
/// <param name="Definition">The promise.</param>
/// <param name="Need">The data it needs, as they are sent.</param>
/// <param name="Seen">Interactions it is about, since its evidence began; of a draft among the latest ones.</param>
/// <param name="Share">Share of them that carry the data; null when none came, or a draft asks for what an interaction alone does not tell.</param>
/// <param name="ExtraDays">Days a verdict takes longer because not all carry them; null when that cannot be said.</param>
public sealed record PromiseCapture(string Id, PromiseDefinition Definition, string Need, long Seen, double? Share, double? ExtraDays)
{
    /// <summary>Whether interactions come and none of them records the answer: none it is about carries the data, or, of a draft, none it is about comes.</summary>
    public bool Unanswerable => Share == 0;

    /// <summary>The question in a language.</summary>
    public string Question(string language) => Definition.QuestionIn(language);

    /// <summary>The lines of all promises that have not ended.</summary>
    internal static async Task<IReadOnlyList<PromiseCapture>> All(PromiseDesk promises, VeinteNode node, Instant now, CancellationToken cancel)
    {
        var all = (await promises.All(cancel: cancel)).Where(promise => promise.Definition.State != PromiseWords.Ended).ToList();
        var latest = await DraftCapture.Read(node.Journal, all.Where(promise => promise.Definition.State == PromiseWords.Draft), cancel);
        var lines = new List<PromiseCapture>();
        foreach (var promise in all)
        {
            if (!latest.TryGetValue(promise.Id, out var found))
            {
                lines.Add(Of(promise, now));
                continue;
            }
            var share = found.Seen == 0 ? 0 : (double)found.Carried / found.Seen;
            var days = share is > 0 and < 1 ? (await PromiseNeed.Of(promise.Definition, node.Books, now, cancel)).Days * (1 / share - 1) : share == 1 ? 0 : null;
            lines.Add(new(promise.Id, promise.Definition, promise.Definition.Measure.Need, found.Seen, share, days));
        }
        return lines;
    }

    /// <summary>The line of a promise.</summary>
    public static PromiseCapture Of(PromiseReading promise, Instant now)
    {
        var need = promise.Definition.Measure.Need;
        if (promise.Evidence is not { Seen: > 0 } evidence) return new(promise.Id, promise.Definition, need, 0, null, null);
        var share = (double)evidence.Carried / evidence.Seen;
        var (_, days) = PromiseForecast.Of(promise, now);
        return new(promise.Id, promise.Definition, need, evidence.Seen, share, days is { } known ? known * (1 - share) : null);
    }
}
