using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>What capabilities keep beside the books: folded from the same entries, stored in the same commit.</summary>
public sealed class Folds_beside_the_books
{
    private static readonly PartitionOptions Options = new();

    [Fact]
    public void A_fold_sees_each_interaction_once_and_each_reversal_with_what_was_posted()
    {
        var fold = new Counting();
        var partition = Open(new(), fold);
        partition.Apply(Rated("m1", 1));
        partition.Apply(Rated("m1", 2));
        partition.Apply(Rated("m2", 3));
        partition.Apply(Reversed(3, 4));
        Assert.Equal((2, 1, 5_000L), (fold.Taken, fold.TakenBack, fold.AmountMilli));
    }

    [Fact]
    public void A_definition_counts_once_for_each_version_and_finds_the_lines_before_it()
    {
        var fold = new Counting();
        var partition = Open(new(), fold);
        partition.Apply(Rated("m1", 1));
        partition.Apply(Defined(version: 1, position: 2));
        partition.Apply(Defined(version: 1, position: 3));
        partition.Apply(Defined(version: 3, position: 4));
        partition.Apply(Defined(version: 2, position: 5));
        Assert.Equal((2, 1L), (fold.Definitions, fold.LinesBefore));
        Assert.Equal((2, 5L), partition.DefinitionAt("counting", "x"));
        Assert.Equal(2, partition.NotesNow().Drops.Single(drop => drop.Reason == "version-already-taken").Count);
    }

    [Fact]
    public void A_restart_goes_on_where_the_fold_was_and_agrees_with_one_that_never_stopped()
    {
        var checkpoints = new SimulatedCheckpoints();
        var live = Open(checkpoints, new Counting());
        for (var i = 1; i <= 5; i++) live.Apply(Rated($"m{i}", i));
        live.Apply(Defined(version: 1, position: 6));
        live.BeginSnapshot(1);
        Assert.True(checkpoints.Commit(live.TakeSlice(int.MaxValue)!, CommitFault.None, 0));
        live.SnapshotCommitted();
        var restarted = Open(checkpoints, new Counting());
        foreach (var partition in (Partition[])[live, restarted]) partition.Apply(Rated("m7", 7));
        Assert.Equal(6, restarted.Folds.Get<Counting>().Taken);
        Assert.Equal(live.Folds.Digest(), restarted.Folds.Digest());
    }

    [Fact]
    public void State_from_before_a_fold_is_told_to_be_outdated()
    {
        var before = Open(new(), []);
        before.Apply(Rated("m1", 1));
        before.BeginSnapshot(1);
        var change = before.TakeSlice(int.MaxValue)!;
        var outdated = Assert.Throws<OutdatedStateException>(() =>
            new Partition(0, 1, Options, new SimulatedCheckpoints(), new(1, 0, change.Aggregates.ToArray()), live: null, folds: new FoldSet(new Counting())));
        Assert.Contains("counting", outdated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_that_an_earlier_version_kept_are_made_again_from_the_journal_without_being_asked()
    {
        await using var scenario = await Scenario.Open();
        for (var i = 0; i < 40; i++) await scenario.Rates($"c{i % 7}", $"t{i % 3}", 1 + i % 5);
        var before = await scenario.Balanced();
        await scenario.Node.DisposeAsync();
        foreach (var file in scenario.Files("partition-*.db")) MakeOlder(file);
        await scenario.Reopen();
        Assert.Equal(before, await scenario.Balanced());
        Assert.False(scenario.Node.Failure.IsCompleted);
    }

    private static void MakeOlder(string file)
    {
        using var db = new SqliteConnection($"Data Source={file};Pooling=False");
        db.Open();
        using var read = db.CreateCommand();
        read.CommandText = "select aggregates from head where aggregates is not null";
        if (read.ExecuteScalar() is not byte[] bytes) return;
        bytes[0]--;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(bytes.Length - 8), XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - 8)));
        using var write = db.CreateCommand();
        write.CommandText = "update head set aggregates = $bytes";
        write.Parameters.AddWithValue("$bytes", bytes);
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    private static Partition Open(SimulatedCheckpoints checkpoints, params IFold[] folds) =>
        new(0, 1, Options, checkpoints, checkpoints.Open(1).AsTask().GetAwaiter().GetResult(), live: null, folds: new FoldSet(folds));

    private static JournalRecord Rated(string message, long position)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, "ana", "shop", 4, message, "luis", "madrid");
        return new(new(position), 1, builder.Build().Payload);
    }

    private static JournalRecord Reversed(long posting, long position)
    {
        using var builder = new EntryBatchBuilder();
        var key = Model.StableHash.Customer(Model.IdentifierKind.User, "ana");
        builder.Add(
            new() { Kind = EntryKind.ReversalRequested, Key = key, OccurredAt = Ratings.Start, ReceivedAt = Ratings.Start },
            new(posting, "maria", "wrong", null), EntryJson.Default.ReversalRequested);
        return new(new(position), 1, builder.Build().Payload);
    }

    private static JournalRecord Defined(int version, long position)
    {
        using var builder = new EntryBatchBuilder();
        builder.Add(
            new()
            {
                Kind = EntryKind.DefinitionSet, Flags = EntryFlags.Broadcast, Message = (UInt128)(ulong)position, OccurredAt = Ratings.Start,
                ReceivedAt = Ratings.Start,
            },
            new("counting", "x", version, "maria", JsonSerializer.SerializeToElement(new { })), EntryJson.Default.DefinitionSet);
        return new(new(position), 1, builder.Build().Payload);
    }

    /// <summary>Counts what it is told.</summary>
    private sealed class Counting : IFold
    {
        public int Taken { get; private set; }
        public int TakenBack { get; private set; }
        public int Definitions { get; private set; }
        public long LinesBefore { get; private set; }
        public long AmountMilli { get; private set; }

        public string Name => "counting";

        public void Take(in InteractionView interaction, in FoldedInteraction folded)
        {
            Taken++;
            AmountMilli += folded.Amount.Milli;
        }

        public void TakeBack(in FoldedReversal reversal)
        {
            TakenBack++;
            AmountMilli -= reversal.Line.Amount;
        }

        public void Define(DefinitionSet definition, in DefinitionContext context)
        {
            if (Definitions++ == 0) LinesBefore = context.Daybook.Count - 1;
        }

        public void Write(BinaryWriter writer)
        {
            writer.Write(Taken);
            writer.Write(TakenBack);
            writer.Write(Definitions);
            writer.Write(LinesBefore);
            writer.Write(AmountMilli);
        }

        public void Read(BinaryReader reader) => (Taken, TakenBack, Definitions, LinesBefore, AmountMilli) =
            (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64());
    }
}
