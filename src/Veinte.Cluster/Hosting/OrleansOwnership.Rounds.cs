namespace Veinte.Cluster.Hosting;

// What a node does beside its silo, whether one runs or is about to join again: it tells the database that it lives, and looks after those who no longer do.
internal sealed partial class OrleansOwnership
{
    private static readonly TimeSpan RoundEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeardEvery = TimeSpan.FromMilliseconds(100);

    // How often the database has heard this node, and whether it did not once since the last round.
    private long _heard;
    private volatile bool _missed;

    // For itself, from one beginning to the next: whatever else is slow must not make this node look dead.
    private async Task TellOn(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var begun = time.GetTimestamp();
            try
            {
                await neighbours.Tell(_draining);
                Interlocked.Increment(ref _heard);
            }
            catch (Exception failure) when (DatabaseFailures.MayPass(failure))
            {
                _missed = true;
            }
            var rest = neighbours.TellEvery - time.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HeardAgain(CancellationToken stop)
    {
        for (var before = Interlocked.Read(ref _heard); Interlocked.Read(ref _heard) == before && !stop.IsCancellationRequested && !_broken.Task.IsCompleted;)
            await Task.Delay(HeardEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task GoRound(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (_missed) neighbours.Forget();
            _missed = false;
            if (await AskTheDatabase(Round) is not null) neighbours.Forget();
            await Task.Delay(RoundEvery, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Round()
    {
        var silent = await neighbours.ReadSilent();
        if (_joined is not { } joined) return;
        await joined.Owned.EndWhatOthersTook(neighbours.ReadOwners);
        foreach (var silo in joined.Membership.CurrentSnapshot.Members.Values)
        {
            // Silos of an earlier version are named otherwise.
            if (silo.Status != SiloStatus.Active || !Guid.TryParse(silo.Name, out var other) || !silent.Contains(other)) continue;
            var (struck, version) = await joined.Table.TakeForDead(silo.SiloAddress, other, neighbours.SilentAfter);
            if (struck) report($"The node {other} does not tell the database any more that it lives: it is taken for dead.");
            // Whoever did it: this silo is to know before it next looks into the table by itself.
            await Task.Run(() => joined.Membership.Refresh(new(version), CancellationToken.None).AsTask()).WaitAsync(RoundEvery, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Guarded(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (Exception failure)
        {
            _broken.TrySetResult(failure);
        }
    }

    /// <summary>Asks the database; answers what passes by itself and went wrong, or null.</summary>
    private async Task<Exception?> AskTheDatabase(Func<Task> ask)
    {
        try
        {
            await ask();
            return null;
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            report($"The database does not answer ({failure.Message.ReplaceLineEndings(" ")}).");
            return failure;
        }
    }
}
