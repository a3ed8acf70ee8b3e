using Veinte.Journal.Entries;
using Veinte.Journal.Simulation;
using Veinte.Journal.Storage;
using Veinte.Model;
using Xunit;

namespace Veinte.Journal.Tests;

public sealed class AppendAndReadTests
{
    [Fact]
    public async Task Positions_have_no_gaps_and_what_was_appended_is_read_back_in_order()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        Assert.Equal(Position.None, journal.Head);

        Assert.Equal(new Position(1), await journal.Append(Samples.Batch(1, 3)));
        Assert.Equal(new Position(4), await journal.Append(Samples.Batch(4, 1)));
        Assert.Equal(new Position(5), await journal.Append(Samples.Batch(5, 5)));

        Assert.Equal(new Position(9), journal.Head);
        Assert.Equal(Enumerable.Range(1, 9), await Samples.ReadNumbers(journal));
        Assert.Equal(Enumerable.Range(5, 5), await Samples.ReadNumbers(journal, new(4)));
    }

    [Fact]
    public async Task A_record_that_is_read_is_lent_and_one_that_is_followed_stays()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        for (var i = 0; i < 20; i++) await journal.Append(Samples.Batch(1 + i * 3, 3, bodyBytes: 40 + i % 3 * 200));

        var read = new List<JournalRecord>();
        await foreach (var record in journal.Read(Position.None)) read.Add(record);
        var followed = new List<JournalRecord>();
        using var stop = new CancellationTokenSource();
        await journal.Follow([new(0, Position.None, async (record, _) =>
        {
            followed.Add(record);
            if (followed.Count == 20) await stop.CancelAsync();
        })], stop.Token);

        Assert.Equal(Enumerable.Range(1, 60), followed.SelectMany(Samples.Numbers));
        // Whoever keeps a record that he was lent finds another one in its place: nothing is copied for those who walk through.
        Assert.Contains(read.Zip(followed), pair => !pair.First.Payload.Span.SequenceEqual(pair.Second.Payload.Span));
    }

    [Fact]
    public async Task A_record_that_straddles_the_position_is_read_whole()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        await journal.Append(Samples.Batch(1, 4));
        await journal.Append(Samples.Batch(5, 4));

        Assert.Equal(Enumerable.Range(5, 4), await Samples.ReadNumbers(journal, new(6)));
        Assert.Empty(await Samples.ReadNumbers(journal, new(8)));
    }

    [Fact]
    public async Task A_real_directory_keeps_everything_across_many_files_and_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("veinte-journal-").FullName;
        try
        {
            await using (var journal = await SegmentedJournal.Open(new DirectoryStorage(directory), Samples.Quiet(segmentBytes: 4096)))
            {
                for (var i = 0; i < 100; i++) await journal.Append(Samples.Batch(1 + i * 3, 3, bodyBytes: 200));
            }
            Assert.True(Directory.GetFiles(directory, "*.journal").Length > 10);

            await using var again = await SegmentedJournal.Open(new DirectoryStorage(directory), Samples.Quiet(segmentBytes: 4096));
            Assert.Equal(new Position(300), again.Head);
            Assert.Equal(Enumerable.Range(1, 300), await Samples.ReadNumbers(again));
            Assert.Equal(new Position(301), await again.Append(Samples.Batch(301, 1)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Each_position_is_found_in_its_record_and_nothing_is_found_outside()
    {
        var storage = new SimulatedStorage();
        await using (var journal = await SegmentedJournal.Open(storage, Samples.Quiet(segmentBytes: 300_000)))
        {
            for (var i = 0; i < 400; i++) await journal.Append(Samples.Batch(1 + i * 5, 5, bodyBytes: 700));
        }
        await using var again = await SegmentedJournal.Open(storage, Samples.Quiet(segmentBytes: 300_000));
        foreach (var position in Enumerable.Range(1, 2000).Reverse())
        {
            var record = await again.Find(new(position));
            Assert.NotNull(record);
            Assert.InRange(position, record.First.Value, record.Last.Value);
            Assert.Contains(position, Samples.Numbers(record));
        }
        Assert.Null(await again.Find(Position.None));
        Assert.Null(await again.Find(new(2001)));
        Assert.Null(await again.Find(new(-5)));
    }

    [Fact]
    public async Task A_batch_whose_bytes_are_not_its_entries_is_refused()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        var good = Samples.Batch(1, 3);

        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.Append(good with { Count = 2 }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.Append(good with { Count = 4 }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.Append(good with { Payload = good.Payload[..^1] }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.Append(new EntryBatch(default, 0)));
        var e = await Assert.ThrowsAsync<ArgumentException>(
            async () => await journal.Append(new EntryBatch(new byte[JournalOptions.BatchBytesMax + 1], 1)));
        Assert.Contains("16777217 bytes; at most 16777216", e.Message);
        Assert.Equal(Position.None, journal.Head);
    }

    [Fact]
    public async Task The_longest_batch_that_is_allowed_comes_back_whole()
    {
        var storage = new SimulatedStorage();
        await using var journal = await SegmentedJournal.Open(storage, Samples.Quiet());
        var longest = Samples.Batch(1, 1, JournalOptions.BatchBytesMax - EntryHeader.Size);
        Assert.Equal(JournalOptions.BatchBytesMax, longest.Payload.Length);
        await journal.Append(longest);
        var record = await journal.Find(new(1));
        Assert.True(record!.Payload.Span.SequenceEqual(longest.Payload.Span));
    }

    [Fact]
    public async Task Appenders_at_the_same_time_each_get_their_own_positions()
    {
        var storage = new SimulatedStorage();
        var given = new System.Collections.Concurrent.ConcurrentDictionary<int, long>();
        await using (var journal = await SegmentedJournal.Open(storage, Samples.Quiet(segmentBytes: 20_000)))
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var number = writer * 1000 + i;
                    given[number] = (await journal.Append(Samples.Batch(number, 1))).Value;
                }
            }, TestContext.Current.CancellationToken)));
        }
        Assert.Equal(Enumerable.Range(1, 1600).Select(i => (long)i), given.Values.Order());
        await using var again = await SegmentedJournal.Open(storage, Samples.Quiet());
        var read = await Samples.ReadNumbers(again);
        Assert.Equal(given.OrderBy(pair => pair.Value).Select(pair => pair.Key), read);
    }

    [Fact]
    public async Task A_directory_can_be_written_by_one_journal_only_and_the_message_names_the_process()
    {
        var directory = Directory.CreateTempSubdirectory("veinte-journal-").FullName;
        try
        {
            await using (var journal = await SegmentedJournal.Open(new DirectoryStorage(directory), Samples.Quiet()))
            {
                var e = await Assert.ThrowsAsync<IOException>(() => SegmentedJournal.Open(new DirectoryStorage(directory), Samples.Quiet()));
                Assert.Contains($"the process {Environment.ProcessId}", e.Message);
            }
            await using var again = await SegmentedJournal.Open(new DirectoryStorage(directory), Samples.Quiet());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_reader_beside_the_writer_sees_what_is_whole()
    {
        var storage = new SimulatedStorage();
        var reader = new JournalReader(storage);
        Assert.Equal(Position.None, reader.Head());
        Assert.Empty(reader.Read(default));

        await using var journal = await SegmentedJournal.Open(storage, Samples.Quiet(segmentBytes: 4096));
        for (var i = 1; i <= 200; i++)
        {
            await journal.Append(Samples.Batch(i, 1));
            Assert.Equal(i, reader.Head().Value);
        }
        Assert.Equal(Enumerable.Range(1, 200), reader.Read(default).SelectMany(Samples.Numbers));
        Assert.Equal([77], Samples.Numbers(reader.Find(new(77))!));
        Assert.Null(reader.Find(new(201)));
    }
}
