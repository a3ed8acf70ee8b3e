using Veinte.Journal;

namespace Veinte.Engine;

/// <summary>
/// Everything the server needs of the stream, whatever stands behind the seams: the embedded mode builds one over a data
/// folder, a cluster over its database. Dispose stops the partitions with a last checkpoint and closes the journal.
/// </summary>
public abstract class VeinteNode : IAsyncDisposable
{
    /// <summary>Where entries are appended.</summary>
    public abstract IJournal Journal { get; }

    /// <summary>Where the books are read.</summary>
    public abstract Books Books { get; }

    /// <summary>Where people's decisions enter.</summary>
    public abstract Desk Desk { get; }

    /// <summary>Where postings are watched.</summary>
    public abstract LiveFeed Live { get; }

    /// <summary>Where the partitions are asked, for what <see cref="Books"/> does not answer.</summary>
    public abstract Seams.IPartitionCalls Calls { get; }

    /// <summary>Completes when the node has failed and must be restarted; never while it is well.</summary>
    public abstract Task<Exception> Failure { get; }

    /// <summary>What waits on this node to become durable.</summary>
    public abstract Views.JournalQueue Queue { get; }

    /// <summary>How each partition stands; one that does not answer within two seconds has no position.</summary>
    public abstract Task<IReadOnlyList<Views.PartitionView>> Partitions(CancellationToken cancel = default);

    /// <summary>Why this node had better not be sent requests now, in words for an operator; null when it is well.</summary>
    public abstract Task<string?> Ailment(CancellationToken cancel = default);

    /// <summary>Recomputes the books from the journal and compares.</summary>
    public abstract Task<Views.Verification> Verify(IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default);

    /// <summary>Replays history under a published or drafted policy (JSON) into parallel books and compares; publishes nothing.</summary>
    public abstract Task<Views.Restatement> Restate(System.Text.Json.JsonElement policy, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default);

    /// <summary>Makes the books those restated under a published policy, up to the current head; returns when they are in force.</summary>
    public abstract Task<DeskResult> PublishRestatement(int policyVersion, string author, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
