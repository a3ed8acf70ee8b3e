using Veinte.Journal.Entries;

namespace Veinte.Engine.Folds.Promises;

/// <summary>A promise as it stands: its definition, how it came to it, and the evidence of all partitions together. Immutable.</summary>
public sealed record PromiseReading
{
    private PromiseReading(PromisePlan plan) => Plan = plan;

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The definition in force.</summary>
    public PromiseDefinition Definition => Plan.Definition;

    /// <summary>All versions kept, oldest first; never empty.</summary>
    public required IReadOnlyList<PromiseVersion> Versions { get; init; }

    /// <summary>Verdicts, oldest first; those of earlier versions too.</summary>
    public required IReadOnlyList<PromiseVerdict> Verdicts { get; init; }

    /// <summary>How many verdicts there have been.</summary>
    public required int Reached { get; init; }

    /// <summary>The evidence; null for a draft.</summary>
    public required EvidenceShare? Evidence { get; init; }

    /// <summary>The evidence that the last verdict was reached on, when the evidence began anew with it; only in a whole reading.</summary>
    public EvidenceShare? Proof { get; init; }

    /// <summary>The definition made ready: the very one that this process's partitions count by, when it has any.</summary>
    internal PromisePlan Plan { get; }

    /// <summary>The version in force.</summary>
    public PromiseVersion Version => Versions[^1];

    /// <summary>The last verdict of the version that runs, or null. Ending a promise keeps its verdict.</summary>
    public VerdictReached? Verdict
    {
        get
        {
            var version = Definition.State == PromiseWords.Ended ? Version.Number - 1 : Version.Number;
            return Verdicts.Count > 0 && Verdicts[^1].Reached.Version == version ? Verdicts[^1].Reached : null;
        }
    }

    /// <summary>The word of the last verdict: <c>open</c> when there is none.</summary>
    public string VerdictWord => Verdict?.Verdict ?? PromiseWords.Open;

    /// <summary>Merges what the partitions say of one promise. Those that lag by a definition are left out of the evidence.</summary>
    internal static PromiseReading Merge(IReadOnlyList<PromiseShare> shares)
    {
        var latest = shares.MaxBy(share => (share.Versions[^1].Position, share.Reached))!;
        var evidence = shares.Select(share => share.Evidence).OfType<EvidenceShare>().Where(share => share.Id == latest.Evidence?.Id).ToList();
        var proof = shares.Select(share => share.Proof).OfType<EvidenceShare>().Where(share => share.Id == latest.Proof?.Id).ToList();
        return new(PromisePlans.Of(latest.Id, latest.Versions[^1].Json))
        {
            Id = latest.Id,
            Versions = latest.Versions,
            Verdicts = latest.Verdicts,
            Reached = latest.Reached,
            Evidence = evidence.Count == 0 ? null : EvidenceShare.Merge(evidence),
            Proof = proof.Count == 0 ? null : EvidenceShare.Merge(proof),
        };
    }
}
