using Veinte.Engine.Folds;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>A customer's state as bytes (<see cref="StoredState"/>, docs/internals/books-format.md).</summary>
internal static class CustomerCodec
{
    internal static byte[] Encode(CustomerState state) => StoredState.Write(state, Write);

    /// <summary>The same bytes, there until this thread encodes again.</summary>
    internal static ReadOnlySpan<byte> Lend(CustomerState state) => StoredState.Lend(state, Write);

    private static void Write(BinaryWriter writer, CustomerState state)
    {
        var rare = state.Rare ?? CustomerRarities.None;
        WriteIdentifier(writer, state.Identifier);
        writer.Write(state.Number);
        WriteFigures(writer, state.Figures);
        writer.Write(state.LastLine);
        writer.Write7BitEncodedInt(state.Traits.Length);
        writer.Write(state.Traits);
        writer.Write(state.Name ?? "");
        writer.Write7BitEncodedInt(rare.Groups.Count);
        foreach (var group in rare.Groups) writer.Write(group);
        writer.Write7BitEncodedInt(rare.SeenTogether.Count);
        foreach (var seen in rare.SeenTogether) writer.Write(seen);
        writer.Write7BitEncodedInt(rare.Merged.Count);
        foreach (var merged in rare.Merged)
        {
            WriteIdentifier(writer, merged.Identifier);
            writer.Write(merged.RequestedAt);
            writer.Write(merged.Cause);
            WriteFigures(writer, merged.Content);
        }
        writer.Write(state.PointsTo is not null);
        if (state.PointsTo is { } target) WriteIdentifier(writer, target);
        writer.Write(state.PointsToSince);
        writer.Write7BitEncodedInt(state.Touchpoints.Count);
        foreach (ref readonly var met in state.Touchpoints.All)
        {
            writer.Write7BitEncodedInt(met.Code);
            writer.Write7BitEncodedInt64(met.Interactions);
            writer.Write7BitEncodedInt64(met.Graded);
            writer.Write7BitEncodedInt64(met.GradeSumMilli);
            writer.Write(met.BalanceMilli);
        }
        writer.Write7BitEncodedInt(rare.Reversed.Count);
        foreach (var position in rare.Reversed) writer.Write(position);
        CustomerMemories.Write(writer, state.Memories);
    }

    internal static CustomerState Decode(ReadOnlySpan<byte> bytes) => StoredState.Read(bytes, "A customer's state", Read);

    private static CustomerState Read(BinaryReader reader)
    {
        var identifier = ReadIdentifier(reader);
        var state = new CustomerState
        {
            Identifier = identifier,
            Key = identifier.Key,
            Number = reader.ReadUInt32(),
            Figures = ReadFigures(reader),
            LastLine = reader.ReadUInt32(),
            Traits = reader.ReadBytes(reader.Read7BitEncodedInt()),
            Name = reader.ReadString() is { Length: > 0 } name ? name : null,
        };
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) state.Groups.Add(reader.ReadString());
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) state.SeenTogether.Add(reader.ReadString());
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            state.Merged.Add(new()
            {
                Identifier = ReadIdentifier(reader),
                RequestedAt = reader.ReadInt64(),
                Cause = reader.ReadString(),
                Content = ReadFigures(reader),
            });
        }
        if (reader.ReadBoolean()) state.PointsTo = ReadIdentifier(reader);
        state.PointsToSince = reader.ReadInt64();
        var touchpoints = reader.Read7BitEncodedInt();
        state.Touchpoints.Reserve(Math.Min(touchpoints, CustomerState.TouchpointsMax));
        for (var left = touchpoints; left > 0; left--)
        {
            state.Touchpoints.Add(new(
                reader.Read7BitEncodedInt(), checked((int)reader.Read7BitEncodedInt64()), checked((int)reader.Read7BitEncodedInt64()),
                reader.Read7BitEncodedInt64(), reader.ReadInt64()));
        }
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) state.Reversed.Add(reader.ReadInt64());
        state.Memories = CustomerMemories.Read(reader);
        return state;
    }

    /// <summary>Takes the memories off a customer, as bytes for whoever receives them; null when there are none.</summary>
    internal static byte[]? TakeMemories(CustomerState state)
    {
        if (state.Memories.Length == 0) return null;
        var bytes = CustomerMemories.Encode(state.Memories);
        foreach (var memory in state.Memories) memory.Release();
        state.Memories = [];
        return bytes;
    }

    /// <summary>Adds what <see cref="TakeMemories"/> took off another identifier of the same person.</summary>
    internal static void AbsorbMemories(CustomerState state, byte[]? bytes)
    {
        if (bytes is null) return;
        state.Memories = CustomerMemories.Together(state.Memories, CustomerMemories.Decode(bytes));
    }

    internal static byte[] EncodeFigures(AccountFigures figures)
    {
        var bytes = new byte[AccountFigures.EncodedSize];
        figures.Write(bytes);
        return bytes;
    }

    private static void WriteIdentifier(BinaryWriter writer, Identifier identifier)
    {
        writer.Write((byte)identifier.Kind);
        writer.Write(identifier.Value);
    }

    private static Identifier ReadIdentifier(BinaryReader reader) => new((IdentifierKind)reader.ReadByte(), reader.ReadString());

    private static void WriteFigures(BinaryWriter writer, AccountFigures figures)
    {
        Span<byte> bytes = stackalloc byte[AccountFigures.EncodedSize];
        figures.Write(bytes);
        writer.Write(bytes);
    }

    private static AccountFigures ReadFigures(BinaryReader reader)
    {
        Span<byte> bytes = stackalloc byte[AccountFigures.EncodedSize];
        reader.ReadExactly(bytes);
        return AccountFigures.Read(bytes);
    }
}
