using System.Collections.Concurrent;
using Npgsql;
using Veinte.Cluster.Ownership;

namespace Veinte.Cluster.Hosting;

/// <summary>What the grains of this process own. An ownership is written into the same table as a lease, as one that does not run out. Thread-safe.</summary>
internal sealed class OwnedPartitions(NpgsqlDataSource source, Guid node, Func<int, long, CancellationToken, Task> body, Action<Exception> broken)
{
    private readonly ConcurrentDictionary<int, OwnedPartition> _owned = [];
    private volatile bool _closed;

    /// <summary>Takes a partition over, under an epoch greater than any before, and lets the body run.</summary>
    /// <param name="partition">Which one.</param>
    /// <param name="silo">The silo that takes it: one that the table has as dead, and that does not know yet, would take it from its new owner.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="OrleansException">The silo is dead or on its way out.</exception>
    public async Task<OwnedPartition> Take(int partition, SiloAddress silo, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            update veinte.partitions set owner = $1, epoch = epoch + 1, expires = 'infinity'
            where partition = $2 and exists (select from veinte.silos where silo = $3 and status <> $4) returning epoch
            """);
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = partition });
        command.Parameters.Add(new() { Value = silo.ToParsableString() });
        command.Parameters.Add(new() { Value = (int)SiloStatus.Dead });
        if (await command.ExecuteScalarAsync(cancel) is not long epoch) throw new OrleansException($"{silo} was taken for dead.");
        var lost = new CancellationTokenSource();
        var owned = _owned[partition] = new(partition, epoch, lost, Task.Run(() => Watched(partition, epoch, lost.Token), CancellationToken.None));
        if (!_closed) return owned;
        await GiveBack(owned, CancellationToken.None);
        throw new OrleansException("This silo takes no partition any more.");
    }

    /// <summary>
    /// Ends the work on partitions that somebody else has taken meanwhile. Where Orleans had a grain active twice for a moment, the second
    /// took the partition and gave it back when it was put out, while the first went on as an owner whom nobody asks any more: nothing
    /// fenced it, since nothing came to it to be written, and nobody else took the partition, since it was active.
    /// </summary>
    public async Task EndWhatOthersTook(Func<Task<IReadOnlyList<PartitionOwner>>> read)
    {
        // First what is owned, then what the table says: whatever is taken in between is not looked at yet.
        var believed = _owned.Values.ToList();
        var written = (await read()).Where(owner => owner.Node == node).Select(owner => (owner.Partition, owner.Epoch)).ToHashSet();
        foreach (var owned in believed)
            if (!written.Contains((owned.Partition, owned.Epoch)))
                await owned.Lost.CancelAsync();
    }

    /// <summary>Ends the body, which takes a last checkpoint, and gives the partition back.</summary>
    public async Task GiveBack(OwnedPartition owned, CancellationToken cancel)
    {
        await owned.Lost.CancelAsync();
        await owned.Body.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Not before it has ended: whoever ends this node waits for all of them.
        _owned.TryRemove(new(owned.Partition, owned));
        await using var command = source.CreateCommand("update veinte.partitions set owner = null, expires = '-infinity' where partition = $1 and epoch = $2");
        command.Parameters.Add(new() { Value = owned.Partition });
        command.Parameters.Add(new() { Value = owned.Epoch });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Gives back whatever is still owned; nothing is taken any more.</summary>
    public Task GiveAllBack()
    {
        _closed = true;
        return Task.WhenAll(_owned.Values.Select(owned => GiveBack(owned, CancellationToken.None)));
    }

    private async Task Watched(int partition, long epoch, CancellationToken lost)
    {
        try
        {
            await body(partition, epoch, lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // Given back before it had begun.
        }
        catch (Exception failure)
        {
            broken(failure);
            throw;
        }
    }
}

/// <summary>One ownership.</summary>
/// <param name="Partition">Of which partition.</param>
/// <param name="Epoch">Under which epoch.</param>
/// <param name="Lost">Cancelled when it ends.</param>
/// <param name="Body">The work.</param>
internal sealed record OwnedPartition(int Partition, long Epoch, CancellationTokenSource Lost, Task Body);
