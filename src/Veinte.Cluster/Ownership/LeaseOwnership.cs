using Veinte.Engine.Seams;

namespace Veinte.Cluster.Ownership;

/// <summary>
/// Ownership by leases in the database. Every round a node tells that it lives, renews what it has, gives back what is
/// above its share and takes what nobody has. While the database is away nobody can take anything, so nothing is given
/// up: what a stale owner could do wrong is refused by the epochs, and what he answers is right, for a partition's state
/// follows from the journal alone. Runs once.
/// </summary>
internal sealed class LeaseOwnership(LeaseTable leases, string address, LeaseOptions options, TimeProvider time, Action<string> report) : IOwnership
{
    private readonly Dictionary<int, Owned> _owned = [];
    private readonly Dictionary<int, long> _restUntil = [];
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>Completes after the first round: this node has taken its share.</summary>
    public Task Begun => _begun.Task;

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public async Task Run(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await Round(body, stop);
                    _begun.TrySetResult();
                }
                catch (Exception failure) when (DatabaseFailures.MayPass(failure))
                {
                    report($"The database does not answer ({failure.Message.ReplaceLineEndings(" ")}); leases are renewed as soon as it does.");
                }
                await Task.Delay(options.RenewEvery, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Somebody stops this node: what it owns is given back below.
        }
        finally
        {
            await Drain();
        }
    }

    private async Task Round(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        await leases.Live(address, _started, draining: false, stop);
        var held = await leases.Renew(stop);
        foreach (var (partition, owned) in _owned.ToArray())
        {
            if (owned.Body.IsCompleted) await Ended(partition, owned, stop);
            else if (!held.TryGetValue(partition, out var epoch) || epoch != owned.Epoch) Lose(partition, owned, "another node has taken it over");
        }
        // A lease from before that nobody here works under: it is given back and taken anew.
        foreach (var (partition, epoch) in held)
            if (!_owned.ContainsKey(partition)) await leases.Release(partition, epoch, stop);
        var share = await leases.Share(stop);
        var staying = _owned.Where(owned => !owned.Value.Lost.IsCancellationRequested).OrderByDescending(owned => owned.Key).ToList();
        foreach (var (partition, owned) in staying.Take(Math.Max(0, staying.Count - share))) Lose(partition, owned, "it goes to a node that has fewer");
        if (_owned.Count >= share) return;
        var now = time.GetTimestamp();
        var taken = await leases.Take(share - _owned.Count, [.. _restUntil.Where(rest => rest.Value > now).Select(rest => rest.Key), .. _owned.Keys], stop);
        foreach (var (partition, epoch) in taken)
        {
            var lost = new CancellationTokenSource();
            _owned[partition] = new(epoch, lost, Task.Run(() => body(partition, epoch, lost.Token), CancellationToken.None));
        }
    }

    private void Lose(int partition, Owned owned, string why)
    {
        if (owned.Lost.IsCancellationRequested) return;
        report($"Partition {partition} is given up: {why}.");
        owned.Lost.Cancel();
    }

    // Whatever ended it, the lease must not outlive the work.
    private async Task Ended(int partition, Owned owned, CancellationToken cancel)
    {
        await leases.Release(partition, owned.Epoch, cancel);
        _owned.Remove(partition);
        owned.Lost.Dispose();
        if (owned.Body.Exception?.GetBaseException() is not { } broken) return;
        if (!MayBeTakenAgain(broken)) throw broken;
        report($"Partition {partition} has stopped ({broken.Message.ReplaceLineEndings(" ")}); it is taken up again.");
        _restUntil[partition] = time.GetTimestamp() + (long)(options.RestAfterFailure.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Whether what ended a partition is no reason to end the node: it passes, or another owner is there.</summary>
    public static bool MayBeTakenAgain(Exception broken) =>
        broken is PartitionUnavailableException or Journaling.FencedException or Veinte.Journal.JournalUnavailableException || DatabaseFailures.MayPass(broken);

    private async Task Drain()
    {
        foreach (var owned in _owned.Values) await owned.Lost.CancelAsync();
        using var patience = new CancellationTokenSource(options.DrainMax, time);
        try
        {
            await leases.Live(address, _started, draining: true, patience.Token);
            while (_owned.Count > 0)
            {
                await ((Task)Task.WhenAny(_owned.Values.Select(owned => owned.Body))).WaitAsync(options.RenewEvery, time, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                patience.Token.ThrowIfCancellationRequested();
                foreach (var (partition, owned) in _owned.ToArray())
                {
                    if (!owned.Body.IsCompleted) continue;
                    await leases.Release(partition, owned.Epoch, patience.Token);
                    _owned.Remove(partition);
                }
                if (_owned.Count > 0) await leases.Renew(patience.Token);
            }
            await leases.Leave(patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || DatabaseFailures.MayPass(failure))
        {
            report($"The leases could not be given back ({failure.Message.ReplaceLineEndings(" ")}); they run out by themselves.");
        }
        await Task.WhenAll(_owned.Values.Select(owned => owned.Body)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed record Owned(long Epoch, CancellationTokenSource Lost, Task Body);
}

/// <summary>How leases are kept.</summary>
public sealed record LeaseOptions
{
    /// <summary>How long a lease lasts without being renewed: so long a killed node's partitions stand still. Default: 3 s.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often leases are renewed. Default: 0.5 s.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a partition that broke for a passing reason is left to others. Default: 2 s.</summary>
    public TimeSpan RestAfterFailure { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a node that stops tries to give its partitions back in good order. Default: 20 s.</summary>
    public TimeSpan DrainMax { get; init; } = TimeSpan.FromSeconds(20);
}
