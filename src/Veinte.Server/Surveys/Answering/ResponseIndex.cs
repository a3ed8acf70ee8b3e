using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.Journal;
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
    public async Task CatchUp(CancellationToken cancel = default)
    {
        while (!await CatchUpFromMark(cancel)) cancel.ThrowIfCancellationRequested();
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
        if (recorder.TakeMissing()) await CatchUpOrSay(cancel);
        var stored = await settings.Get(MarkSetting, cancel);
        var mark = Parse(stored);
        if (mark < _markSeen) await CatchUp(cancel);
        // Another node may be further: the mark goes back only when the index is to be made anew.
        else if (safe > mark && await settings.Change(MarkSetting, stored, Text(safe.Value), cancel)) _markSeen = safe.Value;
        else _markSeen = mark;
    }

    // A response that could not be indexed as it was recorded: the mark does not move on over it.
    private async Task CatchUpOrSay(CancellationToken cancel)
    {
        try
        {
            await CatchUp(cancel);
        }
        catch
        {
            recorder.SayMissing();
            throw;
        }
    }

    private static long Parse(string? mark) => long.Parse(mark ?? "0", CultureInfo.InvariantCulture);

    private static string Text(long mark) => mark.ToString(CultureInfo.InvariantCulture);

    // False when the mark is another than it was at the beginning.
    private async Task<bool> CatchUpFromMark(CancellationToken cancel)
    {
        var stored = await settings.Get(MarkSetting, cancel);
        var mark = Parse(stored);
        await using var db = await database.CreateDbContextAsync(cancel);
        if (mark > journal.Head.Value)
        {
            await db.SurveyResponses.ExecuteDeleteAsync(cancel);
            mark = 0;
        }
        var head = journal.Head;
        // Where there has never been a survey there is nothing to look for.
        if (!await db.Surveys.AnyAsync(cancel)) mark = head.Value;
        await foreach (var record in journal.Read(new(mark), cancel))
        {
            foreach (var response in ResponsesIn(record))
            {
                await ResponseRecorder.Index(db, response, cancel);
                await ResponseRecorder.NoteAnswered(db, response, cancel);
            }
            db.ChangeTracker.Clear();
        }
        if (!await settings.Change(MarkSetting, stored, Text(head.Value), cancel)) return false;
        _markSeen = head.Value;
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
                await desk.CloseDue(stop);
                await MoveMark(stop);
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
