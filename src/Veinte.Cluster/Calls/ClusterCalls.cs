using System.Collections.Concurrent;
using Veinte.Cluster.Journaling;
using Veinte.Cluster.Ownership;
using Veinte.Engine.Seams;
using Veinte.Model;

namespace Veinte.Cluster.Calls;

/// <summary>
/// The call to an owner, wherever it runs: straight into the partition's inbox when it is here, over the wire when it is
/// not. Every question names the journal's head at the time of the call, so that the answer holds what any node has
/// acknowledged before. While a partition changes hands the question waits for the new owner. Thread-safe.
/// </summary>
internal sealed class ClusterCalls(int count, Guid node, PostgresJournal journal, OwnerMap owners, PeerClient peers, TimeProvider time) : IPartitionCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookUpAfter = TimeSpan.FromMilliseconds(750);

    private readonly ConcurrentDictionary<int, HostedPartition> _here = [];

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>The partition when this node owns it.</summary>
    public HostedPartition? Here(int partition) => _here.GetValueOrDefault(partition);

    /// <summary>Partitions this node owns now.</summary>
    public IReadOnlyCollection<KeyValuePair<int, HostedPartition>> Hosted => [.. _here];

    /// <summary>This node owns the partition from now on.</summary>
    public void Open(int partition, HostedPartition hosted) => _here[partition] = hosted;

    /// <summary>This node does not own it any more.</summary>
    public void Close(int partition, HostedPartition hosted)
    {
        _here.TryRemove(new(partition, hosted));
        hosted.End();
    }

    /// <inheritdoc/>
    public async ValueTask<TAnswer> Ask<TAnswer>(int partition, PartitionQuery<TAnswer> query, CancellationToken cancel = default)
    {
        var start = time.GetTimestamp();
        Position? after = null;
        while (true)
        {
            Exception why;
            try
            {
                after ??= await journal.ReadHead(cancel);
                journal.LookFor(after.Value);
                if (Here(partition) is { } hosted) return await hosted.Ask(query, after.Value, cancel);
                if (owners.Of(partition) is { } owner && owner.Node != node) return await AskThere(owner, query, after.Value, cancel);
                why = new InvalidOperationException("no node owns it at this moment");
            }
            catch (Exception failure) when (failure is PartitionUnavailableException or HttpRequestException or OwnerChangedException || DatabaseFailures.MayPass(failure))
            {
                why = failure;
            }
            catch (OtherShapeException other)
            {
                throw new PartitionUnavailableException(partition, other);
            }
            if (time.GetElapsedTime(start) > Patience) throw new PartitionUnavailableException(partition, why);
            await Task.Delay(RetryDelay, time, cancel);
            await RefreshOwners(cancel);
        }
    }

    // A peer that was paused answers nothing and refuses nothing: only the leases tell that another has its partitions now.
    private async Task<TAnswer> AskThere<TAnswer>(PartitionOwner owner, PartitionQuery<TAnswer> query, Position after, CancellationToken cancel)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asked = peers.Ask(owner.Address!, Questions.Write(owner.Partition, after, query), giveUp.Token);
        while (await Task.WhenAny(asked, Task.Delay(LookUpAfter, time, giveUp.Token)) != asked)
        {
            cancel.ThrowIfCancellationRequested();
            await RefreshOwners(cancel);
            if (owners.Of(owner.Partition) is { } now && now.Epoch == owner.Epoch) continue;
            await giveUp.CancelAsync();
            await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OwnerChangedException();
        }
        await giveUp.CancelAsync();
        return Questions.ReadAnswer<TAnswer>(await asked);
    }

    private async Task RefreshOwners(CancellationToken cancel)
    {
        try
        {
            await owners.Refresh(cancel);
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            // What is known stays: asking goes on until its patience ends.
        }
    }

    private sealed class OwnerChangedException : Exception;
}
