using System.Text;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;

namespace Veinte.Engine.Folds;

/// <summary>
/// What a fold remembers of one customer: stored with the customer, loaded with it, owned by the partition's loop. Small:
/// there may be a hundred million of them. A new kind is a class and a line in <see cref="CustomerMemories"/>.
/// </summary>
internal abstract class CustomerMemory
{
    /// <summary>Its number in <see cref="CustomerMemories"/>. Written to disk: never renumber.</summary>
    public abstract byte Kind { get; }

    /// <summary>Whether it says nothing any more and need not be stored.</summary>
    public virtual bool IsEmpty => false;

    /// <summary>Reads what the fold will ask for, so that it is near by then; says nothing.</summary>
    public virtual long ReadAhead() => 0;

    /// <summary>Gives back what it holds beside itself: nobody asks it any more.</summary>
    public virtual void Release()
    {
        // Most hold nothing.
    }

    /// <summary>Writes it whole.</summary>
    public abstract void Write(BinaryWriter writer);

    /// <summary>This memory as that of another identifier of the same person, which has none of its kind.</summary>
    public virtual CustomerMemory Adopted() => this;

    /// <summary>
    /// Takes over what another identifier of the same person had: their accounts have been merged. Undoing a merge does
    /// not part memories again: what was folded as one person's stays so.
    /// </summary>
    public abstract void Absorb(CustomerMemory other);
}

/// <summary>
/// All kinds of customer memory, and their bytes. A merge carries them in the journal, so every layout of a kind that was ever written is
/// read for ever: a kind (but for the second) begins with the number of its layout, and one that is to be written otherwise gets the next.
/// </summary>
internal static class CustomerMemories
{
    // Kind → reader. Written to disk: append only, never renumber.
    private static readonly Dictionary<byte, Func<BinaryReader, CustomerMemory>> Readers = new()
    {
        [1] = PromiseMemory.Read,
        [TripMemory.EarlierKindNumber] = TripMemory.ReadEarlier,
        [TripMemory.KindNumber] = TripMemory.Read,
    };

    private const byte Layout = 1;

    /// <summary>Memories as a merge carries them.</summary>
    public static byte[] Encode(CustomerMemory[] memories)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Layout);
        Write(writer, memories);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> made.</summary>
    /// <exception cref="InvalidDataException">A later version made it.</exception>
    public static CustomerMemory[] Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var layout = reader.ReadByte();
        if (layout != Layout)
            throw new InvalidDataException($"A merged customer's memory has layout {layout}; this program knows layout {Layout}. Start the version that wrote it.");
        return Read(reader);
    }

    /// <summary>Writes those that say something.</summary>
    public static void Write(BinaryWriter writer, CustomerMemory[] memories)
    {
        var said = 0;
        foreach (var memory in memories) said += memory.IsEmpty ? 0 : 1;
        writer.Write((byte)said);
        foreach (var memory in memories)
        {
            if (memory.IsEmpty) continue;
            writer.Write(memory.Kind);
            memory.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A kind that this version does not know.</exception>
    public static CustomerMemory[] Read(BinaryReader reader)
    {
        var count = reader.ReadByte();
        if (count == 0) return [];
        var memories = new CustomerMemory[count];
        for (var i = 0; i < count; i++)
        {
            var kind = reader.ReadByte();
            if (!Readers.TryGetValue(kind, out var read))
                throw new InvalidDataException($"A customer's memory is of kind {kind}, which this version does not know. Start the version that wrote it.");
            memories[i] = read(reader);
        }
        return memories;
    }

    /// <summary>The memories of one identifier with those of another of the same person: of each kind there is one.</summary>
    public static CustomerMemory[] Together(CustomerMemory[] known, CustomerMemory[] received)
    {
        var together = new List<CustomerMemory>(known);
        foreach (var memory in received)
        {
            if (together.Find(one => one.Kind == memory.Kind) is { } one) one.Absorb(memory);
            else together.Add(memory.Adopted());
        }
        return [.. together];
    }
}
