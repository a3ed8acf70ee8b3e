using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>Books that are being made anew go on after a commit that was cancelled, and hold everybody.</summary>
public sealed class A_restatement_that_is_cut_off
{
    private const int Customers = 40;
    private const int Partitions = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_every_customer_and_misses_no_record(bool whileCatchingUp)
    {
        CutOff[] checkpoints = [.. Enumerable.Range(0, Partitions).Select(_ => new CutOff())];
        var options = new PartitionOptions { CheckpointEntriesMax = whileCatchingUp ? 5 : 1_000 };
        var made = await RestatedPartitions.Begin(checkpoints, 1, options, new(0, long.MaxValue, new(Grading.ScoringPolicy.Default), []));
        var journal = new FixedJournal([Record(1, Customers), Record(1 + Customers, Customers)]);
        using var given = new CancellationTokenSource();
        checkpoints[1].CutOffNext = given;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await made.CatchUp(journal, new(Customers), null, given.Token);
            await made.Commit(given.Token);
        });
        await made.CatchUp(journal, new(2 * Customers), null, CancellationToken.None);
        await made.Commit(CancellationToken.None);
        Assert.Equal(2 * Customers, made.Position.Value);
        Assert.Equal(2 * Customers, checkpoints.Sum(one => one.Stored()));
    }

    private static JournalRecord Record(long first, int count)
    {
        using var builder = new EntryBatchBuilder();
        for (var i = first; i < first + count; i++) Ratings.Add(builder, $"c{i}", "shop", 4, $"m{i}", "", "");
        return new(new(first), count, builder.Build().Payload);
    }

    /// <summary>Checkpoints of which one commit is cancelled before anything of it is stored.</summary>
    private sealed class CutOff : ICheckpoints
    {
        private readonly SimulatedCheckpoints _inner = new();

        public CancellationTokenSource? CutOffNext { get; set; }

        public int Stored() => _inner.ListCustomers(new(null, CustomerSort.Key, false, 0, int.MaxValue)).Count;

        public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default) => _inner.Open(epoch, cancel);

        public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class => _inner.Read(key, decode);

        public void ReadDaybook(long offset, Span<byte> target) => _inner.ReadDaybook(offset, target);

        public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing) => _inner.ListCustomers(listing);

        public async ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
        {
            if (CutOffNext is { } now)
            {
                CutOffNext = null;
                await now.CancelAsync();
            }
            cancel.ThrowIfCancellationRequested();
            return await _inner.Commit(change, cancel);
        }

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }

    /// <summary>A journal of some records.</summary>
    private sealed class FixedJournal(IReadOnlyList<JournalRecord> records) : IJournal
    {
        public Position Head => records[^1].Last;

        public ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel) => throw new NotSupportedException();

        public async IAsyncEnumerable<JournalRecord> Read(Position after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
        {
            foreach (var record in records.Where(record => record.Last > after))
            {
                await Task.Yield();
                cancel.ThrowIfCancellationRequested();
                yield return record;
            }
        }

        public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default) => new((JournalRecord?)null);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
