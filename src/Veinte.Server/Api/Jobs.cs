using System.Text.Json;
using Veinte.Journal;

namespace Veinte.Server.Api;

/// <summary>
/// Work that takes longer than a request: verifying, restating, importing, undoing. One at a time, because each may keep a
/// core busy; the last 50 are remembered until the server stops. Thread-safe.
/// </summary>
internal sealed partial class Jobs(TimeProvider time, ILogger<Jobs> log) : IHostedService
{
    private const int RememberedMax = 50;
    private readonly Lock _gate = new();
    private readonly LinkedList<Job> _jobs = new();
    private readonly CancellationTokenSource _stop = new();
    private long _lastId;

    /// <summary>Starts work, or null when other work is running.</summary>
    /// <param name="kind">What it is: a word.</param>
    /// <param name="author">Who asked.</param>
    /// <param name="work">The work; answers its result as JSON. An exception is its failure.</param>
    public JobView? Start(string kind, string author, Func<IProgress<(long Done, long Total)>, CancellationToken, Task<JsonElement>> work)
    {
        lock (_gate)
        {
            if (_jobs.Any(known => known.Running)) return null;
            var job = new Job(++_lastId, kind, author, time.GetUtcNow());
            _jobs.AddFirst(job);
            if (_jobs.Count > RememberedMax) _jobs.RemoveLast();
            job.Work = Run(job, work);
            return job.View();
        }
    }

    /// <summary>A job, or null.</summary>
    public JobView? Find(long id)
    {
        lock (_gate) return _jobs.FirstOrDefault(job => job.Id == id)?.View();
    }

    /// <summary>All that are remembered, newest first.</summary>
    public IReadOnlyList<JobView> List()
    {
        lock (_gate) return [.. _jobs.Select(job => job.View())];
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Stops what is running and waits for it: an import or an undo goes on where it stopped when asked again.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await _stop.CancelAsync();
        Task[] work;
        lock (_gate) work = [.. _jobs.Select(job => job.Work)];
        await Task.WhenAll(work).WaitAsync(cancel);
    }

    private async Task Run(Job job, Func<IProgress<(long Done, long Total)>, CancellationToken, Task<JsonElement>> work)
    {
        // The caller holds the gate and wants its answer now.
        await Task.Yield();
        try
        {
            job.Finish("finished", await work(job, _stop.Token), null, time.GetUtcNow());
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            job.Finish("stopped", null, "The server was stopped. Ask again: work that was done is not done twice.", time.GetUtcNow());
        }
        catch (Exception failure)
        {
            if (failure is not (InvalidDataException or JournalUnavailableException or JobRefusedException)) LogFailure(failure, job.Kind, job.Id);
            job.Finish("failed", null, failure.Message, time.GetUtcNow());
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "Job {Id} ({Kind}) failed")]
    private partial void LogFailure(Exception failure, string kind, long id);

    private sealed class Job(long id, string kind, string author, DateTimeOffset startedAt) : IProgress<(long Done, long Total)>
    {
        private readonly Lock _gate = new();
        private string _state = "running";
        private (long Done, long Total) _progress;
        private JsonElement? _result;
        private string? _error;
        private DateTimeOffset? _finishedAt;

        public long Id => id;
        public string Kind => kind;
        public Task Work { get; set; } = Task.CompletedTask;

        public bool Running
        {
            get { lock (_gate) return _state == "running"; }
        }

        public void Report((long Done, long Total) value)
        {
            lock (_gate) _progress = value;
        }

        public void Finish(string state, JsonElement? result, string? error, DateTimeOffset at)
        {
            lock (_gate) (_state, _result, _error, _finishedAt) = (state, result, error, at);
        }

        public JobView View()
        {
            lock (_gate) return new(id, kind, author, _state, _progress.Done, _progress.Total, startedAt, _finishedAt, _error, _result);
        }
    }
}

/// <summary>A job could not do what was asked, for a reason people can act on.</summary>
internal sealed class JobRefusedException(string message) : Exception(message);

/// <summary>How far a job is.</summary>
/// <param name="Id">Its number, since the server started.</param>
/// <param name="Kind"><c>verify</c>, <c>restate</c>, <c>publish-restatement</c>, <c>import</c>, <c>import-dry-run</c>, <c>undo-import</c>, <c>recompute-moments</c>, <c>split-measures</c>.</param>
/// <param name="Author">Who asked.</param>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>failed</c> or <c>stopped</c>.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all; 0 when nobody knows yet.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Error">What went wrong, or null.</param>
/// <param name="Result">What came out, once finished.</param>
internal sealed record JobView(
    long Id, string Kind, string Author, string State, long Done, long Total, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    string? Error, JsonElement? Result);
