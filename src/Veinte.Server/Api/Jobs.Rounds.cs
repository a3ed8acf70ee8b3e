using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary>Each second: that this server lives, which servers do not, and what of theirs this one can go on with.</summary>
internal sealed partial class Jobs
{
    // An import that was broken off three times is itself what is wrong.
    private const int LossesMax = 3;
    private const string InterruptedError = "The server that did it is gone, or could not reach the database for too long. Ask again: work that was done is not done twice.";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    // Who does not hear of a server for that long takes it for dead; a server that cannot make itself heard gives up well before.
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(30), GiveUpAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private bool _someMayWait = true;
    private long? _forgotAt;

    /// <summary>A server that is alone with its folder follows nobody who could still be at work.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Shared)
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            await Sweep(db, await JobTables.Now(db, time, cancellationToken), all: true);
        }
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Each, time);
        try
        {
            do
            {
                // Not within the clock's own call, nor within the server's start.
                await Task.Yield();
                await Round(stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was running is told to stop by whoever stops the server.
        }
    }

    private async Task Round(CancellationToken stop)
    {
        var own = _own;
        // Results may name customers: their time passes also where nobody asks for another job.
        var forgets = _forgotAt is not { } last || time.GetElapsedTime(last) > ForgetEvery;
        if (own is null && !Shared && !_someMayWait && !forgets) return;
        try
        {
            var began = time.GetTimestamp();
            await using var db = await database.CreateDbContextAsync(stop);
            if (forgets)
            {
                await Forget(db, await JobTables.Now(db, time, stop));
                _forgotAt = began;
            }
            if (own is null && !await db.Jobs.AnyAsync(job => job.State == JobStates.Running || job.State == JobStates.Waiting, stop))
            {
                _someMayWait = false;
                return;
            }
            var now = await JobTables.Now(db, time, stop);
            if (own is not null) await Renew(db, own, now, began, stop);
            if (Shared) await Sweep(db, now, all: false);
            else await SweepAlone(db, now);
            await TakeUp(db, now, began, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // The database is away or busy: the next second looks again.
            LogSkipped(failure.Message);
        }
    }

    private async Task Renew(AppDb db, RunningJob own, long now, long began, CancellationToken stop)
    {
        var ((done, total), losses) = (own.Furthest, own.Losses);
        var mine = db.Jobs.Where(job => job.Id == own.Id && job.Server == _self && job.State == JobStates.Running);
        if (await mine.ExecuteUpdateAsync(set => set.SetProperty(job => job.AliveMs, now).SetProperty(job => job.Done, done).SetProperty(job => job.Total, total)
            .SetProperty(job => job.Losses, losses), stop) == 0)
        {
            if (!own.Worked) own.Lose();
            return;
        }
        own.Heard(began);
        if (await mine.Select(job => job.CancelledBy).SingleOrDefaultAsync(stop) is { } by) own.Cancel(by);
    }

    /// <summary>Says of jobs whose server is silent that they are interrupted, or that they wait for another server.</summary>
    private async Task Sweep(AppDb db, long now, bool all)
    {
        var (before, own) = (all ? long.MaxValue : now - (long)SilentAfter.TotalMilliseconds, _own?.Id ?? 0);
        // A server that is alone knows of itself that it lives, whatever its clock says.
        if (!Shared && !all) return;
        var lost = db.Jobs.Where(job => job.State == JobStates.Running && job.AliveMs < before && job.Id != own);
        if (!await lost.AnyAsync()) return;
        // With a result it has been done, whatever else was wanted: somebody clears away what it needed.
        await lost.Where(job => job.CancelledBy != null && job.Result == null).ExecuteUpdateAsync(set => set
            .SetProperty(job => job.State, JobStates.Cancelled).SetProperty(job => job.Error, job => "Cancelled by " + job.CancelledBy + ".")
            .SetProperty(job => job.Holds, (string?)null).SetProperty(job => job.FinishedMs, now));
        await lost.Where(job => job.Order != null && (job.Losses < LossesMax || job.Result != null)).ExecuteUpdateAsync(set => set
            .SetProperty(job => job.State, JobStates.Waiting).SetProperty(job => job.Holds, (string?)null).SetProperty(job => job.Losses, job => job.Losses + 1));
        await lost.ExecuteUpdateAsync(set => set
            .SetProperty(job => job.State, JobStates.Interrupted).SetProperty(job => job.Error, InterruptedError)
            .SetProperty(job => job.Holds, (string?)null).SetProperty(job => job.FinishedMs, now));
    }

    // Alone with its folder, and doing nothing: what is written down as running then is a job whose end could not be written down, on a full disk, say.
    private async Task SweepAlone(AppDb db, long now)
    {
        if (!_one.Wait(0, CancellationToken.None)) return;
        try
        {
            await Sweep(db, now, all: true);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Goes on with the oldest job that waits for a server, when this one is free.</summary>
    private async Task TakeUp(AppDb db, long now, long began, CancellationToken stop)
    {
        var next = await db.Jobs.AsNoTracking().Where(job => job.State == JobStates.Waiting).OrderBy(job => job.Id).FirstOrDefaultAsync(stop);
        if (next is null || _stop.IsCancellationRequested || !_one.Wait(0, CancellationToken.None)) return;
        var begun = false;
        try
        {
            if (await db.Jobs.AnyAsync(job => job.Holds == JobTables.TheBooks, stop)) return;
            next.Holds = JobTables.TheBooks;
            if (await db.Jobs.Where(job => job.Id == next.Id && job.State == JobStates.Waiting).ExecuteUpdateAsync(set => set
                .SetProperty(job => job.State, JobStates.Running).SetProperty(job => job.Holds, JobTables.TheBooks).SetProperty(job => job.Error, (string?)null)
                .SetProperty(job => job.Server, _self).SetProperty(job => job.ServerName, SelfName).SetProperty(job => job.AliveMs, now), CancellationToken.None) != 1) return;
            begun = true;
            LogTakenUp(next.Kind, next.Id, next.ServerName);
            Begin(next, began, WorkOf(next));
        }
        catch (System.Data.Common.DbException failure) when (IsHeldAlready(failure))
        {
            // Another server was quicker with another job.
        }
        finally
        {
            if (!begun) _one.Release();
        }
    }

    [LoggerMessage(3002, LogLevel.Debug, "Jobs were not looked after this second: {Reason}")]
    private partial void LogSkipped(string reason);

    [LoggerMessage(3004, LogLevel.Information, "Going on with job {Id} ({Kind}), which {Server} had begun")]
    private partial void LogTakenUp(string kind, long id, string server);
}
