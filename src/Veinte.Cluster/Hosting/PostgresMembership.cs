using System.Globalization;
using Npgsql;

namespace Veinte.Cluster.Hosting;

/// <summary>
/// Orleans' list of silos in the cluster's own database, by statements of our own: its package brings none. A statement that is not answered in time
/// fails. Thread-safe.
/// </summary>
internal sealed class PostgresMembership(NpgsqlDataSource source) : IMembershipTable
{
    private static readonly TimeSpan StatementMax = TimeSpan.FromSeconds(5);

    private const string Columns = "silo, etag, status, host, name, proxy_port, suspected, started, alive";

    /// <summary>Nothing: the tables are there.</summary>
    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) => Run("delete from veinte.silos");

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        Run("delete from veinte.silos where status = $1 and alive < $2", (int)SiloStatus.Dead, beforeDate.ToUniversalTime());

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadRow(SiloAddress key) => Read("where silo = $1", key.ToParsableString());

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadAll() => Read("");

    /// <inheritdoc/>
    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => await Changed($"""
        with version as (
            update veinte.silo_version set version = $9 where version = $10 and not exists (select from veinte.silos where silo = $1) returning version)
        insert into veinte.silos ({Columns}) select $1, 0, $2, $3, $4, $5, $6, $7, $8 from version
        """, [.. Values(entry), tableVersion.Version, Etag(tableVersion.VersionEtag)]);

    /// <inheritdoc/>
    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => await Changed("""
        with version as (
            update veinte.silo_version set version = $9 where version = $10 and exists (select from veinte.silos where silo = $1 and etag = $11) returning version)
        update veinte.silos set etag = etag + 1, status = $2, host = $3, name = $4, proxy_port = $5, suspected = $6, started = $7, alive = $8
        where silo = $1 and etag = $11 and exists (select from version)
        """, [.. Values(entry), tableVersion.Version, Etag(tableVersion.VersionEtag), Etag(etag)]);

    /// <inheritdoc/>
    public Task UpdateIAmAlive(MembershipEntry entry) =>
        Run("update veinte.silos set alive = $2 where silo = $1", entry.SiloAddress.ToParsableString(), Utc(entry.IAmAliveTime));

    /// <summary>
    /// Takes a silo for dead whose node is silent at this very moment, by the database's clock. The locks are taken in the order of <see cref="UpdateRow"/>.
    /// </summary>
    /// <returns>Whether this call did it, and the version of the table then.</returns>
    public Task<(bool Struck, int Version)> TakeForDead(SiloAddress silo, Guid node, TimeSpan silentAfter)
    {
        return Strike().WaitAsync(StatementMax);

        async Task<(bool Struck, int Version)> Strike()
        {
            await using var command = Command("""
                with gone as (
                    update veinte.silo_version set version = version + 1
                    where exists (select from veinte.nodes where node = $2 and seen < clock_timestamp() - $3) and exists (select from veinte.silos where silo = $1 and status = $4)
                    returning version),
                struck as (update veinte.silos set status = $5, etag = etag + 1 where silo = $1 and exists (select from gone) returning 1)
                select coalesce((select version from gone), (select version from veinte.silo_version)), exists (select from struck)
                """, silo.ToParsableString(), node, silentAfter, (int)SiloStatus.Active, (int)SiloStatus.Dead);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            return (reader.GetBoolean(1), reader.GetInt32(0));
        }
    }

    // One statement, so that rows and version are of one moment.
    private Task<MembershipTableData> Read(string where, params object[] values) => ReadRows(where, values).WaitAsync(StatementMax);

    private async Task<MembershipTableData> ReadRows(string where, object[] values)
    {
        await using var command = Command($"select v.version, {Columns} from veinte.silo_version v left join (select * from veinte.silos {where}) s on true", values);
        await using var reader = await command.ExecuteReaderAsync();
        var (rows, version) = (new List<Tuple<MembershipEntry, string>>(), 0);
        while (await reader.ReadAsync())
        {
            version = reader.GetInt32(0);
            if (!await reader.IsDBNullAsync(1)) rows.Add(Tuple.Create(EntryOf(reader), reader.GetInt32(2).ToString(CultureInfo.InvariantCulture)));
        }
        return new(rows, new(version, version.ToString(CultureInfo.InvariantCulture)));
    }

    private static MembershipEntry EntryOf(NpgsqlDataReader reader) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(reader.GetString(1)),
        Status = (SiloStatus)reader.GetInt32(3),
        HostName = reader.GetString(4),
        SiloName = reader.GetString(5),
        ProxyPort = reader.GetInt32(6),
        SuspectTimes = [.. reader.GetString(7).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(SuspectOf)],
        StartTime = reader.GetDateTime(8),
        IAmAliveTime = reader.GetDateTime(9),
    };

    private static object[] Values(MembershipEntry entry) =>
    [
        entry.SiloAddress.ToParsableString(), (int)entry.Status, entry.HostName ?? "", entry.SiloName ?? "", entry.ProxyPort,
        string.Join('\n', (entry.SuspectTimes ?? []).Select(suspect => string.Create(CultureInfo.InvariantCulture, $"{suspect.Item1.ToParsableString()} {Utc(suspect.Item2):O}"))),
        Utc(entry.StartTime), Utc(entry.IAmAliveTime),
    ];

    private static Tuple<SiloAddress, DateTime> SuspectOf(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return Tuple.Create(
            SiloAddress.FromParsableString(line[..space]),
            DateTime.Parse(line[(space + 1)..], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static int Etag(string etag) => int.Parse(etag, CultureInfo.InvariantCulture);

    private Task Run(string sql, params object[] values) => Changed(sql, values);

    private Task<bool> Changed(string sql, params object[] values) => Execute(sql, values).WaitAsync(StatementMax);

    private async Task<bool> Execute(string sql, object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync() > 0;
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = source.CreateCommand(sql);
        command.CommandTimeout = (int)StatementMax.TotalSeconds;
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
