using System.Buffers.Binary;
using System.Globalization;
using Veinte.Journal.Storage;

namespace Veinte.Journal.Segments;

/// <summary>
/// One file of the journal: its name, the header's content and a sparse index of where positions lie. The index grows
/// while the file is written or read; everything else is immutable. Thread-safe.
/// </summary>
/// <param name="first">Position of its first entry.</param>
/// <param name="salt">Seed of all its checksums.</param>
internal sealed class Segment(long first, uint salt)
{
    internal const int HeaderSize = 64;
    internal const uint Version = 1;

    private const string Extension = ".journal";
    private const int NameDigits = 20;
    private const int IndexBytes = 64 * 1024;
    private const int CheckedTo = 60;

    private static ReadOnlySpan<byte> Magic => [0xFE, (byte)'V', (byte)'E', (byte)'I', (byte)'N', (byte)'T', (byte)'E', (byte)'\n'];

    private readonly Lock _gate = new();
    private readonly List<(long Position, long Offset)> _index = [(first, HeaderSize)];

    internal long First { get; } = first;
    internal uint Salt { get; } = salt;
    internal string Name { get; } = NameOf(first);

    /// <summary>How far the index reaches: everything before this offset is in it.</summary>
    internal long IndexedTo { get; private set; } = HeaderSize;

    internal static string NameOf(long first) =>
        first.ToString(CultureInfo.InvariantCulture).PadLeft(NameDigits, '0') + Extension;

    internal static bool TryParseName(string name, out long first)
    {
        first = 0;
        return name.Length == NameDigits + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, NameDigits), NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && first > 0;
    }

    internal void WriteHeader(Span<byte> target)
    {
        target[..HeaderSize].Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], First);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], Salt);
        BinaryPrimitives.WriteUInt32LittleEndian(target[CheckedTo..], Checksum.Of(0, target[..CheckedTo]));
    }

    /// <summary>Reads a file's header; null when it is not one.</summary>
    /// <exception cref="NotSupportedException">A newer version wrote it.</exception>
    internal static Segment? ReadHeader(IJournalFile file, string name)
    {
        Span<byte> bytes = stackalloc byte[HeaderSize];
        if (file.Read(0, bytes) < HeaderSize || !bytes.StartsWith(Magic)) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedTo..]) != Checksum.Of(0, bytes[..CheckedTo])) return null;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version)
        {
            throw new NotSupportedException(
                $"The journal file {name} has format version {version}; this program reads version {Version}. Use the program that wrote it, or a newer one.");
        }
        return new(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
    }

    /// <summary>Notes where a record begins; one in about 64 KiB is kept.</summary>
    internal void Index(long position, long offset, long nextOffset)
    {
        lock (_gate)
        {
            if (offset != IndexedTo) return;
            if (offset - _index[^1].Offset >= IndexBytes) _index.Add((position, offset));
            IndexedTo = nextOffset;
        }
    }

    /// <summary>Forgets what lies at or after an offset, because it was cut off.</summary>
    internal void CutIndex(long offset)
    {
        lock (_gate)
        {
            _index.RemoveAll(entry => entry.Offset >= offset && entry.Offset > HeaderSize);
            IndexedTo = Math.Min(IndexedTo, offset);
        }
    }

    /// <summary>The nearest known record that begins at or before <paramref name="position"/>, and what position it has.</summary>
    internal (long Position, long Offset) Locate(long position)
    {
        lock (_gate)
        {
            var (low, high) = (0, _index.Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (_index[middle].Position <= position) low = middle;
                else high = middle - 1;
            }
            return _index[low];
        }
    }
}
