using System.Buffers;

namespace Veinte.Engine.Partitions;

/// <summary>
/// The bytes of one snapshot in a few large buffers, which come from a pool and go back to it. By the hundred thousand,
/// arrays of their own would live just long enough for the collector to carry every one of them into the oldest
/// generation. Filled by the partition's loop; what it gave out may be read anywhere until <see cref="Release"/>.
/// </summary>
internal sealed class SnapshotBytes
{
    private const int ChunkBytes = 1024 * 1024;

    private readonly List<byte[]> _chunks = [], _takenOver = [];
    private int _used;

    /// <summary>Copies bytes to where they stay until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (_chunks.Count == 0 || _used + bytes.Length > _chunks[^1].Length)
        {
            _chunks.Add(ArrayPool<byte>.Shared.Rent(Math.Max(ChunkBytes, bytes.Length)));
            _used = 0;
        }
        bytes.CopyTo(_chunks[^1].AsSpan(_used));
        var kept = _chunks[^1].AsMemory(_used, bytes.Length);
        _used += bytes.Length;
        return kept;
    }

    /// <summary>Takes over an array of the pool with what it holds.</summary>
    public ReadOnlyMemory<byte> Keep(ArraySegment<byte> rented)
    {
        _takenOver.Add(rented.Array!);
        return rented;
    }

    /// <summary>Gives the buffers back: the commit is over, nobody reads them any more.</summary>
    public void Release()
    {
        foreach (var chunks in (List<byte[]>[])[_chunks, _takenOver])
        {
            foreach (var chunk in chunks) ArrayPool<byte>.Shared.Return(chunk);
            chunks.Clear();
        }
        _used = 0;
    }
}
