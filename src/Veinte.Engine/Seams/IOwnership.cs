namespace Veinte.Engine.Seams;

/// <summary>
/// The third seam: which process owns which partition. Behind it stand the sole owner of the embedded mode and the
/// simulated one that moves partitions and leaves stale owners behind; Orleans and a PostgreSQL lease can.
/// </summary>
public interface IOwnership
{
    /// <summary>
    /// Runs <paramref name="body"/> for each partition this process owns, as long as it owns it: with the partition's
    /// number, its epoch (greater than any before) and a token that is cancelled when it is lost. Returns when
    /// <paramref name="stop"/> is cancelled and every body has ended; throws what a body throws, for a broken invariant
    /// must not be run on.
    /// </summary>
    Task Run(Func<int, long, CancellationToken, Task> body, CancellationToken stop);
}
