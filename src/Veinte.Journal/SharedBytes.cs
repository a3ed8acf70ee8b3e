using System.Buffers;

namespace Veinte.Journal;

/// <summary>
/// Bytes out of a pool that several readers share; they go back once the last of them has released them. The bytes of what
/// comes in are most of what a busy server allocates, and waiting in the partitions' inboxes they outlive a collection or two:
/// it is their journey through the generations that costs. Whoever never releases costs the collector a block and nobody
/// anything else. Whoever reads after having released reads zeros or another's bytes, so: hold before handing on. Thread-safe.
/// </summary>
public sealed class SharedBytes
{
    /// <summary>Longer ones are not pooled: they are rare, and a pool of them would keep much memory for little.</summary>
    public const int LengthMax = 64 * 1024;

    // As many as wait in a full inbox.
    private const int KeptMax = 512;

    private static readonly ArrayPool<byte> Common = ArrayPool<byte>.Create(LengthMax, KeptMax);

    private readonly ArrayPool<byte> _pool;
    private readonly byte[] _rented;
    private readonly int _length;
    private int _holders = 1;

    private SharedBytes(ArrayPool<byte> pool, int length) => (_pool, _rented, _length) = (pool, pool.Rent(length), length);

    /// <summary>The bytes, to be written by whoever rented them before anybody else sees them.</summary>
    public Memory<byte> Bytes => _rented.AsMemory(0, _length);

    /// <summary>Takes bytes out of the pool, held once; null when they would be longer than <see cref="LengthMax"/>.</summary>
    public static SharedBytes? Rent(int length) => Rent(Common, length);

    /// <summary>The same out of a pool of one's own.</summary>
    internal static SharedBytes? Rent(ArrayPool<byte> pool, int length) => length <= LengthMax ? new(pool, length) : null;

    /// <summary>One reader more: nobody's release takes the bytes from him.</summary>
    /// <exception cref="InvalidOperationException">They have gone back already.</exception>
    public void Hold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var found = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (found == holders) return;
            holders = found;
        }
        throw new InvalidOperationException("These bytes have gone back to the pool already; they must be held before they are handed on.");
    }

    /// <summary>One reader less. The last one's clears the bytes, so that a reader who comes too late finds no entries rather than other people's.</summary>
    /// <exception cref="InvalidOperationException">They have been released more often than held.</exception>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _holders);
        if (left > 0) return;
        if (left < 0) throw new InvalidOperationException("These bytes were released more often than they were held.");
        Bytes.Span.Clear();
        _pool.Return(_rented);
    }
}
