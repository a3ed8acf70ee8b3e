using System.Text.Json;
using Npgsql;
using Veinte.Cluster.Journaling;
using Veinte.Cluster.Restating;
using Veinte.Engine;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;
using Veinte.Simulation;

namespace Veinte.Cluster.Tests;

/// <summary>Restated books on PostgreSQL when their maker loses his lock, is cut off, or gives up.</summary>
public sealed class Books_are_made_anew_by_one_and_whole
{
    private const int Partitions = 3;
    private const int Customers = 40;

    // Other tests have makers in other databases of this server.
    private static readonly string ItsLock =
        $"locktype = 'advisory' and ((classid::bigint << 32) | objid::bigint) = {BooksReplacement.Lock} and database = (select oid from pg_database where datname = current_database())";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_maker_who_has_lost_his_lock_writes_nothing_into_the_books_of_the_next()
    {
        await using var books = await Begun.With("""{"name":"Strict","par":14}""", """{"name":"Mild","par":6}""");
        var (replayed, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = Task.Run(() => books.Maker().PutInForce(books.Wanted(1), new Each(() =>
        {
            replayed.TrySetResult();
            goOn.Task.Wait(Patience.Max);
        }), Cancel), Cancel);
        try
        {
            await replayed.Task.WaitAsync(Patience.Max, Cancel);
            await books.Run($"select pg_terminate_backend(pid, 60000) from pg_locks where {ItsLock}");

            // The next one has stored his books and is about to put them in force when the first goes on with his.
            Assert.NotNull(await books.Maker().PutInForce(books.Wanted(2, before: () =>
            {
                goOn.TrySetResult();
                ((Task)Task.WhenAny(first)).Wait(Patience.Max);
            }), null, Cancel));
        }
        finally
        {
            goOn.TrySetResult();
        }
        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Contains("Another process makes these books anew", told.Message);
        Assert.Equal((2, 0L), (await books.Generation(), await books.RowsOfOthers(2)));
        Assert.True((await books.Node.Verify(cancel: Cancel)).Agrees);
        Assert.Equal(Customers * 9_000L, (await books.Node.Books.TrialBalance(Cancel)).Customers);
    }

    [Fact]
    public async Task A_change_of_books_that_is_cut_off_in_the_middle_of_a_commit_misses_no_customer()
    {
        await using var books = await Begun.With("""{"name":"Strict","par":14}""");
        // The change holds the journal's head; of the commits within it the second is slow, once.
        await books.Run($"""
            create sequence public.commits;
            create function public.slow() returns trigger language plpgsql as $$ begin
                if new.generation <> 2 then return new; end if;
                perform 1 from veinte.head for key share skip locked;
                if not found and nextval('public.commits') = 2 then perform pg_sleep(600); end if;
                return new;
            end $$;
            create trigger slow before update on veinte.checkpoints for each row execute function public.slow()
            """);
        var rounds = 0;
        await books.Maker(TimeSpan.FromSeconds(4)).PutInForce(books.Wanted(1), new Each(() =>
        {
            // What comes after the last round is caught up with while everybody is held.
            if (++rounds == 3) books.Node.Journal.Append(Batch("late"), Cancel).AsTask().Wait(Cancel);
        }), Cancel);
        Assert.Equal(2, await books.Generation());
        Assert.True((await books.Node.Verify(cancel: Cancel)).Agrees);
        var totals = await books.Node.Books.TrialBalance(Cancel);
        Assert.Equal((2 * Customers, 2 * Customers * 1_000L), (totals.Interactions, totals.Customers));
        Assert.Equal(2L * Customers, await books.Count("select count(*) from veinte.customers where generation = 2"));
    }

    [Fact]
    public async Task Books_that_cannot_be_put_in_force_leave_nothing_and_those_in_force_go_on()
    {
        await using var books = await Begun.With("""{"name":"Strict","par":14}""");
        var head = books.Node.Journal.Head;
        await using (var held = await books.Hold("select 1 from veinte.head for update"))
        {
            var given = await Assert.ThrowsAsync<InvalidOperationException>(() => books.Maker(TimeSpan.FromMilliseconds(100)).PutInForce(books.Wanted(1), null, Cancel));
            Assert.Contains("faster than the new books can catch up", given.Message);
        }
        Assert.Equal((1, 0L, head), (await books.Generation(), await books.RowsOfOthers(1), books.Node.Journal.Head));
        await books.Node.Journal.Append(Batch("late"), Cancel);
        Assert.Equal(2 * Customers, (await books.Node.Books.TrialBalance(Cancel)).Interactions);
        Assert.Equal(DeskStatus.Done, (await books.Node.PublishRestatement(1, "kim", cancel: Cancel)).Status);
        Assert.True((await books.Node.Verify(cancel: Cancel)).Agrees);
    }

    [Fact]
    public async Task A_maker_waits_for_who_clears_and_gives_way_to_who_makes_books()
    {
        await using var books = await Begun.With("""{"name":"Strict","par":14}""");
        Task<BooksFacts?> waiting;
        await using (await books.Hold($"select pg_advisory_lock({BooksReplacement.Lock})"))
        {
            Assert.Null(await books.Maker(clearingMax: TimeSpan.FromMilliseconds(50)).PutInForce(books.Wanted(1), null, Cancel));
            waiting = books.Maker(clearingMax: Patience.Max).PutInForce(books.Wanted(1), null, Cancel);
            await Patience.Until(() => books.Count($"select count(*) from pg_locks where not granted and {ItsLock}"), waiters => waiters == 1, Cancel);
        }
        Assert.Equal(1, (await waiting)?.RestatedVersion);
        Assert.True((await books.Node.Verify(cancel: Cancel)).Agrees);
    }

    [Fact]
    public async Task What_sets_of_books_left_that_are_not_in_force_is_gone_after_the_next_start()
    {
        await using var books = await Begun.With();
        foreach (var generation in (int[])[0, 2])
        {
            await books.Run($"""
                insert into veinte.checkpoints values ({generation}, 0, 0, 0, 0, null);
                insert into veinte.customers select {generation}, partition, key, text, name, listed, balance, grade, interactions, graded, last_at, state from veinte.customers where generation = 1;
                insert into veinte.daybook select {generation}, 0, page, '' from generate_series(1, 25000) page
                """);
        }
        await using var next = await Begun.Join(books.Postgres);
        await Patience.Until(() => books.RowsOfOthers(1), left => left == 0, Cancel);
        Assert.Equal(Customers, (await next.Books.TrialBalance(Cancel)).Interactions);
        Assert.True((await next.Verify(cancel: Cancel)).Agrees);
    }

    private static EntryBatch Batch(string prefix)
    {
        using var builder = new EntryBatchBuilder();
        for (var i = 0; i < Customers; i++) Ratings.Add(builder, $"{prefix}{i}", "shop", 4, $"{prefix}-{i}");
        return builder.Build();
    }

    /// <summary>Books with a rating of each of some customers and some policies published, and what a maker of other books needs.</summary>
    private sealed class Begun(string postgres, ClusterNode node, ClusterDatabase database, PostgresJournal journal) : IAsyncDisposable
    {
        public string Postgres => postgres;

        public ClusterNode Node => node;

        public static Task<ClusterNode> Join(string postgres) => ClusterNode.Open(new() { Postgres = postgres, PartitionsOfNewBooks = Partitions }, TimeProvider.System, Cancel);

        public static async Task<Begun> With(params string[] policies)
        {
            var postgres = await PostgresServer.Instance.NewDatabase();
            var node = await Join(postgres);
            await node.Journal.Append(Batch("c"), Cancel);
            foreach (var policy in policies) await node.Desk.PublishPolicy(JsonDocument.Parse(policy).RootElement, "kim", Cancel);
            // Customers are rows only once they are committed, which every start's last act does.
            await node.DisposeAsync();
            node = await Join(postgres);
            var database = await ClusterDatabase.Open(postgres, Partitions, Cancel);
            return new(postgres, node, database, await PostgresJournal.Open(database.Source, new(), TimeProvider.System, Cancel));
        }

        public BooksReplacement Maker(TimeSpan? heldMax = null, TimeSpan? clearingMax = null) =>
            new(database, journal, new()) { HeldMax = heldMax ?? TimeSpan.FromSeconds(6), ClearingMax = clearingMax ?? Patience.Max };

        public WantedBooks Wanted(int version, Action? before = null) => new(
            new(version, 0, "kim"), Position.None, node.Books.GraderOf(version, Cancel).AsTask().GetAwaiter().GetResult(), decision =>
            {
                before?.Invoke();
                return node.Desk.NoteOf(decision);
            }, _ => Task.FromResult(true));

        public async Task<int> Generation() => (await database.ReadBooks(Cancel)).Generation;

        public async Task<long> RowsOfOthers(int generation) =>
            await Count($"select sum(n) from (select count(*) n from veinte.checkpoints where generation <> {generation} union all select count(*) from veinte.customers where generation <> {generation} union all select count(*) from veinte.daybook where generation <> {generation}) rows");

        public async Task<long> Count(string sql)
        {
            await using var command = database.Source.CreateCommand(sql);
            return Convert.ToInt64(await command.ExecuteScalarAsync(Cancel), System.Globalization.CultureInfo.InvariantCulture);
        }

        /// <summary>Nobody else has what is locked until the connection is closed.</summary>
        public async Task<NpgsqlConnection> Hold(string locks)
        {
            var connection = new NpgsqlConnection(postgres + ";Pooling=false");
            await connection.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand($"begin; {locks}", connection);
            await command.ExecuteNonQueryAsync(Cancel);
            return connection;
        }

        public async Task Run(string sql)
        {
            await using var connection = new NpgsqlConnection(postgres + ";Pooling=false");
            await connection.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        public async ValueTask DisposeAsync()
        {
            await node.DisposeAsync();
            await journal.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class Each(Action report) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => report();
    }
}
