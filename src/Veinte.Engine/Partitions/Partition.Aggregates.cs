using System.Buffers;
using System.Text.Json;
using Veinte.Journal.Entries;

namespace Veinte.Engine.Partitions;

// The partition's own state, part by part: what one method writes the next one reads. The order is the layout; a change of
// it is a new layout of StoredState.
public sealed partial class Partition
{
    private void WriteTotals(BinaryWriter writer)
    {
        writer.Write(_totals.CustomersMilli);
        writer.Write(_totals.ProducersMilli);
        writer.Write(_totals.InTransitMilli);
        writer.Write(_totals.Interactions);
        writer.Write(_totals.Graded);
    }

    private void ReadTotals(BinaryReader reader) =>
        _totals = new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());

    private void WritePolicies(BinaryWriter writer) => WriteList(writer, _policies, policy =>
    {
        writer.Write(policy.Version);
        writer.Write(policy.Author);
        writer.Write(policy.PublishedAt);
        writer.Write(policy.Position);
        writer.Write(policy.Json);
    });

    private void ReadPolicies(BinaryReader reader) => ReadList(reader, () =>
        _policies.Add(new(reader.ReadInt32(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString())));

    private void WriteDrops(BinaryWriter writer) => WriteList(writer, _drops, drop =>
    {
        writer.Write(drop.Key.Step);
        writer.Write(drop.Key.Reason);
        writer.Write(drop.Value);
    });

    private void ReadDrops(BinaryReader reader) => ReadList(reader, () => _drops.Add((reader.ReadString(), reader.ReadString()), reader.ReadInt64()));

    private void WritePending(BinaryWriter writer) => WriteList(writer, _pending.Values, effect =>
    {
        writer.Write(effect.Cause);
        writer.Write(effect.Sequence);
        var header = new byte[EntryHeader.Size];
        effect.Header.Write(header, EntryHeader.Size + effect.Body.Length);
        writer.Write(header);
        writer.Write(effect.Body.Length);
        writer.Write(effect.Body);
    });

    private void ReadPending(BinaryReader reader) => ReadList(reader, () =>
    {
        var (cause, sequence) = (reader.ReadInt64(), reader.ReadInt32());
        var header = EntryHeader.Read(reader.ReadBytes(EntryHeader.Size), out _);
        _pending.Add(header.Message, new(cause, sequence, header, reader.ReadBytes(reader.ReadInt32())));
    });

    private void WriteDisputes(BinaryWriter writer) => WriteList(writer, _disputes.Values, dispute =>
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

    private void ReadDisputes(BinaryReader reader) => ReadList(reader, () =>
    {
        var dispute = new Dispute(
            reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt64(),
            (DisputeState)reader.ReadByte(), NullIfEmpty(reader.ReadString()), NullIfEmpty(reader.ReadString()));
        _disputes.Add(dispute.Posting, dispute);
    });

    private void WriteImports(BinaryWriter writer) => WriteList(writer, _imports.Values, import =>
    {
        writer.Write(JsonSerializer.Serialize(import.Progress, EntryJson.Default.ImportProgressed));
        writer.Write(import.StartedAt);
        writer.Write(import.UpdatedAt);
        writer.Write(import.FirstPosition);
    });

    private void ReadImports(BinaryReader reader) => ReadList(reader, () =>
    {
        var progress = JsonSerializer.Deserialize(reader.ReadString(), EntryJson.Default.ImportProgressed)!;
        _imports.Add(progress.Import, new(progress, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
    });

    private void WriteQuarantine(BinaryWriter writer)
    {
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
    }

    private void ReadQuarantine(BinaryReader reader)
    {
        ReadList(reader, () => _quarantineCounts.Add((reader.ReadString(), reader.ReadString()), reader.ReadInt64()));
        ReadList(reader, () => _quarantine.AddLast(new QuarantineNote(
            reader.ReadInt64(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt64(), (QuarantineState)reader.ReadByte())));
    }

    private void WriteDecisions(BinaryWriter writer)
    {
        writer.Write(Workspace is null ? "" : JsonSerializer.Serialize(Workspace, EntryJson.Default.WorkspaceSet));
        writer.Write(LastRestatement is null ? "" : JsonSerializer.Serialize(LastRestatement, EntryJson.Default.RestatementPublished));
        writer.Write(LastRestatementAt);
    }

    private void ReadDecisions(BinaryReader reader)
    {
        if (NullIfEmpty(reader.ReadString()) is { } workspace) Workspace = JsonSerializer.Deserialize(workspace, EntryJson.Default.WorkspaceSet);
        if (NullIfEmpty(reader.ReadString()) is { } restatement) LastRestatement = JsonSerializer.Deserialize(restatement, EntryJson.Default.RestatementPublished);
        LastRestatementAt = reader.ReadInt64();
    }

    private void WriteDefinitions(BinaryWriter writer) => WriteList(writer, _definitions, definition =>
    {
        writer.Write(definition.Key.Capability);
        writer.Write(definition.Key.Id);
        writer.Write(definition.Value.Version);
        writer.Write(definition.Value.Position);
    });

    private void ReadDefinitions(BinaryReader reader) =>
        ReadList(reader, () => _definitions.Add((reader.ReadString(), reader.ReadString()), (reader.ReadInt32(), reader.ReadInt64())));

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
