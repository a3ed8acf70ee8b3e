using System.Buffers;
using System.Text;
using System.Text.Json;
using Veinte.Engine.Seams;
using Veinte.Journal.Entries;
using Veinte.Ledger;

namespace Veinte.Engine.Partitions;

// A snapshot is of one position. The partition's own state is encoded when it begins; its customers are encoded in
// slices between records, each before it changes again (CustomerTable), so that the loop is never held up for long.
public sealed partial class Partition
{
    private const byte AggregatesVersion = 1;

    private CheckpointChange? _snapshot;

    /// <summary>Whether a snapshot is being taken or committed.</summary>
    internal bool SnapshotOpen { get; private set; }

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

    private byte[] WriteAggregates()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(AggregatesVersion);
        writer.Write(_count);
        writer.Write(_customers.LastNumber);
        writer.Write(_customers.Known);
        writer.Write(_totals.CustomersMilli);
        writer.Write(_totals.ProducersMilli);
        writer.Write(_totals.InTransitMilli);
        writer.Write(_totals.Interactions);
        writer.Write(_totals.Graded);
        WriteBlock(writer, _producers.Write);
        WriteBlock(writer, _course.Write);
        WriteBlock(writer, _group.Write);
        _chains.Write(writer);
        WriteList(writer, _policies, policy =>
        {
            writer.Write(policy.Version);
            writer.Write(policy.Author);
            writer.Write(policy.PublishedAt);
            writer.Write(policy.Position);
            writer.Write(policy.Json);
        });
        WriteList(writer, _drops, drop =>
        {
            writer.Write(drop.Key.Step);
            writer.Write(drop.Key.Reason);
            writer.Write(drop.Value);
        });
        WriteList(writer, _pending.Values, effect =>
        {
            writer.Write(effect.Cause);
            writer.Write(effect.Sequence);
            var header = new byte[EntryHeader.Size];
            effect.Header.Write(header, EntryHeader.Size + effect.Body.Length);
            writer.Write(header);
            writer.Write(effect.Body.Length);
            writer.Write(effect.Body);
        });
        WriteList(writer, _disputes.Values, dispute =>
        {
            writer.Write(dispute.Posting);
            writer.Write(dispute.Customer);
            writer.Write(dispute.Author);
            writer.Write(dispute.Reason);
            writer.Write(dispute.OpenedAt);
            writer.Write((byte)dispute.State);
            writer.Write(dispute.Outcome ?? "");
            writer.Write(dispute.ResolvedBy ?? "");
        });
        WriteList(writer, _imports.Values, import =>
        {
            writer.Write(JsonSerializer.Serialize(import.Progress, EntryJson.Default.ImportProgressed));
            writer.Write(import.StartedAt);
            writer.Write(import.UpdatedAt);
            writer.Write(import.FirstPosition);
        });
        WriteList(writer, _quarantineCounts, count =>
        {
            writer.Write(count.Key.Source);
            writer.Write(count.Key.Reason);
            writer.Write(count.Value);
        });
        WriteList(writer, _quarantine, note =>
        {
            writer.Write(note.Position);
            writer.Write(note.Source);
            writer.Write(note.Reason);
            writer.Write(note.Door);
            writer.Write(note.ReceivedAt);
            writer.Write((byte)note.State);
        });
        writer.Write(Workspace is null ? "" : JsonSerializer.Serialize(Workspace, EntryJson.Default.WorkspaceSet));
        writer.Write(LastRestatement is null ? "" : JsonSerializer.Serialize(LastRestatement, EntryJson.Default.RestatementPublished));
        writer.Write(LastRestatementAt);
        writer.Flush();
        return stream.ToArray();
    }

    private (uint LastNumber, long Known) ReadAggregates(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var version = reader.ReadByte();
        if (version != AggregatesVersion)
            throw new InvalidDataException($"The partition's state has layout {version}; this program knows layout {AggregatesVersion}. Start the version that wrote it.");
        var count = reader.ReadInt32();
        if (count != _count)
            throw new InvalidDataException($"These books were opened with {count} partitions, not {_count}; the number is fixed when books are first opened.");
        var lastNumber = reader.ReadUInt32();
        var known = reader.ReadInt64();
        _totals = new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        _producers = ProducerBooks.Read(ReadBlock(reader), _options.ProducerNamesMax);
        _course = HourlyCourse.Read(ReadBlock(reader));
        _group = GroupFigures.Read(ReadBlock(reader));
        _chains.Read(reader);
        ReadList(reader, () => _policies.Add(new(reader.ReadInt32(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString())));
        ReadList(reader, () => _drops.Add((reader.ReadString(), reader.ReadString()), reader.ReadInt64()));
        ReadList(reader, () =>
        {
            var (cause, sequence) = (reader.ReadInt64(), reader.ReadInt32());
            var header = EntryHeader.Read(reader.ReadBytes(EntryHeader.Size), out _);
            _pending.Add((cause, sequence), new(cause, sequence, header, reader.ReadBytes(reader.ReadInt32())));
        });
        ReadList(reader, () =>
        {
            var dispute = new Dispute(
                reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt64(),
                (DisputeState)reader.ReadByte(), NullIfEmpty(reader.ReadString()), NullIfEmpty(reader.ReadString()));
            _disputes.Add(dispute.Posting, dispute);
        });
        ReadList(reader, () =>
        {
            var progress = JsonSerializer.Deserialize(reader.ReadString(), EntryJson.Default.ImportProgressed)!;
            _imports.Add(progress.Import, new(progress, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
        });
        ReadList(reader, () => _quarantineCounts.Add((reader.ReadString(), reader.ReadString()), reader.ReadInt64()));
        ReadList(reader, () => _quarantine.AddLast(new QuarantineNote(
            reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt64(), (QuarantineState)reader.ReadByte())));
        if (NullIfEmpty(reader.ReadString()) is { } workspace) Workspace = JsonSerializer.Deserialize(workspace, EntryJson.Default.WorkspaceSet);
        if (NullIfEmpty(reader.ReadString()) is { } restatement) LastRestatement = JsonSerializer.Deserialize(restatement, EntryJson.Default.RestatementPublished);
        LastRestatementAt = reader.ReadInt64();
        if (_policies.Count > 0) UsePolicy(_policies[^1].Json, _policies[^1].Version);
        return (lastNumber, known);
    }

    private static void WriteBlock(BinaryWriter writer, Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        writer.Write(buffer.WrittenCount);
        writer.Write(buffer.WrittenSpan);
    }

    private static byte[] ReadBlock(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items) write(item);
    }

    private static void ReadList(BinaryReader reader, Action read)
    {
        for (var left = reader.ReadInt32(); left > 0; left--) read();
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
