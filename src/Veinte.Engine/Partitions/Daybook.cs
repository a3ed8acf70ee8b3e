using System.Buffers;
using System.Runtime.InteropServices;
using Veinte.Engine.Seams;

namespace Veinte.Engine.Partitions;

/// <summary>
/// A partition's lines in journal order: the committed ones behind the checkpoints, those since in memory. Lines are
/// numbered from 1. Owned by the partition's loop.
/// </summary>
internal sealed class Daybook(ICheckpoints checkpoints, long committedLength)
{
    // Nearly as many as fit into the pool's blocks of a megabyte.
    private const int ChunkLines = 10_240;

    // Chunks out of a pool: they are large, and each checkpoint is done with all but the last of them.
    private readonly List<byte[]> _tail = [];
    private long _committed = committedLength / DaybookEntry.Size;
    private long _sealed = committedLength / DaybookEntry.Size;

    // How many lines lie before the first chunk.
    private long _before = committedLength / DaybookEntry.Size;

    /// <summary>How many lines there are.</summary>
    public long Count { get; private set; } = committedLength / DaybookEntry.Size;

    /// <summary>Lines that no commit holds yet.</summary>
    public long Uncommitted => Count - _committed;

    /// <summary>Appends a line and returns its number.</summary>
    public uint Append(in DaybookEntry entry)
    {
        if ((Count - _before) / ChunkLines == _tail.Count) _tail.Add(ArrayPool<byte>.Shared.Rent(ChunkLines * DaybookEntry.Size));
        Kept(Count) = entry;
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
            if (index >= _committed) return Kept(index);
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
        for (var i = stored; i < target.Length; i++) target[i] = Kept(index + i);
    }

    /// <summary>The bytes since the last commit, for the next one, and where they begin. Lent until <see cref="Committed"/>; later lines are appended behind them.</summary>
    public (long Offset, IReadOnlyList<ReadOnlyMemory<byte>> Bytes) Seal()
    {
        var chunks = new List<ReadOnlyMemory<byte>>();
        for (var at = _committed; at < Count;)
        {
            var within = (int)((at - _before) % ChunkLines);
            var lines = (int)Math.Min(Count - at, ChunkLines - within);
            chunks.Add(_tail[(int)((at - _before) / ChunkLines)].AsMemory(within * DaybookEntry.Size, lines * DaybookEntry.Size));
            at += lines;
        }
        _sealed = Count;
        return (_committed * DaybookEntry.Size, chunks);
    }

    /// <summary>The sealed bytes are committed: they are read from there from now on.</summary>
    public void Committed()
    {
        _committed = _sealed;
        var done = (int)((_committed - _before) / ChunkLines);
        foreach (var chunk in _tail[..done]) ArrayPool<byte>.Shared.Return(chunk);
        _tail.RemoveRange(0, done);
        _before += (long)done * ChunkLines;
    }

    private ref DaybookEntry Kept(long index)
    {
        var at = index - _before;
        return ref MemoryMarshal.Cast<byte, DaybookEntry>(_tail[(int)(at / ChunkLines)].AsSpan())[(int)(at % ChunkLines)];
    }
}
