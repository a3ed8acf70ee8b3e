using Npgsql;
using Veinte.Cluster.Journaling;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Cluster;

/// <summary>
/// Writes records of a cluster's journal anew: same positions, other bytes. Nodes may run meanwhile; what they have read already
/// they keep until it leaves their memory. Each record is one transaction, so it can be stopped and begun again.
/// </summary>
public static class ClusterRewriting
{
    private const int RecordsPerRead = 64;

    // Any number that nothing else in the database takes: "rewrite" in ASCII.
    private const long Lock = 0x72657772697465;

    /// <summary>Goes through the journal up to its head.</summary>
    /// <param name="postgres">The database, as Npgsql takes it.</param>
    /// <param name="change">What becomes of a record; null when it stays. It must have as many entries as before.</param>
    /// <param name="apply">Whether it is written; otherwise <paramref name="change"/> is only asked.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops after a record.</param>
    /// <returns>How many records were, or would be, written.</returns>
    /// <exception cref="InvalidOperationException">Somebody else is at it.</exception>
    public static async Task<long> Run(
        string postgres, Func<JournalRecord, EntryBatch?> change, bool apply, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        await using var database = await ClusterDatabase.Open(postgres, new ClusterOptions { Postgres = postgres }.PartitionsOfNewBooks, cancel);
        var table = new JournalTable(database.Source);
        await using var connection = await table.OpenForAppending(cancel);
        await using (var hold = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection))
            if (!(bool)(await hold.ExecuteScalarAsync(cancel))!) throw new InvalidOperationException("Somebody else writes the journal anew at this moment. Look again when that is done.");
        try
        {
            var packs = await table.AllUnpack(cancel);
            var (end, after, written) = (await table.ReadHead(cancel), Position.None, 0L);
            while (after < end)
            {
                var records = await table.Read(after, end + 1, RecordsPerRead, cancel);
                if (records.Count == 0) break;
                foreach (var record in records)
                {
                    after = record.Last;
                    if (change(record) is not { } other) continue;
                    if (other.Count != record.Count) throw new ArgumentException($"The record at position {record.First} has {record.Count} entries and cannot become one of {other.Count}.", nameof(change));
                    if (apply) await Write(connection, record.First, other.Payload, packs, cancel);
                    written++;
                }
                progress.Report((after.Value, end.Value));
            }
            return written;
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var release = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", connection);
                await release.ExecuteScalarAsync(CancellationToken.None);
            }
        }
    }

    private static async Task Write(NpgsqlConnection connection, Position first, ReadOnlyMemory<byte> payload, bool packs, CancellationToken cancel)
    {
        using var stored = packs ? StoredPayload.Packed(payload) : StoredPayload.AsItIs(payload);
        await JournalTable.Replace(connection, first, stored, cancel);
    }
}
