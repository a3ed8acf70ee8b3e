namespace Veinte.Journal.Simulation;

/// <summary>One file of a <see cref="SimulatedStorage"/>: what is seen, what is durable, and the changes between the two.</summary>
internal sealed class SimulatedFile
{
    private const int SectorBytes = 512;

    private readonly List<(long Offset, byte[]? Bytes)> _pending = [];
    private byte[] _seen;
    private int _seenLength;
    private byte[] _durable;

    internal SimulatedFile(ReadOnlySpan<byte> content)
    {
        _seen = content.ToArray();
        _seenLength = content.Length;
        _durable = content.ToArray();
    }

    private SimulatedFile(byte[] seen, int seenLength, byte[] durable, IEnumerable<(long, byte[]?)> pending)
    {
        (_seen, _seenLength, _durable) = (seen, seenLength, durable);
        _pending.AddRange(pending);
    }

    internal ReadOnlySpan<byte> Seen => _seen.AsSpan(0, _seenLength);

    internal int Read(long offset, Span<byte> target)
    {
        var count = (int)Math.Clamp(_seenLength - offset, 0, target.Length);
        if (count > 0) _seen.AsSpan((int)offset, count).CopyTo(target);
        return count;
    }

    internal void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Put(ref _seen, ref _seenLength, offset, bytes);
        _pending.Add((offset, bytes.ToArray()));
    }

    internal void SetLength(long length)
    {
        Cut(ref _seen, ref _seenLength, length);
        _pending.Add((length, null));
    }

    internal void Flush()
    {
        _durable = Seen.ToArray();
        _pending.Clear();
    }

    /// <summary>The changes pass for durable, and are not.</summary>
    internal void Forget() => _pending.Clear();

    internal void FlipBit(long offset, int bit)
    {
        _seen[offset] ^= (byte)(1 << bit);
        if (offset < _durable.Length) _durable[offset] ^= (byte)(1 << bit);
    }

    internal SimulatedFile Copy() => new([.. _seen], _seenLength, [.. _durable], _pending);

    /// <summary>The durable bytes with those sectors of the pending changes that happened to reach the disk.</summary>
    internal SimulatedFile AfterPowerLoss(Random random, double survival)
    {
        var (content, length) = (_durable.ToArray(), _durable.Length);
        foreach (var (offset, bytes) in _pending)
        {
            if (bytes is null)
            {
                if (random.NextDouble() < survival) Cut(ref content, ref length, offset);
                continue;
            }
            for (var at = 0; at < bytes.Length;)
            {
                var sector = Math.Min(bytes.Length - at, SectorBytes - (int)((offset + at) % SectorBytes));
                if (random.NextDouble() < survival)
                {
                    var torn = random.Next(16) == 0 ? random.Next(sector + 1) : sector;
                    Put(ref content, ref length, offset + at, bytes.AsSpan(at, torn));
                }
                at += sector;
            }
        }
        return new(content.AsSpan(0, length));
    }

    private static void Put(ref byte[] content, ref int length, long offset, ReadOnlySpan<byte> bytes)
    {
        var end = (int)(offset + bytes.Length);
        if (end > content.Length) Array.Resize(ref content, Math.Max(end, content.Length * 2));
        bytes.CopyTo(content.AsSpan((int)offset));
        length = Math.Max(length, end);
    }

    private static void Cut(ref byte[] content, ref int length, long newLength)
    {
        if (newLength > content.Length) Array.Resize(ref content, (int)newLength);
        if (newLength < length) content.AsSpan((int)newLength, length - (int)newLength).Clear();
        length = (int)newLength;
    }
}
