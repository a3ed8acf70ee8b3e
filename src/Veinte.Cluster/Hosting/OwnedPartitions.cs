using System.Collections.Concurrent;
using Npgsql;

namespace Veinte.Cluster.Hosting;

/// <summary>What the grains of this process own. An ownership is written into the same table as a lease, as one that does not run out. Thread-safe.</summary>
internal sealed class OwnedPartitions(NpgsqlDataSource source, Guid node, Func<int, long, CancellationToken, Task> body, Action<Exception> broken)
{
    private readonly ConcurrentDictionary<int, OwnedPartition> _owned = [];

    /// <summary>Takes a partition over, under an epoch greater than any before, and lets the body run.</summary>
    public async Task<OwnedPartition> Take(int partition, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("update veinte.partitions set owner = $1, epoch = epoch + 1, expires = 'infinity' where partition = $2 returning epoch");
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = partition });
        var epoch = (long)(await command.ExecuteScalarAsync(cancel))!;
        var lost = new CancellationTokenSource();
        return _owned[partition] = new(partition, epoch, lost, Task.Run(() => Watched(partition, epoch, lost.Token), CancellationToken.None));
    }

    /// <summary>
    /// Ends the work on partitions that somebody else has taken meanwhile. Where Orleans had a grain active twice for a moment, the second
    /// took the partition and gave it back when it was put out, while the first went on as an owner whom nobody asks any more: nothing
    /// fenced it, since nothing came to it to be written, and nobody else took the partition, since it was active.
    /// </summary>
    public async Task EndWhatOthersTook(CancellationToken cancel)
    {
        // First what is owned, then what the table says: whatever is taken in between is not looked at yet.
        var believed = _owned.Values.ToList();
        if (believed.Count == 0) return;
        var written = new HashSet<(int, long)>();
        await using var command = source.CreateCommand("select partition, epoch from veinte.partitions where owner = $1");
        command.Parameters.Add(new() { Value = node });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) written.Add((reader.GetInt32(0), reader.GetInt64(1)));
        foreach (var owned in believed)
            if (!written.Contains((owned.Partition, owned.Epoch)))
                await owned.Lost.CancelAsync();
    }

    /// <summary>Ends the body, which takes a last checkpoint, and gives the partition back.</summary>
    public async Task GiveBack(OwnedPartition owned, CancellationToken cancel)
    {
        _owned.TryRemove(new(owned.Partition, owned));
        await owned.Lost.CancelAsync();
        await owned.Body.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await using var command = source.CreateCommand("update veinte.partitions set owner = null, expires = '-infinity' where partition = $1 and epoch = $2");
        command.Parameters.Add(new() { Value = owned.Partition });
        command.Parameters.Add(new() { Value = owned.Epoch });
        await command.ExecuteNonQueryAsync(cancel);
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
