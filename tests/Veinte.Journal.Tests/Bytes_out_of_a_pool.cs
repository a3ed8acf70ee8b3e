using System.Buffers;
using Veinte.Journal.Entries;
using Veinte.Journal.Simulation;
using Xunit;

namespace Veinte.Journal.Tests;

public sealed class Bytes_out_of_a_pool
{
    // One of their own: the common one gives what was just given back to whoever asks next, in another class's test.
    private readonly ArrayPool<byte> _pool = ArrayPool<byte>.Create();

    [Fact]
    public void Stay_what_they_are_until_the_last_reader_has_released_them()
    {
        var shared = SharedBytes.Rent(_pool, 1_000)!;
        shared.Bytes.Span.Fill(7);
        shared.Hold();
        shared.Release();
        Assert.Equal(-1, shared.Bytes.Span.IndexOfAnyExcept((byte)7));

        shared.Release();
        // Who comes too late finds nothing, rather than what somebody else wrote there meanwhile.
        Assert.Equal(-1, shared.Bytes.Span.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Are_not_handed_on_once_they_have_gone_back_nor_given_back_twice()
    {
        var shared = SharedBytes.Rent(_pool, 10)!;
        shared.Release();
        Assert.Throws<InvalidOperationException>(shared.Hold);
        var other = SharedBytes.Rent(_pool, 10)!;
        other.Release();
        Assert.Throws<InvalidOperationException>(other.Release);
        Assert.Null(SharedBytes.Rent(SharedBytes.LengthMax + 1));
    }

    [Fact]
    public async Task A_record_stays_whole_for_the_follower_that_has_not_released_it_and_goes_back_when_all_have()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        using var stop = new CancellationTokenSource();
        var (done, kept) = (new List<JournalRecord>(), new List<JournalRecord>());
        // One releases each record at once, as a partition does that has applied it; the other takes its time.
        var following = Task.WhenAll(
            journal.Follow([new(0, default, (record, _) => { lock (done) done.Add(record); record.Release(); return default; })], stop.Token),
            journal.Follow([new(1, default, (record, _) => { lock (kept) kept.Add(record); return default; })], stop.Token));
        for (var i = 0; i < 200; i++)
        {
            var batch = Samples.SharedBatch(1 + i * 3, 3);
            await journal.Append(batch);
            batch.Shared!.Release();
        }
        await Until(() => kept.Count == 200 && done.Count == 200);
        Assert.Equal(Enumerable.Range(1, 600), kept.SelectMany(Samples.Numbers));

        kept[199].Release();
        Assert.Throws<InvalidOperationException>(kept[199].Hold);
        Assert.Equal(Enumerable.Range(1, 597), kept.Take(199).SelectMany(Samples.Numbers));
        await stop.CancelAsync();
        await following;
        Assert.Equal(Enumerable.Range(1, 600), await Samples.ReadNumbers(journal));
    }

    [Fact]
    public async Task A_follower_that_catches_up_may_keep_what_it_is_given_or_release_it()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        for (var i = 0; i < 50; i++) await journal.Append(Samples.Batch(1 + i * 2, 2));
        using var stop = new CancellationTokenSource();
        var (kept, numbers) = (new List<JournalRecord>(), new List<int>());
        await journal.Follow([new(0, default, async (record, _) =>
        {
            numbers.AddRange(Samples.Numbers(record));
            if (kept.Count < 25) kept.Add(record);
            else record.Release();
            if (numbers.Count == 100) await stop.CancelAsync();
        })], stop.Token);

        Assert.Equal(Enumerable.Range(1, 100), numbers);
        Assert.Equal(Enumerable.Range(1, 50), kept.SelectMany(Samples.Numbers));
    }

    private static async Task Until(Func<bool> reached)
    {
        while (!reached()) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_batch_too_long_for_the_pool_is_the_collectors()
    {
        using var builder = new EntryBatchBuilder();
        builder.Add(new EntryHeader { Kind = EntryKind.Quarantined }, new byte[SharedBytes.LengthMax]);
        Assert.Null(builder.BuildShared().Shared);
        Assert.Throws<InvalidOperationException>(builder.BuildShared);
    }
}
