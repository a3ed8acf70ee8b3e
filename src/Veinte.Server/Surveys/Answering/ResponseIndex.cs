using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.Journal;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// Keeps the index of responses true to the journal, and closes surveys somebody stopped answering. Responses are indexed as
/// they are recorded, and who was asked is noted to have answered; a process that died before is caught up at the next start, from a mark that stays a minute
/// behind the head. Whoever makes the index anew sets the mark back, also while servers run: they see it and read again from there.
/// </summary>
internal sealed partial class ResponseIndex(
    IJournal journal, IDbContextFactory<AppDb> database, WorkspaceSettings settings, AnswerDesk desk, ResponseRecorder recorder, TimeProvider time, ILogger<ResponseIndex> log)
    : BackgroundService
{
    /// <summary>The setting that says how far the index has read.</summary>
    internal const string MarkSetting = "survey-index-position";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, long Head)> _heads = new();
    private long _markSeen;

    /// <summary>Brings the index up to the journal; what was indexed of a journal that is gone goes with it.</summary>
    public Task CatchUp(CancellationToken cancel = default) => CatchUp(null, cancel);

    private async Task CatchUp(Position? missing, CancellationToken cancel)
    {
        while (!await CatchUpFromMark(missing, cancel)) cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Keeps the index once: first what it lacks, for a survey is closed by what it knows, and the mark at last.</summary>
    internal async Task Keep(CancellationToken cancel)
    {
        await CatchUpMissing(cancel);
        await desk.WriteOwed(cancel);
        await desk.CloseDue(cancel);
        await MoveMark(cancel);
    }

    /// <summary>Moves the mark on, or reads again when somebody has set it back.</summary>
    internal async Task MoveMark(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        _heads.Enqueue((now, journal.Head.Value));
        long? safe = null;
        while (_heads.TryPeek(out var oldest) && now - oldest.At >= Behind)
        {
            safe = oldest.Head;
            _heads.Dequeue();
        }
        await CatchUpMissing(cancel);
        var stored = await settings.Get(MarkSetting, cancel);
        var mark = Parse(stored);
        if (mark < _markSeen) await CatchUp(cancel);
        // Another node may be further: the mark goes back only when the index is to be made anew.
        else if (safe > mark && await settings.Change(MarkSetting, stored, Text(safe.Value), cancel)) _markSeen = safe.Value;
        else _markSeen = mark;
    }

    // Responses that could not be indexed as they were recorded: the mark does not move on over them, and where another node
    // has moved it they are read all the same.
    private async Task CatchUpMissing(CancellationToken cancel)
    {
        if (recorder.TakeMissing() is not { } missing) return;
        try
        {
            await CatchUp(missing, cancel);
        }
        catch
        {
            recorder.SayMissing(missing);
            throw;
        }
    }

    private static long Parse(string? mark) => long.Parse(mark ?? "0", CultureInfo.InvariantCulture);

    private static string Text(long mark) => mark.ToString(CultureInfo.InvariantCulture);

    // False when the mark is another than it was at the beginning.
    private async Task<bool> CatchUpFromMark(Position? missing, CancellationToken cancel)
    {
        var stored = await settings.Get(MarkSetting, cancel);
        var mark = Parse(stored);
        await using var db = await database.CreateDbContextAsync(cancel);
        // A node that was cut off sees an old head: the journal is gone only when it does not have what stands at the mark.
        if (mark > journal.Head.Value && await journal.Find(new(mark), cancel) is null)
        {
            await db.SurveyResponses.ExecuteDeleteAsync(cancel);
            mark = 0;
        }
        var head = Math.Max(journal.Head.Value, mark);
        // Where there has never been a survey there is nothing to look for.
        var after = !await db.Surveys.AnyAsync(cancel) ? head : missing is { } from ? Math.Min(mark, from.Value - 1) : mark;
        await foreach (var record in journal.Read(new(after), cancel))
        {
            foreach (var response in ResponsesIn(record))
            {
                await ResponseRecorder.Index(db, response, cancel);
                await ResponseRecorder.NoteAnswered(db, response, cancel);
            }
            db.ChangeTracker.Clear();
        }
        if (!await settings.Change(MarkSetting, stored, Text(head), cancel)) return false;
        _markSeen = head;
        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        var caughtUp = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!caughtUp) await CatchUp(stop);
                caughtUp = true;
                await Keep(stop);
            }
            catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException or JournalUnavailableException or IOException)
            {
                LogFailed(failure.Message, Round.TotalSeconds);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(Round, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Not within the clock's own call: a clock that is set a week ahead would wait for every round of it.
            await Task.Yield();
        }
    }

    private static List<IndexedResponse> ResponsesIn(JournalRecord record)
    {
        var found = new List<IndexedResponse>();
        foreach (var entry in record)
            if (ResponseRecorder.Read(entry) is { } response)
                found.Add(response);
        return found;
    }

    [LoggerMessage(6301, LogLevel.Warning, "The index of survey responses could not be kept: {Problem} It is tried again in {Seconds} seconds; responses are in the journal and safe")]
    private partial void LogFailed(string problem, double seconds);
}
