using Veinte.Engine;
using Veinte.Journal.Entries;
using Veinte.Server.Collect;
using Veinte.Server.Hosting;

namespace Veinte.Server.Demo;

/// <summary>
/// The demo of one server: loads Aurora's history into empty books and lets it live, on a task of its own. Goes on by
/// itself after a restart. Thread-safe.
/// </summary>
internal sealed partial class DemoService(
    VeinteNode node, ServerSettings settings, Doors.DoorLimits limits, CollectPipeline pipeline, CollectDebugger debugger, DemoSurveys surveys, DemoPatience patience, TimeProvider time,
    IHostApplicationLifetime server, ILogger<DemoService> log)
    : IDemoLoader, IHostedService
{
    private const int HistoryDays = 182;
    private const ulong AuroraSeed = 20;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private DemoStatus _status = new("off", 0, 0, null, null, null);
    private DemoPresent? _present;
    private DemoQueue? _queue;
    private Task _work = Task.CompletedTask;
    private int _told;

    /// <summary>How the demo is.</summary>
    public DemoStatus Status
    {
        get { lock (_gate) return _present is null ? _status : _status with { Sent = _present.Sent, CheckInIsSlow = _queue is { IsSlow: true } }; }
    }

    /// <summary>Whether the server is to wipe the books now that it has stopped, and to start again.</summary>
    public bool WipeWanted { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (settings.Cluster is not null) return;
        if (DemoBooks.Read(settings.Data) is { } books) Begin(books);
        // Her surveys go with her books: a wipe that was interrupted is finished here. Where there are books the note alone is missing.
        else if (node.Journal.Head == Model.Position.None) await RemoveSurveys(cancel);
    }

    /// <summary>Stops Aurora and waits for its last event; what is missing of the history comes at the next start.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await _stop.CancelAsync();
        await _work.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The books hold something else than Aurora.</exception>
    public async Task Load(CancellationToken cancel)
    {
        if (Status.State != "off") return;
        if (settings.Cluster is not null)
            throw new InvalidOperationException("The demo does not run on a cluster, where its books could not be wiped again. Start it in a folder of its own: veinte demo --data ./data/demo");
        var totals = await node.Books.TrialBalance(cancel);
        if (totals.Interactions > 0)
            throw new InvalidOperationException($"The demo fills empty books only, and these hold {totals.Interactions} interactions. Start it in a folder of its own: veinte demo --data ./data/demo");
        var today = time.GetUtcNow();
        var books = new DemoBooks(AuroraSeed, today.AddDays(-HistoryDays), today, today);
        lock (_gate)
        {
            if (_status.State != "off") return;
            books.Write(settings.Data);
            Begin(books);
        }
    }

    /// <summary>
    /// Ends the demo: the server stops, the books are deleted, and it starts again with empty ones.
    /// </summary>
    /// <param name="again">Whether Aurora then begins anew.</param>
    /// <param name="cancel">Ends the check.</param>
    /// <returns>Null when the wipe is on its way, else why not.</returns>
    public async Task<string?> Wipe(bool again, CancellationToken cancel)
    {
        if (DemoBooks.Read(settings.Data) is not { } books) return "The books are not the demo's, so they are not wiped. Nothing was changed.";
        // In the demo's own folder everything is play. In another one somebody may have begun in earnest.
        if (!settings.Demo && await Foreign(cancel) is var (count, source))
            return $"{count} interactions came from elsewhere, the first of them from {source}. Wiping would lose them, so nothing was changed. Undoing the import {new DemoHistory(node, books, limits).Import} takes Aurora's history back out of the accounts, but not what her passengers answered in surveys nor what they have done since she lives. To be rid of all of it, serve another folder and bring your own interactions there.";
        (books with { Wiping = true, Again = again }).Write(settings.Data);
        WipeWanted = true;
        lock (_gate) _status = _status with { State = "wiping" };
        LogWiping(settings.Data);
        server.StopApplication();
        return null;
    }

    /// <summary>Makes check-in slow for two minutes, or as it was; false while Aurora does not live.</summary>
    public bool SlowCheckIn(bool slow)
    {
        lock (_gate)
        {
            if (_queue is null) return false;
            if (slow) _queue.Degrade();
            else _queue.Restore();
            return true;
        }
    }

    // A database that somebody holds must not keep the whole server from starting: what is left is done when it is free.
    private async Task RemoveSurveys(CancellationToken cancel)
    {
        try
        {
            await surveys.Remove(cancel);
        }
        catch (Exception held) when (DemoPatience.MayPass(held))
        {
            lock (_gate) _work = Task.Run(RemoveSurveysLater);
        }
    }

    private async Task RemoveSurveysLater()
    {
        try
        {
            await patience.Do(() => surveys.Remove(_stop.Token), _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next start removes them.
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }
    }

    private void Begin(DemoBooks books)
    {
        lock (_gate)
        {
            _status = new("loading", 0, 0, books.From, books.Today, null);
            // What an earlier demo has left goes first.
            var before = _work;
            _work = Task.Run(async () =>
            {
                await before;
                await Run(books);
            });
        }
    }

    private async Task Run(DemoBooks books)
    {
        try
        {
            await new DemoHistory(node, books, limits, surveys).Append(new Loading(this), _stop.Token);
            LogLoaded(books.From, books.Today);
            // A history that an earlier version told has none yet.
            await surveys.Open(time.GetUtcNow(), _stop.Token);
            var present = new DemoPresent(node, books, settings.Data, Door, surveys, patience, time);
            var queue = new DemoQueue(books, Door, time);
            lock (_gate)
            {
                _present = present;
                _queue = queue;
                _status = _status with { State = "live", Loaded = 1 };
            }
            // Either of them ends only by failing or with the server: what ends first tells how.
            await await Task.WhenAny(present.Live(_stop.Token), queue.Live(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops; the history and the present go on where they were.
        }
        catch (Exception failure)
        {
            LogFailed(failure);
            lock (_gate) _status = _status with { State = "failed", Error = failure.Message };
        }
    }

    private DemoDoor Door() => new(node.Journal, limits, pipeline, debugger);

    /// <summary>Interactions that are not Aurora's, and the source of the first; null when there are none.</summary>
    private async Task<(long Count, string Source)?> Foreign(CancellationToken cancel)
    {
        var (count, first) = (0L, "");
        await foreach (var record in node.Journal.Read(default, cancel))
        {
            foreach (var entry in record)
            {
                if (entry.Header.Kind != EntryKind.Interaction) continue;
                var source = new InteractionView(entry.Header, entry.Body).Source;
                if (source.SequenceEqual("aurora"u8) || source.StartsWith("import:aurora-"u8) || source.StartsWith(DemoQuestions.Sources)) continue;
                if (count++ == 0) first = System.Text.Encoding.UTF8.GetString(source);
            }
        }
        return count == 0 ? null : (count, first);
    }

    private void Loaded(double share)
    {
        lock (_gate) _status = _status with { Loaded = share };
        // Four lines on the console, whoever waits for it knows that it moves.
        var quarter = (int)(share * 4);
        if (quarter <= _told || quarter == 4) return;
        _told = quarter;
        LogLoading(quarter * 25);
    }

    private sealed class Loading(DemoService demo) : IProgress<double>
    {
        public void Report(double value) => demo.Loaded(value);
    }

    [LoggerMessage(5001, LogLevel.Information, "Aurora's history is loading: {Percent} %")]
    private partial void LogLoading(int percent);

    [LoggerMessage(5002, LogLevel.Information, "Aurora's history from {From:yyyy-MM-dd} to {To:yyyy-MM-dd} is in the books; from here on it lives")]
    private partial void LogLoaded(DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(5003, LogLevel.Error, "Aurora has stopped; the books are as they were. Start the server again to let it go on")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(5004, LogLevel.Information, "The demo's books in {Folder} are being wiped")]
    private partial void LogWiping(string folder);
}

/// <summary>How the demo is.</summary>
/// <param name="State"><c>off</c>, <c>loading</c>, <c>live</c>, <c>failed</c> or <c>wiping</c>.</param>
/// <param name="Loaded">How much of the history is in the books, 0–1.</param>
/// <param name="Sent">Live events since the server started.</param>
/// <param name="From">Where the history begins, or null.</param>
/// <param name="Today">Where it ends, or null.</param>
/// <param name="Error">Why it stopped, or null.</param>
/// <param name="CheckInIsSlow">Whether check-in has been made slow.</param>
internal sealed record DemoStatus(
    string State, double Loaded, long Sent, DateTimeOffset? From, DateTimeOffset? Today, string? Error, bool CheckInIsSlow = false);
