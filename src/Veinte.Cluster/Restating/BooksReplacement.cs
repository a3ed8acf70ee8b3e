using Npgsql;
using Veinte.Cluster.Checkpoints;
using Veinte.Cluster.Journaling;
using Veinte.Engine.Partitions;
using Veinte.Grading;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Cluster.Restating;

/// <summary>
/// Puts another set of books in the place of the one in force, on all nodes at one position. One node makes the new set beside
/// the old one, which goes on being kept and asked. Then one transaction holds every owner and every append while the rest of
/// the journal is caught up with, journals the decision, names the new set, and raises all epochs. It commits whole or not at
/// all: there is no moment at which a crash leaves something to be finished. Thread-safe.
/// </summary>
internal sealed class BooksReplacement(ClusterDatabase database, PostgresJournal journal, PartitionOptions options)
{
    private const int AttemptsMax = 6;
    private const int RoundsBeforeSwap = 3;

    // Of each table at a time: who clears holds the lock for so much of what is left.
    private const int RowsPerDelete = 10_000;

    /// <summary>The lock of who makes books. Any number that nothing else in the database takes: "restate" in ASCII.</summary>
    internal const long Lock = 0x72657374617465;

    /// <summary>Appends are held for so long at most; what waits longer is refused to senders. Default: 6 s.</summary>
    public TimeSpan HeldMax { get; init; } = TimeSpan.FromSeconds(6);

    // Beyond what is meant to be held: whoever holds it for longer sleeps, and nobody could go on before he wakes.
    private static readonly TimeSpan AsleepMax = TimeSpan.FromSeconds(10);

    /// <summary>Who only clears is waited for this long; who is still at it then makes books himself. Default: 5 s.</summary>
    public TimeSpan ClearingMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Makes the books and puts them in force.</summary>
    /// <param name="wanted">What is to hold.</param>
    /// <param name="progress">Told how far the replay is.</param>
    /// <param name="cancel">Gives up; the books stay as they are.</param>
    /// <returns>What holds now, or null when another node is making books at this moment.</returns>
    public async Task<BooksFacts?> PutInForce(WantedBooks wanted, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        await using var connection = await new JournalTable(database.Source).OpenForAppending(cancel);
        if (!await HoldAfterClearing(connection, cancel)) return null;
        try
        {
            var facts = await database.ReadBooks(cancel);
            // First: a clearing that stopped for this maker is not taken up by anybody else.
            await DeleteOthers(connection, facts.Generation, cancel);
            if (!await wanted.StillWanted(facts)) return facts;
            try
            {
                await Make(connection, facts, wanted, progress, cancel);
            }
            catch
            {
                await DeleteUnfinished(connection);
                throw;
            }
            await DeleteOthers(connection, facts.Generation + 1, cancel);
            return await database.ReadBooks(cancel);
        }
        finally
        {
            await Release(connection);
        }
    }

    /// <summary>
    /// Takes away what sets of books left that are not in force: of one that was replaced, when its maker died, and of one that
    /// was never finished. Nothing while somebody makes books, for he does it himself; whoever comes to make some waits for a
    /// part of it only.
    /// </summary>
    public async Task ClearLeftovers(CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        while (await Hold(connection, cancel))
        {
            try
            {
                if (await DeleteSomeOthers(connection, (await database.ReadBooks(cancel)).Generation, cancel) == 0) return;
            }
            finally
            {
                await Release(connection);
            }
        }
    }

    private async Task Make(NpgsqlConnection connection, BooksFacts facts, WantedBooks wanted, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        // Whoever loses his lock with its connection goes on for a while: the next maker's epoch is greater than his, and any owner's than both.
        var epoch = (long)(await Scalar(connection, "select nextval('veinte.makers')", cancel))!;
        await using var made = await NextGeneration.Begin(database.Source, facts.Generation + 1, facts.Partitions, options, new(wanted.Decision.Version, wanted.UpTo, wanted.Grader, []), epoch);
        for (var round = 0; round < RoundsBeforeSwap; round++) await made.Partitions.CatchUp(journal, await journal.ReadHead(cancel), progress, cancel);
        await made.Partitions.Commit(cancel);
        var attempts = 0;
        while (!await Swap(connection, made.Partitions, facts, wanted, cancel))
        {
            if (++attempts == AttemptsMax) throw new InvalidOperationException("Interactions arrive faster than the new books can catch up with. The books in force are as they were; try again when less is going on.");
            await made.Partitions.CatchUp(journal, await journal.ReadHead(cancel), progress, cancel);
            await made.Partitions.Commit(cancel);
        }
    }

