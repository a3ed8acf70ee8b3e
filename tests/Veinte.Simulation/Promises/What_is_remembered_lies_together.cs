using CsCheck;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Simulation.Promises;

/// <summary>What promises remember of customers lies side by side in blocks of their partition: nobody reads another's, and whoever leaves makes room.</summary>
public sealed class What_is_remembered_lies_together
{
    [Fact]
    public void Customers_who_share_blocks_each_keep_their_own_whoever_comes_forgets_and_goes_in_between()
    {
        var moves = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[0, 30], Gen.Int[1, 3], Gen.Double[0, 1], Gen.OneOf(Gen.Const(0.0), Gen.Double[1, 5])).Array[0, 250];
        moves.Sample(
            all =>
            {
                var blocks = RememberedBlocks.OfPartition();
                var (memories, expected) = (new PromiseMemory[5], new Dictionary<int, Remembered>[5]);
                for (var i = 0; i < 5; i++) (memories[i], expected[i]) = (new(), []);
                foreach (var (who, what, promise, count, mean, before) in all)
                {
                    memories[who].LieIn(blocks);
                    if (what == 0)
                    {
                        memories[who].Release();
                        expected[who].Clear();
                    }
                    else if (what == 1 && expected[who].Remove(promise, out var known))
                    {
                        memories[who].Remove(known);
                    }
                    else
                    {
                        var sum = mean * count;
                        var entry = new Remembered(1 + promise, promise % 5, promise % 8, 20_000, new(count, sum, new(sum / count, mean)), 1_000 + promise, count == 1 ? sum : mean, before);
                        Assert.True(memories[who].Put(entry));
                        expected[who][promise] = entry;
                    }
                    for (var i = 0; i < 5; i++)
                    {
                        Assert.Equal(expected[i].Count, memories[i].Count);
                        foreach (var (of, entry) in expected[i]) Assert.Equal(entry, Assert.Single(memories[i].At(1_000 + of)));
                    }
                }
                foreach (var memory in memories) memory.Release();
                Assert.Equal(0, blocks.InUse);
            },
            iter: 100);
    }

    [Fact]
    public void They_are_written_byte_by_byte_as_their_layout_says_and_read_again()
    {
        Remembered[] kinds =
        [
            new(300, 2, 3, 20_000, new(1, 0.75, new(0.75, 0.5)), 123_456, 0.75),
            new(8, 1, 0, -3, new(1, 0.25, new(0.25, 0.1)), 5, 0.25, Before: 4.5),
            new(9, 0, 7, 20_001, new(3, 1.5, new(0.5, 0.4)), 1L << 40, 0.9),
            new(10, 0, 1, 1_764_000_000_000_000, default, 99, 0),
            new(11, 0, 1, 1_764_000_000_000_001, default, 100, 1),
        ];
        // More than is handed over at once.
        var entries = Enumerable.Range(0, 100).Select(number => kinds[number % kinds.Length] with { Evidence = 1_000 + number }).ToArray();
        var memory = new PromiseMemory();
        foreach (var entry in entries) memory.Put(entry);
        using var written = new MemoryStream();
        using (var writer = new BinaryWriter(written, System.Text.Encoding.UTF8, leaveOpen: true)) memory.Write(writer);

        using var expected = new MemoryStream();
        using (var writer = new BinaryWriter(expected, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write((byte)3);
            writer.Write7BitEncodedInt(entries.Length);
            foreach (var entry in entries) WriteLayout3(writer, entry);
        }
        Assert.Equal(expected.ToArray(), written.ToArray());

        written.Position = 0;
        using var reader = new BinaryReader(written);
        var again = PromiseMemory.Read(reader);
        foreach (var group in entries.GroupBy(entry => entry.Position)) Assert.Equal(group, again.At(group.Key).OrderBy(entry => entry.Evidence));
    }

    private static void WriteLayout3(BinaryWriter writer, Remembered entry)
    {
        var (waits, aside) = (entry.Answers.Count == 0, entry.Answers.Count > 1 || entry.Before != 0);
        writer.Write7BitEncodedInt64(entry.Evidence);
        writer.Write((byte)(entry.Track | (aside ? 8 : 0) | (waits ? 16 : 0) | (waits && entry.Last != 0 ? 32 : 0)));
        writer.Write((byte)entry.Arm);
        writer.Write7BitEncodedInt64(entry.Position);
        if (waits)
        {
            writer.Write(entry.Period);
            return;
        }
        writer.Write7BitEncodedInt64((entry.Period << 1) ^ (entry.Period >> 63));
        writer.Write7BitEncodedInt(entry.Answers.Count);
        writer.Write(entry.Answers.Sum);
        writer.Write(entry.Answers.Counted.Predicted);
        if (!aside) return;
        writer.Write(entry.Before);
        writer.Write(entry.Last);
    }

    [Fact]
    public void Customers_who_leave_memory_leave_their_place_to_others()
    {
        var blocks = RememberedBlocks.OfPartition();
        var customers = new CustomerTable(ReplayedPartitions.EmptyCheckpoints.Instance, inMemoryMax: 8, lastNumber: 0, known: 0);
        for (var i = 0; i < 100; i++)
        {
            var identifier = new Identifier(IdentifierKind.User, $"c{i}");
            var memory = customers.Add(identifier, identifier.Key).Remember<PromiseMemory>();
            memory.LieIn(blocks);
            Assert.True(memory.Put(new(7, 0, 0, 20_000, new(1, 0.5, new(0.5, 0.5)), 1 + i, 0.5)));
            customers.Trim();
        }
        Assert.InRange(customers.InMemory, 8, 10);
        Assert.Equal(customers.InMemory, blocks.InUse);
    }

    [Fact]
    public void What_a_customer_hands_over_when_he_is_merged_leaves_his_place_to_others()
    {
        var blocks = RememberedBlocks.OfPartition();
        var identifier = new Identifier(IdentifierKind.Anonymous, "device");
        var customer = new CustomerState { Identifier = identifier, Key = identifier.Key, Number = 1 };
        var memory = customer.Remember<PromiseMemory>();
        memory.LieIn(blocks);
        var entry = new Remembered(7, 0, 0, 20_000, new(2, 1.25, new(0.625, 0.5)), 3, 0.75);
        Assert.True(memory.Put(entry));

        var bytes = CustomerCodec.TakeMemories(customer);

        Assert.Equal(0, blocks.InUse);
        CustomerCodec.AbsorbMemories(customer, bytes);
        Assert.Equal(entry, Assert.Single(customer.Recall<PromiseMemory>()!.At(3)));
    }
}
