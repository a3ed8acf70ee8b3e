using System.IO.Hashing;
using CsCheck;
using Veinte.Cluster.Journaling;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;

namespace Veinte.Cluster.Tests;

/// <summary>How a cluster's records lie in the database, and that they come out of it as they went in, now and in later versions.</summary>
public sealed class Records_are_packed_where_all_can_read_them
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_node_of_an_earlier_version_may_live_they_lie_as_they_are_and_afterwards_packed()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        await using var journal = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        await Run(database, "insert into veinte.nodes (node, address, version, started, seen, draining) values (gen_random_uuid(), 'http://before', '0.1', now(), clock_timestamp() - interval '2 minutes', false)");
        var (before, after) = (Batch("before"), Batch("after"));
        var first = await journal.Append(before, Cancel);
        await Run(database, "delete from veinte.nodes");
        await using var later = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        var second = await later.Append(after, Cancel);

        Assert.Equal((0, before.Payload.Length), await Lies(database, first));
        var (packing, bytes) = await Lies(database, second);
        Assert.Equal(1, packing);
        Assert.InRange(bytes, 1, after.Payload.Length / 2);
        await using var elsewhere = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        Assert.Equal(before.Payload.ToArray(), (await elsewhere.Find(first, Cancel))!.Payload.ToArray());
        Assert.Equal(after.Payload.ToArray(), (await elsewhere.Find(second, Cancel))!.Payload.ToArray());
    }

    [Fact]
    public async Task Written_anew_for_retention_a_record_keeps_its_positions_and_is_packed_again_or_lies_as_it_is_where_an_earlier_node_may_live()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var database = await ClusterDatabase.Open(postgres, 2, Cancel);
        await using var journal = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        var (kept, secret, forgotten, later) = (Batch("kept"), Batch("an old secret"), Batch("forgotten"), Batch("forgotten later"));
        var (first, second, third) = (await journal.Append(kept, Cancel), await journal.Append(secret, Cancel), await journal.Append(kept, Cancel));
        Task<long> Rewrite(EntryBatch other, bool apply = true) =>
            ClusterRewriting.Run(postgres, record => record.First == second ? other : null, apply, new Progress<(long Done, long Total)>(), Cancel);

        Assert.Equal(1, await Rewrite(forgotten, apply: false));
        Assert.Equal(secret.Payload.ToArray(), await Read(second));
        Assert.Equal(1, await Rewrite(forgotten));
        Assert.Equal(forgotten.Payload.ToArray(), await Read(second));
        Assert.Equal(1, (await Lies(database, second)).Packing);

        await Run(database, "insert into veinte.nodes (node, address, version, started, seen, draining) values (gen_random_uuid(), 'http://before', '0.1', now(), clock_timestamp() - interval '2 minutes', false)");
        Assert.Equal(1, await Rewrite(later));
        Assert.Equal(later.Payload.ToArray(), await Read(second));
        Assert.Equal((0, later.Payload.Length), await Lies(database, second));
        foreach (var untouched in (Position[])[first, third])
        {
            Assert.Equal(kept.Payload.ToArray(), await Read(untouched));
            Assert.Equal(1, (await Lies(database, untouched)).Packing);
        }

        // From the database, as whoever has it not in memory.
        async Task<byte[]> Read(Position at)
        {
            var record = (await new JournalTable(database.Source).Find(at, Cancel))!;
            Assert.Equal((at, 40), (record.First, record.Count));
            return record.Payload.ToArray();
        }
    }

    [Fact]
    public void Whatever_is_stored_comes_back_byte_for_byte() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[1, 40]).Sample((piece, times) =>
        {
            var payload = Enumerable.Repeat(piece, times).SelectMany(bytes => bytes).ToArray();
            using var stored = StoredPayload.Packed(payload);
            return StoredPayload.Read(stored.Packing, stored.Unpacked, stored.Bytes.ToArray(), stored.Checksum)!.AsSpan().SequenceEqual(payload);
        });

    [Fact]
    public void With_a_changed_byte_or_another_length_a_packed_record_is_never_read_as_another_one()
    {
        var payload = Batch("whole").Payload.ToArray();
        using var stored = StoredPayload.Packed(payload);
        Assert.Equal(Packing.Lz4, stored.Packing);
        for (var at = 0; at < stored.Bytes.Length; at++)
        {
            var changed = stored.Bytes.ToArray();
            changed[at] ^= 1;
            // Where bytes repeat, a reference may point elsewhere and still mean the same.
            if (StoredPayload.Read(stored.Packing, stored.Unpacked, changed, stored.Checksum) is { } read) Assert.Equal(payload, read);
        }
        foreach (var length in (int[])[int.MinValue, -1, 0, 1, stored.Unpacked - 1, stored.Unpacked + 1, int.MaxValue])
            Assert.Null(StoredPayload.Read(stored.Packing, length, stored.Bytes.ToArray(), stored.Checksum));
    }

    [Fact]
    public void What_the_first_version_packed_is_read_for_ever_and_what_a_later_one_may_pack_is_no_damage()
    {
        // One a, fourteen more that repeat it, then five letters: by the specification of LZ4's blocks, not by any library.
        byte[] block = [0x1A, (byte)'a', 0x01, 0x00, 0x50, .. "bcdef"u8];
        var payload = "aaaaaaaaaaaaaaabcdef"u8.ToArray();
        var checksum = unchecked((long)XxHash3.HashToUInt64(payload));
        Assert.Equal(payload, StoredPayload.Read((Packing)1, 20, block, checksum));
        Assert.Equal(payload, StoredPayload.Read(0, 0, payload, checksum));
        Assert.Contains("newer Veinte", Assert.Throws<NotSupportedException>(() => StoredPayload.Read((Packing)2, 20, block, checksum)).Message);
    }

    private static EntryBatch Batch(string name)
    {
        using var batch = new EntryBatchBuilder();
        for (var i = 0; i < 40; i++) Ratings.Add(batch, $"customer{i % 7}", "counter of the shop", 1 + i % 5, $"{name}-{i}");
        return batch.Build();
    }

    private static async Task<(int Packing, int Bytes)> Lies(ClusterDatabase database, Position first)
    {
        await using var command = database.Source.CreateCommand("select packing::int, length(payload) from veinte.journal where first = $1");
        command.Parameters.Add(new() { Value = first.Value });
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        await reader.ReadAsync(Cancel);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static async Task Run(ClusterDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