    // False when the rest was too long to hold everybody for it.
    private async Task<bool> Swap(NpgsqlConnection connection, RestatedPartitions made, BooksFacts facts, WantedBooks wanted, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(HeldMax);
        await using var transaction = await BoundedTransaction.Begin(connection, HeldMax + AsleepMax, HeldMax + AsleepMax, cancel);
        try
        {
            // First the owners, then the head, as an owner's append takes them. From here on nobody appends anything.
            await Scalar(connection, "select count(*) from (select 1 from veinte.partitions order by partition for update) held", patience.Token);
            var head = new Position((long)(await Scalar(connection, "select position from veinte.head for update", patience.Token))!);
            await made.CatchUp(journal, head, null, patience.Token);
            await made.Commit(patience.Token);
            // Journaled also when it was decided before and elsewhere: it is by this entry that owners learn of other books.
            var upTo = wanted.Decided == Position.None ? head.Value : wanted.Decision.UpTo;
            var note = wanted.Note(wanted.Decision with { UpTo = upTo });
            var at = await JournalTable.Append(connection, Guid.NewGuid(), note.Count, StoredPayload.AsItIs(note.Payload), fence: null, patience.Token);
            await using var name = new NpgsqlCommand("""
                update veinte.books set generation = generation + 1, restated_at = $2, restated_version = $3, restated_up_to = $4 where generation = $1
                """, connection) { Parameters = { new() { Value = facts.Generation }, new() { Value = at.Value }, new() { Value = wanted.Decision.Version }, new() { Value = upTo } } };
            if (await name.ExecuteNonQueryAsync(patience.Token) != 1) throw new InvalidOperationException("Another node has put other books in force meanwhile.");
            await Scalar(connection, "update veinte.partitions set epoch = epoch + 1, owner = null, expires = '-infinity'", patience.Token);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return false;
        }
    }

    private static async Task<bool> Hold(NpgsqlConnection connection, CancellationToken cancel) => (bool)(await Scalar(connection, $"select pg_try_advisory_lock({Lock})", cancel))!;

    // Who only clears gives the lock back after each part, and whoever waits in the queue has it then. Who makes books keeps it for longer.
    private async Task<bool> HoldAfterClearing(NpgsqlConnection connection, CancellationToken cancel)
    {
        await Scalar(connection, $"set lock_timeout = {(int)ClearingMax.TotalMilliseconds}", cancel);
        var held = true;
        try
        {
            // The database ends the wait; what else is allowed for a command says nothing about it.
            await using var wait = new NpgsqlCommand($"select pg_advisory_lock({Lock})", connection) { CommandTimeout = 0 };
            await wait.ExecuteScalarAsync(cancel);
        }
        catch (PostgresException waited) when (waited.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            held = false;
        }
        try
        {
            await Scalar(connection, "reset lock_timeout", CancellationToken.None);
            return held;
        }
        catch when (held)
        {
            await Release(connection);
            throw;
        }
    }

    private static async Task Release(NpgsqlConnection connection)
    {
        try
        {
            if (connection.State == System.Data.ConnectionState.Open) await Scalar(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
        catch (Exception broken) when (DatabaseFailures.MayPass(broken))
        {
            // The lock ends with its connection, and what happened before is what should be told.
        }
    }

    // As far as it can be reached: the next maker, or the next start of a node, deletes what is left.
    private async Task DeleteUnfinished(NpgsqlConnection connection)
    {
        try
        {
            if (connection.State == System.Data.ConnectionState.Open) await DeleteOthers(connection, (await database.ReadBooks(CancellationToken.None)).Generation, CancellationToken.None);
        }
        catch (Exception broken) when (DatabaseFailures.MayPass(broken))
        {
            // The connection is gone, and its lock with it: somebody else may be making books already.
        }
    }

    private static async Task DeleteOthers(NpgsqlConnection connection, int inForce, CancellationToken cancel)
    {
        while (await DeleteSomeOthers(connection, inForce, cancel) > 0)
        {
        }
    }

    // By ranges in the index's order, so that the index finds them, or that there are none.
    private static async Task<int> DeleteSomeOthers(NpgsqlConnection connection, int inForce, CancellationToken cancel)
    {
        var deleted = 0;
        foreach (var table in (string[])["checkpoints", "customers", "daybook"])
        {
            foreach (var others in (string[])["<", ">"])
            {
                await using var command = new NpgsqlCommand($"""
                    delete from veinte.{table} where ctid = any(array(select ctid from veinte.{table} where generation {others} $1 order by generation limit {RowsPerDelete}))
                    """, connection) { CommandTimeout = 0, Parameters = { new() { Value = inForce } } };
                deleted += await command.ExecuteNonQueryAsync(cancel);
            }
        }
        return deleted;
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>The checkpoints of the set that is being made, and what fills them.</summary>
    private sealed class NextGeneration(RestatedPartitions partitions, IReadOnlyList<PostgresCheckpoints> checkpoints) : IAsyncDisposable
    {
        public RestatedPartitions Partitions => partitions;

        public static async Task<NextGeneration> Begin(NpgsqlDataSource source, int generation, int count, PartitionOptions options, Restated restated, long epoch)
        {
            PostgresCheckpoints[] checkpoints = [.. Enumerable.Range(0, count).Select(p => new PostgresCheckpoints(source, generation, p))];
            return new(await RestatedPartitions.Begin(checkpoints, epoch, options, restated), checkpoints);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var partition in checkpoints) await partition.DisposeAsync();
        }
    }
}

/// <summary>Which books are wanted.</summary>
/// <param name="Decision">The decision: which policy, and by whom.</param>
/// <param name="Decided">Where it was journaled before; none when it is being made now.</param>
/// <param name="Grader">The policy.</param>
/// <param name="Note">The entry that journals the decision.</param>
/// <param name="StillWanted">Asked under the lock, with what holds then: another node may have been first.</param>
internal sealed record WantedBooks(
    RestatementPublished Decision, Position Decided, Grader Grader, Func<RestatementPublished, EntryBatch> Note, Func<BooksFacts, Task<bool>> StillWanted)
{
    /// <summary>Up to where it applies. While a decision is being made all that is replayed lies before it.</summary>
    public long UpTo => Decided == Position.None ? long.MaxValue : Decision.UpTo;
}
