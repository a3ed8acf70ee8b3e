using Veinte.Engine.Seams;

namespace Veinte.Embedded;

/// <summary>This process owns every partition, for as long as it runs: the lock on the data folder keeps others out.</summary>
internal sealed class SoleOwnership(int count, long epoch) : IOwnership
{
    /// <inheritdoc/>
    public async Task Run(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var bodies = new Task[count];
        for (var partition = 0; partition < count; partition++) bodies[partition] = RunOne(body, partition, all);
        await Task.WhenAll(bodies);
    }

    private async Task RunOne(Func<int, long, CancellationToken, Task> body, int partition, CancellationTokenSource all)
    {
        try
        {
            await body(partition, epoch, all.Token);
        }
        catch
        {
            // Half a set of books is none: when one partition breaks, the others stop where they are, with a checkpoint.
            await all.CancelAsync();
            throw;
        }
    }
}
