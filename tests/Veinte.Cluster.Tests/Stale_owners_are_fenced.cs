using Npgsql;
using Veinte.Cluster.Checkpoints;
using Veinte.Cluster.Journaling;
using Veinte.Cluster.Ownership;
using Veinte.Engine.Seams;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Simulation;

namespace Veinte.Cluster.Tests;

public sealed class Stale_owners_are_fenced
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_lost_a_partition_can_neither_commit_nor_append_and_loses_nobody_elses_work()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        await using var journal = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        var (first, second) = (Leases(database, TimeSpan.Zero), Leases(database, TimeSpan.FromMinutes(1)));
        var stale = (await first.Take(1, [], Cancel))[0];
        await using var before = new PostgresCheckpoints(database.Source, 1, 0);
        await before.Open(stale, Cancel);
        Assert.True(await before.Commit(Change(stale, 7), Cancel));
        await journal.Append(Batch("m-1"), new Fence(0, stale), Cancel);

        var epoch = (await second.Take(1, [], Cancel))[0];
        await using var after = new PostgresCheckpoints(database.Source, 1, 0);
        Assert.Equal((7L, true), ((await after.Open(epoch, Cancel)).Position, epoch > stale));
        await Assert.ThrowsAsync<FencedException>(async () => await journal.Append(Batch("m-2"), new Fence(0, stale), Cancel));
        Assert.False(await before.Commit(Change(stale, 9), Cancel));
        await Assert.ThrowsAsync<PartitionUnavailableException>(async () => await before.Open(stale, Cancel));

        await journal.Append(Batch("m-3"), new Fence(0, epoch), Cancel);
        Assert.Equal(2, (await journal.ReadHead(Cancel)).Value);
        Assert.True(await after.Commit(Change(epoch, 8), Cancel));
        Assert.Equal(8, (await after.Open(epoch, Cancel)).Position);
    }

    [Fact]
    public async Task Who_falls_asleep_between_the_statements_of_a_checkpoint_does_not_keep_the_next_owner_out()
    {
        using var customers = new SleepingList<ChangedCustomer>(time: 1);
        await DoesNotKeepTheNextOwnerOut(Change(1, 7) with { Customers = customers }, customers.Fallen, customers.Wake);
    }

    // Here the database itself waits for him, and none of its limits on transactions and statements ends that.
    [Fact]
    public async Task Who_falls_asleep_while_he_copies_lines_in_does_not_either()
    {
        using var lines = new SleepingList<ReadOnlyMemory<byte>>(time: 2, new byte[100]);
        await DoesNotKeepTheNextOwnerOut(Change(1, 7) with { Daybook = lines }, lines.Fallen, lines.Wake);
    }

    // Leases are short and machines may be slow: who is opening a partition may have lost it again before he has it.
    [Fact]
    public async Task Who_loses_a_partition_while_he_waits_for_a_sleeping_owner_lets_go_at_once()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        await using var before = new PostgresCheckpoints(database.Source, 1, 0);
        await before.Open(1, Cancel);
        using var customers = new SleepingList<ChangedCustomer>(time: 1);
        var committing = Task.Run(async () => await before.Commit(Change(1, 7) with { Customers = customers }, Cancel), Cancel);
        await await Task.WhenAny(customers.Fallen, committing).WaitAsync(Cancel);

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var next = new PostgresCheckpoints(database.Source, 1, 0);
        var opening = Task.Run(async () => await next.Open(2, lost.Token), Cancel);
        await using var waiting = database.Source.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        await Patience.Until(async () => (long)(await waiting.ExecuteScalarAsync(Cancel))!, sessions => sessions > 0, Cancel);
        await lost.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Patience.Max, Cancel));

        customers.Wake();
        Assert.True(await committing);
        Assert.Equal(7, (await next.Open(3, Cancel)).Position);
    }

    [Fact]
    public async Task Who_loses_a_partition_just_as_the_database_gives_it_to_him_lets_go_as_well()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        // It takes a while, and is done although it is called off meanwhile.
        await using (var slow = database.Source.CreateCommand("""
            create function slow() returns trigger language plpgsql as $body$ begin
                begin perform pg_sleep(0.5); exception when query_canceled then perform pg_sleep(0.2); end;
                return new;
            end $body$;
            create trigger slow before insert on veinte.checkpoints for each row execute function slow()
            """)) await slow.ExecuteNonQueryAsync(Cancel);
        await using var checkpoints = new PostgresCheckpoints(database.Source, 1, 0);
        for (var epoch = 1; epoch < 6; epoch++)
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var opening = Task.Run(async () => await checkpoints.Open(epoch, lost.Token), Cancel);
            await using var running = database.Source.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'");
            await Patience.Until(async () => (long)(await running.ExecuteScalarAsync(Cancel))!, sessions => sessions > 0, Cancel);
            lost.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Patience.Max, Cancel));
        }
        Assert.Equal(0, (await checkpoints.Open(6, Cancel)).Position);
    }

    private static async Task DoesNotKeepTheNextOwnerOut(CheckpointChange change, Task asleep, Action wake)
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        await using var before = new PostgresCheckpoints(database.Source, 1, 0);
        await before.Open(1, Cancel);
        var committing = Task.Run(async () => await before.Commit(change, Cancel), Cancel);
        await await Task.WhenAny(asleep, committing).WaitAsync(Cancel);
        Assert.True(asleep.IsCompleted);

        await using var after = new PostgresCheckpoints(database.Source, 1, 0);
        Assert.Equal(0, (await after.Open(2, Cancel)).Position);
        wake();
        var cutOff = await Assert.ThrowsAnyAsync<Exception>(() => committing);
        Assert.True(DatabaseFailures.MayPass(cutOff), cutOff.ToString());
        Assert.True(await after.Commit(Change(2, 8), Cancel));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_found_again_and_not_written_twice()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        var table = new JournalTable(database.Source);
        await using var connection = await table.OpenForAppending(Cancel);
        var (token, batch) = (Guid.NewGuid(), Batch("m-1"));
        var first = await JournalTable.Append(connection, token, batch.Count, StoredPayload.AsItIs(batch.Payload), null, Cancel);
        var again = await Assert.ThrowsAsync<PostgresException>(() => JournalTable.Append(connection, token, batch.Count, StoredPayload.AsItIs(batch.Payload), null, Cancel));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, again.SqlState);
        Assert.Equal(first, await JournalTable.FirstOf(connection, token, Cancel));
        Assert.Equal(1, (await table.ReadHead(Cancel)).Value);
    }

    [Fact]
    public async Task A_changed_byte_in_the_journal_is_told_and_never_read_as_an_entry()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        await using (var journal = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel)) await journal.Append(Batch("m-1"), Cancel);
        await using (var damage = database.Source.CreateCommand("update veinte.journal set payload = set_byte(payload, 60, (get_byte(payload, 60) + 1) % 256)"))
            await damage.ExecuteNonQueryAsync(Cancel);
        await using var reopened = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        var damaged = await Assert.ThrowsAsync<Journal.JournalDamagedException>(async () => await reopened.Find(new(1), Cancel));
        Assert.Contains("position 1", damaged.Message);
    }

    [Fact]
    public async Task A_record_stays_what_it_was_when_its_sender_has_given_its_bytes_back()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        await using var journal = await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel);
        using (var builder = new EntryBatchBuilder())
        {
            Ratings.Add(builder, "ana", "shop", 4, "m-1");
            var batch = builder.BuildShared();
            await journal.Append(batch, Cancel);
            batch.Shared!.Release();
        }
        var heard = new TaskCompletionSource<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var following = journal.Follow([new(0, default, (record, _) =>
        {
            try
            {
                foreach (var entry in record) heard.TrySetResult(System.Text.Encoding.UTF8.GetString(new InteractionView(entry.Header, entry.Body).MessageId));
            }
            catch (Exception broken)
            {
                heard.TrySetException(broken);
            }
            return default;
        })], stop.Token);
        Assert.Equal("m-1", await heard.Task.WaitAsync(Cancel));
        await stop.CancelAsync();
        await Task.WhenAny(following);
    }

    private static LeaseTable Leases(ClusterDatabase database, TimeSpan timeToLive) => new(database.Source, Guid.NewGuid(), timeToLive);

    private static CheckpointChange Change(long epoch, long position) => new(epoch, position, new byte[] { 1 }, [], 0, []);

    private static EntryBatch Batch(string message)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, "ana", "shop", 4, message);
        return builder.Build();
    }
}
