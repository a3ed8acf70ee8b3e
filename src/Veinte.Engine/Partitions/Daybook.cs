using System.Runtime.InteropServices;
using Veinte.Engine.Seams;

namespace Veinte.Engine.Partitions;

/// <summary>
/// A partition's lines in journal order: the committed ones behind the checkpoints, those since in memory. Lines are
/// numbered from 1. Owned by the partition's loop.
/// </summary>
internal sealed class Daybook(ICheckpoints checkpoints, long committedLength)
{
    private const int ChunkLines = 8_192;

    private readonly List<DaybookEntry[]> _tail = [];
    private long _committed = committedLength / DaybookEntry.Size;
    private long _sealed = committedLength / DaybookEntry.Size;

    /// <summary>How many lines there are.</summary>
    public long Count { get; private set; } = committedLength / DaybookEntry.Size;

    /// <summary>Lines that no commit holds yet.</summary>
    public long Uncommitted => Count - _committed;

    /// <summary>Appends a line and returns its number.</summary>
    public uint Append(in DaybookEntry entry)
    {
        var index = Count - _committed;
        var chunk = (int)(index / ChunkLines);
        if (chunk == _tail.Count) _tail.Add(new DaybookEntry[ChunkLines]);
        _tail[chunk][index % ChunkLines] = entry;
        Count++;
        return checked((uint)Count);
    }

    /// <summary>Reads the line with a number.</summary>
    public DaybookEntry this[uint number]
    {
        get
        {
            var index = number - 1L;
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(number));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count, nameof(number));
            if (index >= _committed)
            {
                var at = index - _committed;
                return _tail[(int)(at / ChunkLines)][at % ChunkLines];
            }
            DaybookEntry entry = default;
            checkpoints.ReadDaybook(index * DaybookEntry.Size, MemoryMarshal.AsBytes(new Span<DaybookEntry>(ref entry)));
            return entry;
        }
    }

    /// <summary>Copies <paramref name="target"/>'s length of lines from <paramref name="first"/> (a number) on.</summary>
    public void Read(uint first, Span<DaybookEntry> target)
    {
        var index = first - 1L;
        var stored = (int)Math.Clamp(_committed - index, 0, target.Length);
        if (stored > 0)
            checkpoints.ReadDaybook(index * DaybookEntry.Size, MemoryMarshal.AsBytes(target[..stored]));
        for (var i = stored; i < target.Length; i++)
        {
            var at = index + i - _committed;
            target[i] = _tail[(int)(at / ChunkLines)][at % ChunkLines];
        }
    }

    /// <summary>The bytes since the last commit, for the next one, and where they begin. The memory must not be written until <see cref="Committed"/>; later lines go on being appended behind it.</summary>
    public (long Offset, IReadOnlyList<ReadOnlyMemory<byte>> Bytes) Seal()
    {
        var chunks = new List<ReadOnlyMemory<byte>>();
        var left = Count - _committed;
        foreach (var chunk in _tail)
        {
            if (left <= 0) break;
            var lines = (int)Math.Min(left, ChunkLines);
            chunks.Add(MemoryMarshal.AsBytes(chunk.AsSpan(0, lines)).ToArray());
            left -= lines;
        }
        _sealed = Count;
        return (_committed * DaybookEntry.Size, chunks);
    }

    /// <summary>The sealed bytes are committed: they are read from there from now on.</summary>
    public void Committed()
    {
        var done = _sealed - _committed;
        var rest = Count - _sealed;
        var moved = new List<DaybookEntry[]>();
        for (var i = 0L; i < rest; i++)
        {
            var from = done + i;
            if (i % ChunkLines == 0) moved.Add(new DaybookEntry[ChunkLines]);
            moved[^1][i % ChunkLines] = _tail[(int)(from / ChunkLines)][from % ChunkLines];
        }
        _tail.Clear();
        _tail.AddRange(moved);
        _committed = _sealed;
    }
}
