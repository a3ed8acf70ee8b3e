namespace Veinte.Cluster.Hosting;

/// <summary>
/// That the other silos have taken this one for dead: it was paused, cut off from them or from the database, or had no time to answer. Orleans would end the process; ours
/// has a web server, a history and jobs besides, and its books are kept right by epochs. So it is only told here, and the node joins again with another silo. Thread-safe.
/// </summary>
internal sealed class SiloDeath : IFatalErrorHandler
{
    private readonly TaskCompletionSource<string> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason.</summary>
    public Task<string> Told => _told.Task;

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    /// <inheritdoc/>
    public void OnFatalException(object? sender, string? context, Exception? exception) => _told.TrySetResult(context ?? exception?.Message ?? "no reason given");
}
