using Veinte.Engine.Seams;
using Veinte.Ledger;

namespace Veinte.Engine.Partitions;

// A snapshot is of one position. The partition's own state is encoded when it begins; its customers are encoded in
// slices between records, each before it changes again (CustomerTable), so that the loop is never held up for long.
public sealed partial class Partition
{
    private CheckpointChange? _snapshot;

    /// <summary>Whether a snapshot is being taken or committed.</summary>
    internal bool SnapshotOpen { get; private set; }

    /// <summary>Whether customers of the open snapshot are still to be encoded; false while it is only being committed.</summary>
    internal bool SnapshotUnfinished => _snapshot is not null;

    /// <summary>Begins a snapshot at the present position.</summary>
    internal void BeginSnapshot(long epoch)
    {
        SnapshotOpen = true;
        _sinceSnapshot = 0;
        var (offset, daybook) = _daybook.Seal();
        _snapshot = new(epoch, _position, WriteAggregates(), [], offset, daybook);
        _customers.BeginSnapshot();
    }

    /// <summary>Encodes some customers; returns the finished change when none is left, else null.</summary>
    internal CheckpointChange? TakeSlice(int max)
    {
        if (_snapshot is null || !_customers.TakeSlice(max)) return null;
        var change = _snapshot with { Customers = _customers.EndSnapshot() };
        _snapshot = null;
        return change;
    }

    /// <summary>The snapshot is committed.</summary>
    internal void SnapshotCommitted()
    {
        _daybook.Committed();
        _customers.Committed();
        SnapshotOpen = false;
    }

    private ReadOnlyMemory<byte> WriteAggregates() =>
        StoredState.Keep(this, static (writer, books) => books.WriteAggregates(writer), _customers.SnapshotBytes);

    private void WriteAggregates(StateWriter writer)
    {
        writer.Write(_count);
        writer.Write(_customers.LastNumber);
        writer.Write(_customers.Known);
        WriteTotals(writer);
        WriteBlock(writer, _producers.Write);
        WriteBlock(writer, _course.Write);
        WriteBlock(writer, _group.Write);
        _chains.Write(writer);
        WritePolicies(writer);
        WriteDrops(writer);
        WritePending(writer);
        WriteDisputes(writer);
        WriteImports(writer);
        WriteQuarantine(writer);
        WriteDecisions(writer);
        WriteDefinitions(writer);
        _folds.Write(writer);
    }

    private (uint LastNumber, long Known) ReadAggregates(byte[] bytes) => StoredState.Read(bytes, "The partition's state", ReadAggregates);

    private (uint LastNumber, long Known) ReadAggregates(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count != _count)
            throw new InvalidDataException($"These books were opened with {count} partitions, not {_count}; the number is fixed when books are first opened.");
        var lastNumber = reader.ReadUInt32();
        var known = reader.ReadInt64();
        ReadTotals(reader);
        _producers = ProducerBooks.Read(ReadBlock(reader), _options.ProducerNamesMax);
        _course = HourlyCourse.Read(ReadBlock(reader));
        _group = GroupFigures.Read(ReadBlock(reader));
        _chains.Read(reader);
        ReadPolicies(reader);
        ReadDrops(reader);
        ReadPending(reader);
        ReadDisputes(reader);
        ReadImports(reader);
        ReadQuarantine(reader);
        ReadDecisions(reader);
        ReadDefinitions(reader);
        _folds.Read(reader);
        if (_policies.Count > 0) UsePolicy(_policies[^1].Json, _policies[^1].Version);
        return (lastNumber, known);
    }
}
