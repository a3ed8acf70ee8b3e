using System.Buffers.Binary;
using System.IO.Hashing;

namespace Veinte.Engine.Partitions;

/// <summary>
/// State as checkpoints keep it: the layout's number first, a checksum (XxHash3) last. Bytes that changed on disk are told,
/// and never read as figures. Layout in <c>docs/internals/books-format.md</c>.
/// </summary>
internal static class StoredState
{
    internal const byte Layout = 3;

    private const int KeptBytesMax = 1024 * 1024;

    private const string Remedy = "Check the disk, then delete the folder 'books': it is rebuilt from the journal.";

    // One for each thread that writes or reads states; taken away while it is in use.
    [ThreadStatic] private static StateWriter? _writer;
    [ThreadStatic] private static StateReader? _reader;

    /// <summary>Writes a state by a method that needs nothing else, so that nothing is allocated but the bytes.</summary>
    internal static byte[] Write<T>(T state, Action<StateWriter, T> write) => Lend(state, write).ToArray();

    /// <summary>The same bytes without a copy: they are there until this thread writes a state again.</summary>
    internal static ReadOnlySpan<byte> Lend<T>(T state, Action<StateWriter, T> write)
    {
        var writer = _writer;
        writer ??= new(new());
        _writer = null;
        writer.Buffer.Clear();
        Fill(writer, state, write);
        if (writer.Buffer.Capacity <= KeptBytesMax) _writer = writer;
        return writer.Buffer.Written;
    }

    /// <summary>The same bytes of a state that may be large, there until the snapshot's are given back.</summary>
    internal static ReadOnlyMemory<byte> Keep<T>(T state, Action<StateWriter, T> write, SnapshotBytes snapshot)
    {
        using var buffer = new StateBuffer();
        using var writer = new StateWriter(buffer);
        Fill(writer, state, write);
        return snapshot.Keep(buffer.Detach());
    }

    private static void Fill<T>(StateWriter writer, T state, Action<StateWriter, T> write)
    {
        writer.Write(Layout);
        write(writer, state);
        writer.Write(XxHash3.HashToUInt64(writer.Buffer.Written));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The stored bytes.</param>
    /// <param name="what">Whose state, for the message.</param>
    /// <param name="read">Takes the state out of the reader, which is lent.</param>
    /// <exception cref="InvalidDataException">They are not what was written, or a later version wrote them.</exception>
    /// <exception cref="OutdatedStateException">An earlier version wrote them.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> bytes, string what, Func<BinaryReader, T> read)
    {
        if (bytes.Length > sizeof(ulong) && bytes[0] is > 0 and < Layout && IsSound(bytes))
            throw new OutdatedStateException($"{what} has layout {bytes[0]}, from before layout {Layout}.");
        if (bytes.Length > 0 && bytes[0] != Layout)
            throw new InvalidDataException($"{what} has layout {bytes[0]}; this program knows layout {Layout}. Start the version that wrote it. If none did: {Remedy}");
        if (!IsSound(bytes))
            throw new InvalidDataException($"{what} is damaged: the checksum of its {bytes.Length} bytes is wrong. {Remedy}");
        var reader = _reader;
        reader ??= new(new());
        _reader = null;
        reader.Buffer.Load(bytes[1..^sizeof(ulong)]);
        var state = read(reader);
        if (reader.Buffer.Capacity <= KeptBytesMax) _reader = reader;
        else reader.Dispose();
        return state;
    }

    private static bool IsSound(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length - sizeof(ulong);
        return end >= 1 && BinaryPrimitives.ReadUInt64LittleEndian(bytes[end..]) == XxHash3.HashToUInt64(bytes[..end]);
    }
}

/// <summary>An earlier version wrote the stored state: it is sound, and must be made again from the journal.</summary>
/// <param name="message">What was found.</param>
public sealed class OutdatedStateException(string message) : Exception(message);
