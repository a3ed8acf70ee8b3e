using CsCheck;
using Veinte.Cluster.Calls;
using Veinte.Cluster.Checkpoints;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Cluster.Tests;

public sealed class Questions_travel
{
    /// <summary>A new question of the engine is held to this at once: its type and its answer's have a shape that can be written.</summary>
    [Fact]
    public void Every_question_and_every_answer_can_be_sent_to_another_node()
    {
        Assert.Contains(Questions.All, kind => kind.Question == typeof(CustomerQuery));
        Assert.Empty(Questions.All.SelectMany(kind => (Type[])[kind.Question, kind.Answer]).Select(Fault).OfType<string>());
    }

    [Fact]
    public void A_type_without_a_fixed_shape_is_refused()
    {
        Assert.NotNull(Fault(typeof(Func<int>)));
        Assert.NotNull(Fault(typeof(IReadOnlyList<object>)));
        Assert.Throws<NotSupportedException>(() => StructuralCodec.Write(typeof(Plain), new Special(1, "more")));
    }

    [Fact]
    public void What_is_written_is_read_as_it_was() => Gen.Select(Gen.Long, Gen.String, Gen.Int.Array, Gen.Bool).Sample((number, text, many, yes) =>
    {
        var listing = new CustomersQuery(new(yes ? text : null, CustomerSort.LastAt, yes, many.Length, 7));
        Assert.Equal(listing, StructuralCodec.Read(typeof(CustomersQuery), StructuralCodec.Write(typeof(CustomersQuery), listing)));
        var figures = new AccountFigures();
        foreach (var one in many.Take(20)) figures.Count(new Instant(Math.Abs((long)one)));
        var account = new ProducerAccount(text, figures);
        var back = (ProducerAccount)StructuralCodec.Read(typeof(ProducerAccount), StructuralCodec.Write(typeof(ProducerAccount), account))!;
        Assert.Equal((account.Name, figures.Interactions, figures.LastAt), (back.Name, back.Figures.Interactions, back.Figures.LastAt));
        var lines = new DaybookAnswer([new() { Position = number, Grade = many.Length, Message = unchecked((UInt128)(ulong)number) }], number, [text], [], [text, text]);
        var read = (DaybookAnswer)StructuralCodec.Read(typeof(DaybookAnswer), StructuralCodec.Write(typeof(DaybookAnswer), lines))!;
        Assert.Equal((number, many.Length, unchecked((UInt128)(ulong)number)), (read.Lines[0].Position, read.Lines[0].Grade, read.Lines[0].Message));
        Assert.Equal(lines.Areas, read.Areas);
    });

    [Fact]
    public void Bytes_that_are_cut_or_too_long_are_no_answer()
    {
        var bytes = StructuralCodec.Write(typeof(PartitionTotals), new PartitionTotals(1, 2, 3, 4, 5, 6, 7));
        foreach (var wrong in (byte[][])[bytes[..^1], [.. bytes, 0], []])
            Assert.Throws<InvalidDataException>(() => StructuralCodec.Read(typeof(PartitionTotals), wrong));
    }

    [Fact]
    public void The_filter_of_stored_keys_forgets_none_and_lets_few_strangers_through()
    {
        var filter = new KeyFilter(0);
        var random = new Random(5);
        UInt128 Key() => unchecked(new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue)));
        var keys = Enumerable.Range(0, 100_000).Select(_ => Key()).ToArray();
        foreach (var key in keys) filter.Add(key);
        Assert.All(keys, key => Assert.True(filter.MayHold(key)));
        var strangers = Enumerable.Range(0, 100_000).Count(_ => filter.MayHold(Key()));
        Assert.InRange(strangers, 0, 5_000);
    }

    private static string? Fault(Type type)
    {
        try
        {
            StructuralCodec.ShapeOf(type);
            return null;
        }
        catch (NotSupportedException fault)
        {
            return fault.Message;
        }
    }

    private record Plain(int Number);

    private sealed record Special(int Number, string More) : Plain(Number);
}
