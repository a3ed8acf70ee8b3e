using Veinte.Server.Analysis;
using Veinte.Server.Importing;

namespace Veinte.Server.Retention;

/// <summary>
/// Once a day a server takes away what its rules do not keep of uploaded files and of the history. What lies in the journal
/// takes a command (<c>veinte retain</c>), for a person who knows where the backups are. Thread-safe.
/// </summary>
internal sealed partial class RetentionService(
    RetentionDesk desk, IUploads uploads, ImportDesk imports, HistoryService history, TimeProvider time, ILogger<RetentionService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(24);
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(5);

    /// <summary>Takes away what is due, or only counts it.</summary>
    public async Task<IReadOnlyList<RetentionFound>> Run(RetentionRules rules, bool apply, CancellationToken cancel)
    {
        var (now, found) = (time.GetUtcNow(), new List<RetentionFound>());
        if (rules.Before(RetentionClass.Uploads, now) is { } uploadedBefore)
        {
            var needed = await imports.Needed(cancel);
            var due = (await uploads.List(cancel)).Where(file => file.UploadedAt < uploadedBefore && !needed.Contains(file.Id)).ToList();
            if (apply)
                foreach (var file in due) await uploads.Delete(file.Id, cancel);
            found.Add(new(RetentionClass.Uploads.Name, rules.Days[RetentionClass.Uploads.Name], due.Count, due.Sum(file => file.Bytes)));
        }
        if (rules.Before(RetentionClass.History, now) is { } happenedBefore && history.IsOpen)
        {
            var rows = await Task.Run(() => history.History.Index.Forget(Model.Instant.From(happenedBefore), apply), cancel);
            found.Add(new(RetentionClass.History.Name, rules.Days[RetentionClass.History.Name], rows, 0));
        }
        return found;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(FirstAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var found = await Run(await desk.Read(stop), apply: true, stop);
                await desk.Note(new(time.GetUtcNow(), true, found), stop);
                foreach (var one in found.Where(one => one.Items > 0)) LogTaken(one.Items, one.Class, one.Days);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
            await Task.Delay(Every, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "Retention has taken away {Items} of {Class}, older than {Days} days")]
    private partial void LogTaken(long items, string @class, int days);

    [LoggerMessage(3302, LogLevel.Warning, "Retention failed; it is tried again tomorrow")]
    private partial void LogFailed(Exception failure);
}
