using System.Globalization;
using System.Runtime.InteropServices;
using CsCheck;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>What checkpoints and daybooks hold on disk (docs/internals/books-format.md): frozen, and told when it was changed.</summary>
public sealed class Frozen_books
{
    [Fact]
    public void A_daybook_line_has_every_field_where_it_always_was()
    {
        var line = new DaybookEntry
        {
            Position = 0x0101010101010101, OccurredAt = 0x0202020202020202, Message = UInt128.Parse("03030303030303030303030303030303", NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            Amount = 0x0404040404040404, Grade = 0x05050505, Weight = 0x06060606, Touchpoint = 0x07070707, Staff = 0x08080808,
            Area = 0x09090909, Customer = 0x0A0A0A0A, PreviousOfCustomer = 0x0B0B0B0B, PreviousOfTouchpoint = 0x0C0C0C0C,
            PreviousOfStaff = 0x0D0D0D0D, PreviousOfArea = 0x0E0E0E0E, Par = 0x0F0F0F0F, PolicyVersion = 0x10101010,
            Kind = DaybookKind.Noted, Channel = Channel.Other, Related = 0x11111111,
        };
        Assert.Equal(
            "0101010101010101020202020202020203030303030303030303030303030303040404040404040405050505060606060707070708080808"
            + "090909090A0A0A0A0B0B0B0B0C0C0C0C0D0D0D0D0E0E0E0E0F0F0F0F101010100613000011111111",
            Convert.ToHexString(MemoryMarshal.AsBytes(new Span<DaybookEntry>(ref line))));
        Assert.Equal(
            "Posting=1 Ungraded=2 Reversal=3 TransferIn=4 TransferOut=5 Noted=6",
            string.Join(' ', Enum.GetValues<DaybookKind>().Select(kind => $"{kind}={(int)kind}")));
        Assert.Equal(
            "Waiting=1 Replayed=2 Discarded=3",
            string.Join(' ', Enum.GetValues<Partition.QuarantineState>().Select(state => $"{state}={(int)state}")));
    }

    [Fact]
    public void A_merge_in_an_old_journal_brings_what_promises_remembered_in_their_first_layout()
    {
        // Memories' layout 1, one memory of kind 1 in its layout 1: one entry without a number from before.
        const string bytes = "01" + "01" + "01" + "01" + "01"
            + "2A00000000000000" + "03" + "02" + "E34F000000000000" + "02" + "0000000000001C40" + "0000000000000C40" + "0000000000000840" + "1500000000000000" + "0000000000001040";

        var memory = Assert.IsType<PromiseMemory>(Assert.Single(CustomerMemories.Decode(Convert.FromHexString(bytes))));

        var entry = Assert.Single(memory.At(0x15));
        Assert.Equal(new Remembered(42, 3, 2, 0x4FE3, new(2, 7, new(3.5, 3)), 0x15, 4, Before: 0), entry);
        Assert.Equal(entry, Assert.Single(Assert.IsType<PromiseMemory>(Assert.Single(CustomerMemories.Decode(CustomerMemories.Encode([memory])))).At(0x15)));
    }

    [Theory]
    [InlineData("01" + "01" + "01" + "02" + "01" + "2A00000000000000" + "03" + "02" + "E34F000000000000" + "02" + "000000000000F43F" + "000000000000E43F" + "000000000000E83F"
        + "1500000000000000" + "000000000000E03F" + "0000000000000840")]
    [InlineData("01" + "01" + "01" + "03" + "01" + "2A" + "0B" + "02" + "15" + "C6BF02" + "02" + "000000000000F43F" + "000000000000E83F" + "0000000000000840" + "000000000000E03F")]
    public void What_promises_remember_is_read_in_every_layout_that_was_written(string bytes)
    {
        var memory = Assert.IsType<PromiseMemory>(Assert.Single(CustomerMemories.Decode(Convert.FromHexString(bytes))));

        Assert.Equal(new Remembered(42, 3, 2, 0x4FE3, new(2, 1.25, new(0.625, 0.75)), 0x15, 0.5, Before: 3), Assert.Single(memory.At(0x15)));
        Assert.Equal("010101" + "03", Convert.ToHexString(CustomerMemories.Encode([memory]))[..8]);
    }

    [Theory]
    // Kind 2, which said nothing of grades that were let go; an outcome that waits did not say where its trip begins.
    [InlineData("01" + "01" + "02" + "01" + "05" + "7700000000000000" + "983A" + "01" + "9900000000000000" + "01" + "01" + "0900000000000000" + "0000000000000000" + "0000000000001C40"
        + "8800000000000000" + "014A" + "00" + "00", 0)]
    // Kind 3: its layout, up to when grades were let go, an outcome of which marks were forgotten, the same, and a touchpoint with three grades let go.
    [InlineData("01" + "01" + "03" + "01" + "0400000000000000" + "01" + "9900000000000000" + "0300000000000000" + "01" + "05" + "7700000000000000" + "983A" + "01" + "9900000000000000" + "01" + "01" + "0900000000000000" + "FFFFFFFFFFFFFF7F" + "0000000000001C40"
        + "8800000000000000" + "014A" + "00" + "01" + "6600000000000000" + "B0EA01" + "03" + "00", 3)]
    public void What_moments_remember_is_read_in_every_layout_that_was_written(string bytes, int carried)
    {
        var memory = Assert.IsType<TripMemory>(Assert.Single(CustomerMemories.Decode(Convert.FromHexString(bytes))));

        Assert.Equal((1, new MetGrade(5, 0x77, 15_000)), (memory.Grades.Count, memory.Grades[0]));
        var mark = Assert.Single(memory.Marks);
        Assert.Equal((0x99UL, 1, MarkState.Waiting, 9L, OutcomeMark.Unknown, 7.0, 0x88UL, "J", ""), (mark.Outcome, mark.Version, mark.State, mark.At, mark.From, mark.Value, mark.Touchpoint, mark.Journey, mark.Segment));
        Assert.Equal((carried, carried > 0 ? 4 : long.MinValue, carried > 0 ? 3 : long.MinValue), (mark.Carried.Count, memory.LetGoUpTo, memory.ForgottenUpTo(0x99)));
        if (carried > 0) Assert.Equal(bytes, Convert.ToHexString(CustomerMemories.Encode([memory])));
    }

    [Fact]
    public void What_promises_remember_comes_back_as_it_was_put_however_often_it_grew_was_written_and_read()
    {
        var answers = Gen.Select(Gen.Double[0, 1], Gen.Int[1, 9], Gen.Double[0, 1], Gen.Int[-800, 30_000]).Select((mean, count, predicted, day) =>
            new Remembered(0, 0, 0, day, new(count, mean * count, new(mean * count / count, predicted)), 0, count == 1 ? mean : predicted));
        var waiting = Gen.Select(Gen.Long[-1_000_000, 4_000_000_000_000_000], Gen.Bool).Select((at, followed) => new Remembered(0, 0, 0, at, default, 0, followed ? 1 : 0));
        var entries = Gen.Select(Gen.OneOf(answers, waiting), Gen.Int[0, 5], Gen.Int[0, 7], Gen.OneOf(Gen.Const(0.0), Gen.Double[-5, 5])).Array[0, 40]
            .Select(all => all.Select((one, i) => one.Item1 with { Evidence = 7 + i * 1_000L, Track = one.Item2, Arm = one.Item3, Before = one.Item4, Position = 100_000L * i + 1 }).ToArray());
        Gen.Select(entries, Gen.Int[0, 40]).Sample((all, forgotten) =>
        {
            var memory = new PromiseMemory();
            foreach (var entry in all) Assert.True(memory.Put(entry));
            if (forgotten < all.Length) memory.Remove(all[forgotten]);
            var read = all.Length == 0 ? memory : (PromiseMemory)CustomerMemories.Decode(CustomerMemories.Encode([memory])).FirstOrDefault(new PromiseMemory());
            for (var i = 0; i < all.Length; i++)
                foreach (var one in (PromiseMemory[])[memory, read])
                    Assert.Equal(i == forgotten ? [] : [all[i]], one.At(all[i].Position));
        }, iter: 2_000);
    }

    [Fact]
    public void Stored_state_that_changed_on_disk_is_told_whatever_changed_and_never_read()
    {
        var (aggregates, customer) = Stored();
        foreach (var sound in (byte[][])[aggregates, customer])
        {
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, sound.Length - 1], Gen.Int[1, 255], Gen.Byte.Array[1, 60]).Sample((how, at, mask, rubbish) =>
            {
                byte[] changed = how switch
                {
                    0 => [.. sound[..at], (byte)(sound[at] ^ mask), .. sound[(at + 1)..]],
                    1 => sound[..at],
                    2 => [.. sound, .. rubbish],
                    _ => rubbish,
                };
                var told = Assert.Throws<InvalidDataException>(() => Read(changed, ReferenceEquals(sound, aggregates)));
                Assert.Contains("rebuilt from the journal", told.Message, StringComparison.Ordinal);
            }, iter: 2_000);
        }
    }

    [Fact]
    public void A_restart_does_not_change_which_repeats_are_recognised()
    {
        // Lines without a message of their own stand in the window, too: before a restart and after it.
        var options = new PartitionOptions { DedupeWindow = 4 };
        var checkpoints = new SimulatedCheckpoints();
        var live = Open(checkpoints, options);
        var position = 0L;
        for (var i = 1; i <= 3; i++) live.Apply(Rated($"m{i}", ++position));
        for (var i = 1; i <= 3; i++) live.Apply(Reversed(i, ++position));
        live.BeginSnapshot(1);
        Assert.True(checkpoints.Commit(live.TakeSlice(int.MaxValue)!, CommitFault.None, 0));
        live.SnapshotCommitted();
        var restarted = Open(checkpoints, options);
        foreach (var partition in (Partition[])[live, restarted])
            for (var i = 1; i <= 3; i++)
                partition.Apply(Rated($"m{i}", position + i));
        Assert.Equal(live.TotalsNow(), restarted.TotalsNow());
        Assert.Equal(live.NotesNow().Drops, restarted.NotesNow().Drops);
    }

    private static (byte[] Aggregates, byte[] Customer) Stored()
    {
        var partition = Open(new(), new());
        partition.Apply(Rated("m1", 1));
        partition.Apply(Reversed(1, 2));
        partition.BeginSnapshot(1);
        var change = partition.TakeSlice(int.MaxValue)!;
        return (change.Aggregates.ToArray(), change.Customers[0].State.ToArray());
    }

    private static void Read(byte[] bytes, bool areAggregates)
    {
        if (areAggregates) _ = new Partition(0, 1, new(), new SimulatedCheckpoints(), new CheckpointHead(1, 0, bytes), live: null);
        else CustomerCodec.Decode(bytes);
    }

    private static Partition Open(SimulatedCheckpoints checkpoints, PartitionOptions options) =>
        new(0, 1, options, checkpoints, checkpoints.Open(1).AsTask().GetAwaiter().GetResult(), live: null);

    private static JournalRecord Rated(string message, long position)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, "ana", "shop", 4, message, "luis", "madrid");
        return new(new(position), 1, builder.Build().Payload);
    }

    private static JournalRecord Reversed(long posting, long position)
    {
        using var builder = new EntryBatchBuilder();
        var key = StableHash.Customer(IdentifierKind.User, "ana");
        builder.Add(
            new() { Kind = EntryKind.ReversalRequested, Key = key, OccurredAt = Ratings.Start, ReceivedAt = Ratings.Start },
            new(posting, "maria", "wrong", null), EntryJson.Default.ReversalRequested);
        return new(new(position), 1, builder.Build().Payload);
    }
}
