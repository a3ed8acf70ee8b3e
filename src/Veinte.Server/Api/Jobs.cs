using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Veinte.Cluster;
using Veinte.Engine;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Server.Access;
using Veinte.Server.Hosting;

namespace Veinte.Server.Api;

/// <summary>
/// Work that takes longer than a request: verifying, restating, importing, undoing. A server does one at a time, because each may keep
/// a core busy, and of those that write into the books one is done on all servers together. How far each is stands in the application
/// data, so that any node of a cluster can say so and end it; what is lost with a server is said to be interrupted, or goes on elsewhere. Thread-safe.
/// </summary>
internal sealed partial class Jobs(IDbContextFactory<AppDb> database, ServerSettings settings, VeinteNode node, TimeProvider time, ILogger<Jobs> log) : BackgroundService
{
    /// <summary>How many that have ended are remembered.</summary>
    public const int KeptMax = 50;

    /// <summary>Kind of the jobs that take an import back.</summary>
    public const string UndoKind = "undo-import";

    private const int ResultCharsMax = 8 * 1024 * 1024, ErrorCharsMax = 4_000, TriesToKeep = 600;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7), LatestFor = TimeSpan.FromDays(1), EndsWithin = TimeSpan.FromSeconds(30);
    private readonly string _self = Guid.NewGuid().ToString("n");
    private readonly Dictionary<string, KnownJob> _known = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private RunningJob? _own;
    private Task _work = Task.CompletedTask;

    private string SelfName => node is ClusterNode member ? member.Address : Environment.MachineName;

    private bool Shared => settings.Cluster is not null;

    /// <summary>Says how jobs of a kind are done from their order, so that any server can go on with one. Told before the server starts.</summary>
    /// <param name="kind">The kind. Its jobs write into the books.</param>
    /// <param name="work">Makes the work of an order and its author.</param>
    /// <param name="afterwards">What is cleared away of an order once its result is stored, or null. A server that dies in between leaves it to another, and the job is done all the same.</param>
    public void Knows(string kind, Func<JsonElement, string, JobWork> work, Func<JsonElement, Task>? afterwards = null) => _known[kind] = new(work, afterwards);

    /// <summary>Starts work, or null when other work is running.</summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="work">The work; for kinds of <see cref="Knows"/> it is known.</param>
    public async Task<JobView?> Start(JobAsked asked, JobWork? work = null)
    {
        if (_stop.IsCancellationRequested || !await IsFree()) return null;
        var heard = time.GetTimestamp();
        StoredJob? stored;
        try
        {
            stored = await Insert(asked);
        }
        catch
        {
            _one.Release();
            throw;
        }
        if (stored is null)
        {
            _one.Release();
            return null;
        }
        Begin(stored, heard, work ?? WorkOf(stored));
        return JobView.Of(stored);
    }

    /// <summary>A job, or null.</summary>
    public async Task<JobView?> Find(long id, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancel) is { } stored ? View(stored) : null;
    }

    /// <summary>All that are remembered, newest first, without their results.</summary>
    public async Task<IReadOnlyList<JobView>> List(CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var all = await db.Jobs.AsNoTracking().OrderByDescending(job => job.Id).Select(job => new StoredJob
        {
            Id = job.Id, Kind = job.Kind, Author = job.Author, State = job.State, Server = job.Server, ServerName = job.ServerName, Done = job.Done, Total = job.Total,
            StartedMs = job.StartedMs, FinishedMs = job.FinishedMs, Error = job.Error,
        }).ToListAsync(cancel);
        return [.. all.Select(View)];
    }

    /// <summary>The last job of a kind about a subject that has found something, or null; what was found yesterday says little of today's books.</summary>
    public async Task<JobView?> Latest(string kind, string subject, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var after = time.GetUtcNow().Add(-LatestFor).ToUnixTimeMilliseconds();
        return await db.Jobs.AsNoTracking().Where(job => job.Kind == kind && job.Subject == subject && job.Result != null && job.FinishedMs > after)
            .OrderByDescending(job => job.Id).FirstOrDefaultAsync(cancel) is { } stored ? JobView.Of(stored) : null;
    }

    /// <summary>Orders of a kind that are not done yet, with what each is about.</summary>
    public async Task<IReadOnlyList<(string? Subject, JsonElement Order)>> Unfinished(string kind, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var found = await db.Jobs.AsNoTracking().Where(job => job.Kind == kind && job.Order != null && (job.State == JobStates.Running || job.State == JobStates.Waiting))
            .Select(job => new { job.Subject, job.Order }).ToListAsync(cancel);
        return [.. found.Select(job => (job.Subject, JsonSerializer.Deserialize(job.Order!, ApiJson.Default.JsonElement)))];
    }

    /// <summary>Lets a job end before it is done, on whatever server it runs. Null when there is none; otherwise the job, and why it cannot be, or null.</summary>
    public async Task<(JobView Job, string? Problem)?> Cancel(long id, string author, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } found) return null;
        if (!found.Unfinished) return (found, $"Job {id} has ended: it is {found.State}.");
        // Half an undo would leave books that nobody has asked for; it can be asked for again only when it is whole.
        if (found.Kind == UndoKind) return (found, $"Job {id} takes an import back, and goes on to its end: half of it would be neither.");
        await using var db = await database.CreateDbContextAsync(cancel);
        var now = await JobTables.Now(db, time, cancel);
        await db.Jobs.Where(job => job.Id == id && job.State == JobStates.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(job => job.State, JobStates.Cancelled).SetProperty(job => job.FinishedMs, now).SetProperty(job => job.Error, CancelledBy(author)), cancel);
        await db.Jobs.Where(job => job.Id == id && job.State == JobStates.Running && job.CancelledBy == null).ExecuteUpdateAsync(set => set.SetProperty(job => job.CancelledBy, author), cancel);
        if (_own is { } own && own.Id == id) own.Cancel(author);
        return (await Find(id, cancel) ?? found, null);
    }

    /// <summary>Stops what is running and waits for it: an import or an undo goes on where it stopped, here or on another node.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await base.StopAsync(cancellationToken);
        await _work.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _stop.Dispose();
        _one.Dispose();
    }

    private static string CancelledBy(string author) => $"Cancelled by {author}. What it had done until then stays; asked again, nothing is done twice.";

    private JobView View(StoredJob stored)
    {
        if (stored.State == JobStates.Running && _own is { } own && own.Id == stored.Id) (stored.Done, stored.Total) = own.Progress;
        return JobView.Of(stored);
    }

    // Whoever has read that a job has ended may ask for the next one before this process has put it away.
    private async Task<bool> IsFree() => _own is { Worked: true } ? await _one.WaitAsync(EndsWithin) : _one.Wait(0);

    private async Task<StoredJob?> Insert(JobAsked asked)
    {
        await using var db = await database.CreateDbContextAsync();
        var now = await JobTables.Now(db, time, CancellationToken.None);
        await Sweep(db, now, all: false);
        await Forget(db, now);
        var holds = asked.WritesBooks ? JobTables.TheBooks : null;
        // What waits for a server writes into the books too, and comes first: an import taken up after its own undo would post again.
        if (holds is not null && await db.Jobs.AnyAsync(job => job.Holds == holds || job.State == JobStates.Waiting))
        {
            _someMayWait = true;
            return null;
        }
        var stored = new StoredJob
        {
            Kind = asked.Kind, Author = asked.Author, Subject = asked.Subject, Order = asked.Order?.GetRawText(), State = JobStates.Running, Holds = holds, Server = _self, ServerName = SelfName,
            StartedMs = now, AliveMs = now,
        };
        db.Jobs.Add(stored);
        try
        {
            await db.SaveChangesAsync();
            return stored;
        }
        catch (DbUpdateException failure) when (holds is not null && IsHeldAlready(failure.InnerException))
        {
            return null;
        }
    }

    private static bool IsHeldAlready(Exception? failure) => failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } or SqliteException { SqliteErrorCode: 19 };

    private static async Task Forget(AppDb db, long now)
    {
        var before = now - (long)KeptFor.TotalMilliseconds;
        var oldest = await db.Jobs.Where(job => job.FinishedMs != null).OrderByDescending(job => job.Id).Skip(KeptMax - 1).Select(job => job.Id).FirstOrDefaultAsync();
        await db.Jobs.Where(job => job.FinishedMs != null && (job.FinishedMs < before || job.Id < oldest)).ExecuteDeleteAsync();
    }

    private JobWork WorkOf(StoredJob stored)
    {
        // Whoever did it before has left its result: only what comes afterwards is missing.
        if (stored.Result is { } result) return (_, _) => Task.FromResult(JsonSerializer.Deserialize(result, ApiJson.Default.JsonElement));
        if (!_known.TryGetValue(stored.Kind, out var known) || stored.Order is not { } order)
            return (_, _) => throw new JobRefusedException($"This server does not know how to do '{stored.Kind}'. Let all nodes run the same version.");
        return (progress, stop) => known.Work(JsonSerializer.Deserialize(order, ApiJson.Default.JsonElement), stored.Author)(progress, stop);
    }

    private void Begin(StoredJob stored, long heard, JobWork work)
    {
        // Only what writes into the books must not go on beside another server that has taken it up.
        var own = new RunningJob(stored, Shared && stored.Holds is not null ? GiveUpAfter : null, heard, time, _stop.Token);
        _own = own;
        _work = Run(own, work, AfterwardsOf(stored));
    }

    private Func<Task>? AfterwardsOf(StoredJob stored) => stored.Order is { } order && _known.TryGetValue(stored.Kind, out var known) && known.Afterwards is { } afterwards
        ? () => afterwards(JsonSerializer.Deserialize(order, ApiJson.Default.JsonElement)) : null;

    private async Task Run(RunningJob own, JobWork work, Func<Task>? afterwards)
    {
        // The caller wants his answer now.
        await Task.Yield();
        try
        {
            var end = await Do(own, work);
            own.Worked = true;
            // What the work needed goes only when nobody needs to do it again.
            if (end.State == JobStates.Finished && afterwards is not null && await Keep(own, end with { State = JobStates.Running })) await afterwards();
            await Keep(own, end);
        }
        finally
        {
            own.Worked = true;
            _one.Release();
            Interlocked.CompareExchange(ref _own, null, own);
            own.Dispose();
        }
    }

    private async Task<JobEnd> Do(RunningJob own, JobWork work)
    {
        try
        {
            var result = (await work(own, own.End)).GetRawText();
            return result.Length <= ResultCharsMax
                ? new(JobStates.Finished, null, result)
                : new(JobStates.Failed, $"Its result has {result.Length >> 20} MB; {ResultCharsMax >> 20} MB can be kept. Ask for less at once.", null);
        }
        catch (Exception) when (own.End.IsCancellationRequested)
        {
            if (own.CancelledBy is { } who) return new(JobStates.Cancelled, CancelledBy(who), null);
            if (own.CanGoOn) return new(JobStates.Waiting, null, null, own.Losses + (own.Lost ? 1 : 0));
            return own.Lost ? new(JobStates.Interrupted, InterruptedError, null) : new(JobStates.Stopped, "The server was stopped. Ask again: work that was done is not done twice.", null);
        }
        catch (Exception failure) when (own.CanGoOn && own.Losses < LossesMax && (failure is JournalUnavailableException or PartitionUnavailableException || (Shared && DatabaseFailures.MayPass(failure))))
        {
            // The database or a part of the books is away: tried again from where it stands, and not for ever.
            return new(JobStates.Waiting, Words(failure), null, own.Losses + 1);
        }
        catch (Exception failure)
        {
            if (failure is not (InvalidDataException or JournalUnavailableException or JobRefusedException)) LogFailure(failure, own.Kind, own.Id);
            return new(JobStates.Failed, Words(failure), (failure as JobRefusedException)?.Found?.GetRawText());
        }
    }

    // What a file holds may stand in it: of any length, and a zero no database takes.
    private static string Words(Exception failure) => (failure.Message.Length > ErrorCharsMax ? failure.Message[..ErrorCharsMax] + "…" : failure.Message).Replace('\0', ' ');

    /// <summary>Writes down what came of a job; as long as nobody else has taken it up, also when others have taken this server for dead meanwhile. False when it is another's.</summary>
    private async Task<bool> Keep(RunningJob own, JobEnd end)
    {
        var ((done, total), losses, ends) = (own.Furthest, end.Losses ?? own.Losses, end.State != JobStates.Running);
        if (end.State == JobStates.Waiting) _someMayWait = true;
        for (var left = TriesToKeep; ; left--)
        {
            try
            {
                await using var db = await database.CreateDbContextAsync();
                var now = await JobTables.Now(db, time, CancellationToken.None);
                var finished = JobStates.IsUnfinished(end.State) ? (long?)null : now;
                var mine = db.Jobs.Where(job => job.Id == own.Id && job.Server == _self);
                mine = own.Lost ? mine.Where(job => job.State == JobStates.Running) : mine.Where(job => job.State == JobStates.Running || job.State == JobStates.Waiting || job.State == JobStates.Interrupted);
                return await mine.ExecuteUpdateAsync(set => set
                    .SetProperty(job => job.State, end.State).SetProperty(job => job.Error, end.Error).SetProperty(job => job.Result, end.Result).SetProperty(job => job.Holds, job => ends ? null : job.Holds)
                    .SetProperty(job => job.FinishedMs, finished).SetProperty(job => job.AliveMs, now).SetProperty(job => job.Done, done).SetProperty(job => job.Total, total)
                    .SetProperty(job => job.Losses, losses)) > 0;
            }
            catch (Exception failure) when (left > 0 && !_stop.IsCancellationRequested)
            {
                // The database is away: others say that the job is interrupted until this one can tell better.
                LogSkipped(failure.Message);
                await Task.Delay(Each, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failure)
            {
                LogLost(own.Kind, own.Id, failure.Message);
                _someMayWait = true;
                return false;
            }
        }
    }

    /// <summary>A kind that any server can go on with.</summary>
    private sealed record KnownJob(Func<JsonElement, string, JobWork> Work, Func<JsonElement, Task>? Afterwards);

    /// <summary>What came of a job.</summary>
    private sealed record JobEnd(string State, string? Error, string? Result, int? Losses = null);

    [LoggerMessage(3001, LogLevel.Error, "Job {Id} ({Kind}) failed")]
    private partial void LogFailure(Exception failure, string kind, long id);

    [LoggerMessage(3003, LogLevel.Warning, "What came of job {Id} ({Kind}) could not be written down: {Reason}")]
    private partial void LogLost(string kind, long id, string reason);
}
