using Npgsql;

namespace Veinte.Cluster.Ownership;

/// <summary>
/// The statements by which nodes tell that they live and share the partitions. Time is the database's alone: a node whose
/// clock jumps neither loses a lease nor keeps one. Thread-safe.
/// </summary>
internal sealed class LeaseTable(NpgsqlDataSource source, Guid node, TimeSpan timeToLive, bool owns = true)
{
    /// <summary>A lease that is renewed later than this has run out meanwhile; a line whose packets are dropped must not keep its connection for longer.</summary>
    private const int StatementSecondsMax = 10;

    /// <summary>Tells that this node lives.</summary>
    public Task Live(string address, DateTimeOffset started, bool draining, CancellationToken cancel) => Run("""
        insert into veinte.nodes (node, address, version, started, seen, draining, owns, unpacks) values ($1, $2, $3, $4, clock_timestamp(), $5, $6, true)
        on conflict (node) do update set address = $2, seen = clock_timestamp(), draining = $5
        """, cancel, node, address, typeof(LeaseTable).Assembly.GetName().Version!.ToString(), started.ToUniversalTime(), draining, owns);

    /// <summary>Renews this node's leases; returns those it still has.</summary>
    public Task<Dictionary<int, long>> Renew(CancellationToken cancel) => Leases("""
        update veinte.partitions set expires = clock_timestamp() + $2 where owner = $1 returning partition, epoch
        """, cancel, node, timeToLive);

    /// <summary>How many partitions this node should have: its share among the nodes that live and are not leaving.</summary>
    public async Task<int> Share(CancellationToken cancel)
    {
        await using var command = Command("""
            select (select count(*) from veinte.partitions), (select count(*) from veinte.nodes where seen > clock_timestamp() - $1 and not draining and owns)
            """, timeToLive);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (partitions, nodes) = (reader.GetInt64(0), Math.Max(1, reader.GetInt64(1)));
        return (int)((partitions + nodes - 1) / nodes);
    }

    /// <summary>Takes up to so many partitions that nobody has, each under an epoch greater than any before.</summary>
    public Task<Dictionary<int, long>> Take(int max, IReadOnlyCollection<int> not, CancellationToken cancel) => Leases("""
        update veinte.partitions set owner = $1, epoch = epoch + 1, expires = clock_timestamp() + $2
        where partition in (
            select partition from veinte.partitions
            where (owner is null or expires < clock_timestamp()) and partition <> all($4)
            order by partition limit $3 for update skip locked)
        returning partition, epoch
        """, cancel, node, timeToLive, max, not.ToArray());

    /// <summary>Gives a partition back, so that the next owner need not wait for the lease to run out.</summary>
    public Task Release(int partition, long epoch, CancellationToken cancel) =>
        Run("update veinte.partitions set owner = null, expires = '-infinity' where partition = $1 and epoch = $2 and owner = $3", cancel, partition, epoch, node);

    /// <summary>Takes this node's name off the list, and names of nodes not seen for a day.</summary>
    public Task Leave(CancellationToken cancel) =>
        Run("delete from veinte.nodes where node = $1 or seen < clock_timestamp() - interval '1 day'", cancel, node);

    /// <summary>Who owns what, and where he is asked.</summary>
    public async Task<IReadOnlyList<PartitionOwner>> Owners(CancellationToken cancel)
    {
        await using var command = Command("""
            select p.partition, p.epoch, p.owner, n.address, p.expires > clock_timestamp()
            from veinte.partitions p left join veinte.nodes n on n.node = p.owner order by p.partition
            """);
        var owners = new List<PartitionOwner>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            owners.Add(new(
                reader.GetInt32(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetBoolean(4)));
        }
        return owners;
    }

    /// <summary>All nodes that were seen lately, this one included.</summary>
    public async Task<IReadOnlyList<NodeView>> Members(CancellationToken cancel)
    {
        await using var command = Command("""
            select node, address, version, started, seen, draining, seen > clock_timestamp() - $1,
                (select count(*) from veinte.partitions p where p.owner = n.node), owns
            from veinte.nodes n order by started
            """, timeToLive);
        var members = new List<NodeView>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            members.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetBoolean(5), reader.GetBoolean(6), (int)reader.GetInt64(7), reader.GetBoolean(8), reader.GetGuid(0) == node));
        }
        return members;
    }

    private async Task<Dictionary<int, long>> Leases(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = Command(sql, values);
        var leases = new Dictionary<int, long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) leases.Add(reader.GetInt32(0), reader.GetInt64(1));
        return leases;
    }

    private async Task Run(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = source.CreateCommand(sql);
        command.CommandTimeout = StatementSecondsMax;
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <summary>Who owns a partition.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="Epoch">His epoch.</param>
/// <param name="Node">The owner, or null while it has none.</param>
/// <param name="Address">Where he is asked.</param>
/// <param name="Holds">Whether his lease has not run out.</param>
internal sealed record PartitionOwner(int Partition, long Epoch, Guid? Node, string? Address, bool Holds);

/// <summary>A node of the cluster.</summary>
/// <param name="Node">Its name, new at every start.</param>
/// <param name="Address">Where its partitions are asked.</param>
/// <param name="Version">Which version it runs.</param>
/// <param name="Started">Since when.</param>
/// <param name="Seen">When it was heard of last, by the database's clock.</param>
/// <param name="Draining">Whether it is leaving.</param>
/// <param name="Lives">Whether it was heard of within the time leases last.</param>
/// <param name="Partitions">How many partitions it owns.</param>
/// <param name="Owns">Whether it owns partitions at all; one that does not is there for requests and the history.</param>
/// <param name="Here">Whether it is the one asked.</param>
public sealed record NodeView(
    Guid Node, string Address, string Version, DateTimeOffset Started, DateTimeOffset Seen, bool Draining, bool Lives, int Partitions, bool Owns, bool Here);
