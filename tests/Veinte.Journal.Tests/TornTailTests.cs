using Veinte.Journal.Segments;
using Veinte.Journal.Simulation;
using Xunit;

namespace Veinte.Journal.Tests;

public sealed class TornTailTests
{
    private const string FileName = "00000000000000000001.journal";

    /// <summary>Two acknowledged groups and a last one of three batches that was written and not flushed.</summary>
    private static (SimulatedStorage Storage, long Acknowledged) WithUnflushedGroup()
    {
        var storage = new SimulatedStorage();
        var writer = JournalWriter.Recover(storage, Samples.Quiet());
        Write(writer, (1, 3), (4, 2));
        Write(writer, (6, 1));
        var end = writer.Extent.End;
        storage.EndAt(storage.Operations + 2);
        Assert.Throws<SimulatedEndException>(() => Write(writer, (7, 2), (9, 3), (12, 1)));
        return (storage.AfterKill(), end);
    }

    private static void Write(JournalWriter writer, params (int First, int Count)[] batches)
    {
        writer.Begin();
        foreach (var (first, count) in batches) writer.Stage(Samples.Batch(first, count, bodyBytes: 33));
        writer.Commit();
    }

    private static SimulatedStorage Holding(ReadOnlySpan<byte> content)
    {
        var storage = new SimulatedStorage();
        storage.Put(FileName, content);
        return storage;
    }

    private static List<int> Recovered(SimulatedStorage storage, Action<string>? report = null)
    {
        using var writer = JournalWriter.Recover(storage, Samples.Quiet(report));
        return [.. JournalScan.Records(storage, writer.Extent, default).SelectMany(Samples.Numbers)];
    }

    [Fact]
    public void A_tail_torn_at_any_byte_is_cut_and_nothing_acknowledged_is_lost()
    {
        var (storage, acknowledged) = WithUnflushedGroup();
        var whole = storage.Content(FileName);
        int[] wholeBatches = [6, 8, 11, 12];
        for (var length = acknowledged; length <= whole.Length; length++)
        {
            var reports = new List<string>();
            var torn = Holding(whole.AsSpan(0, (int)length));
            var numbers = Recovered(torn, reports.Add);
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
            Assert.Contains(numbers.Count, wholeBatches);
            if (length == whole.Length) Assert.Equal(12, numbers.Count);

            // What was cut is told, and a second start finds nothing left to do.
            if (reports.Count > 0) Assert.Contains("cut short", Assert.Single(reports));
            reports.Clear();
            Assert.Equal(numbers, Recovered(torn, reports.Add));
            Assert.Empty(reports);
        }
    }

    [Fact]
    public void Rubbish_or_zeros_behind_the_last_acknowledged_record_are_cut()
    {
        var (storage, acknowledged) = WithUnflushedGroup();
        var whole = storage.Content(FileName);
        var random = new Random(20);
        for (var i = 0; i < 500; i++)
        {
            var rubbish = new byte[random.Next(1, 3000)];
            if (i % 3 != 0) random.NextBytes(rubbish);
            Assert.Equal(Enumerable.Range(1, 6), Recovered(Holding([.. whole.AsSpan(0, (int)acknowledged), .. rubbish])));
        }
    }

    [Fact]
    public void Sectors_of_the_last_group_may_reach_the_disk_in_any_order()
    {
        var (storage, acknowledged) = WithUnflushedGroup();
        var whole = storage.Content(FileName);
        // A hole anywhere in the group, with sound records of the same group behind it.
        for (var hole = acknowledged; hole < whole.Length; hole++)
        {
            var content = whole.ToArray();
            content.AsSpan((int)hole, (int)Math.Min(16, content.Length - hole)).Clear();
            var numbers = Recovered(Holding(content));
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
            Assert.InRange(numbers.Count, 6, 12);
        }
    }

    [Fact]
    public void A_client_cannot_forge_a_record_inside_its_own_text()
    {
        // A batch whose body is a sound record of another group under a guessed salt, torn in the middle.
        var forged = new byte[RecordHeader.Size];
        new RecordHeader(1000, 1, 10, 0, 0).Write(forged, salt: 0);
        var storage = new SimulatedStorage();
        var writer = JournalWriter.Recover(storage, Samples.Quiet());
        using var builder = new Entries.EntryBatchBuilder();
        builder.Add(new() { Kind = Entries.EntryKind.Quarantined }, [.. forged, .. new byte[100]]);
        writer.Begin();
        writer.Stage(builder.Build());
        writer.Commit();
        var content = storage.Content(FileName);
        Assert.Empty(Recovered(Holding(content.AsSpan(0, content.Length - 20))));
    }

    [Fact]
    public void A_file_whose_creation_never_ended_is_removed()
    {
        var storage = new SimulatedStorage();
        using (var writer = JournalWriter.Recover(storage, Samples.Quiet())) Write(writer, (1, 3));
        for (var length = 0; length < Segment.HeaderSize; length++)
        {
            var header = new byte[Segment.HeaderSize];
            new Segment(4, 99).WriteHeader(header);
            storage.Put(Segment.NameOf(4), header.AsSpan(0, length));
            var reports = new List<string>();
            Assert.Equal([1, 2, 3], Recovered(storage, reports.Add));
            Assert.Contains("was being created", Assert.Single(reports));
            Assert.DoesNotContain(Segment.NameOf(4), storage.List());
        }
    }

    [Fact]
    public void Recovery_writes_the_last_group_again_because_a_failed_flush_leaves_it_in_memory_only()
    {
        var storage = new SimulatedStorage();
        var writer = JournalWriter.Recover(storage, Samples.Quiet());
        Write(writer, (1, 3));
        storage.FlushesToFail = 1;
        Assert.Throws<IOException>(() => Write(writer, (4, 2)));

        // The process restarts: the operating system still shows what never reached the disk.
        var restarted = storage.AfterKill();
        Assert.Equal([1, 2, 3, 4, 5], Recovered(restarted));

        // Whoever has been told of positions 4 and 5 finds them after a power loss, too.
        Assert.Equal([1, 2, 3, 4, 5], Recovered(restarted.AfterPowerLoss(new(1))));
    }
}
