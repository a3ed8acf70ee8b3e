namespace Veinte.Server.Hosting;

/// <summary>
/// Leaves signals to the command line, which tells <see cref="VeinteHost.WaitForShutdown"/>: a server that is told to stop may
/// have to serve on for a moment first.
/// </summary>
internal sealed class StoppedByItsOwner : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
