using Veinte.Engine.Seams;

namespace Veinte.Cluster.Ownership;

/// <summary>Owns nothing: tells the others that this node is there, and where it is asked, until it leaves. Runs once.</summary>
internal sealed class NoOwnership(LeaseTable nodes, string address, LeaseOptions options, TimeProvider time, Action<string> report) : IOwnership
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <inheritdoc/>
    public async Task Run(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await nodes.Live(address, _started, draining: false, stop);
                await Task.Delay(options.RenewEvery, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (DatabaseFailures.MayPass(failure))
            {
                report($"The database does not answer ({failure.Message.ReplaceLineEndings(" ")}); this node is told of again as soon as it does.");
                await Task.Delay(options.RenewEvery, time, CancellationToken.None);
            }
        }
        try
        {
            await nodes.Leave(CancellationToken.None);
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            report($"This node could not be taken off the list ({failure.Message.ReplaceLineEndings(" ")}); it is forgotten after a day.");
        }
    }
}
