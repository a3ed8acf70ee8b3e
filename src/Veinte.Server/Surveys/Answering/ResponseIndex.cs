using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.Journal;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// Keeps the index of responses true to the journal, and closes surveys somebody stopped answering. Responses are indexed as
/// they are recorded; a process that died between the two is caught up at the next start, from a mark that stays a minute
/// behind the head.
/// </summary>
internal sealed partial class ResponseIndex(
    IJournal journal, IDbContextFactory<AppDb> database, WorkspaceSettings settings, AnswerDesk desk, TimeProvider time, ILogger<ResponseIndex> log)
    : BackgroundService
{
    /// <summary>The setting that says how far the index has read.</summary>
    internal const string MarkSetting = "survey-index-position";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, long Head)> _heads = new();

    /// <summary>Brings the index up to the journal; what was indexed of a journal that is gone goes with it.</summary>
    public async Task CatchUp(CancellationToken cancel = default)
    {
        var mark = long.Parse(await settings.Get(MarkSetting, cancel) ?? "0", CultureInfo.InvariantCulture);
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
            foreach (var response in ResponsesIn(record)) await ResponseRecorder.Index(db, response, cancel);
            db.ChangeTracker.Clear();
        }
        await settings.Set(MarkSetting, head.Value.ToString(CultureInfo.InvariantCulture), cancel);
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

    private async Task MoveMark(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        _heads.Enqueue((now, journal.Head.Value));
        long? safe = null;
        while (_heads.TryPeek(out var oldest) && now - oldest.At >= Behind)
        {
            safe = oldest.Head;
            _heads.Dequeue();
        }
        if (safe is { } mark) await settings.Set(MarkSetting, mark.ToString(CultureInfo.InvariantCulture), cancel);
    }

    [LoggerMessage(6301, LogLevel.Warning, "The index of survey responses could not be kept: {Problem} It is tried again in {Seconds} seconds; responses are in the journal and safe")]
    private partial void LogFailed(string problem, double seconds);
}
