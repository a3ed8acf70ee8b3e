using Veinte.Engine;
using Veinte.History;
using Veinte.History.Lake;
using Veinte.Server.Hosting;

namespace Veinte.Server.Analysis;

/// <summary>
/// Brings the lake up to date every so often while the server runs (<c>--lake</c>). What fails is said, and tried again at the
/// next round: where it stands lies in the lake. Thread-safe.
/// </summary>
internal sealed partial class LakeService(VeinteNode node, ServerSettings settings, TimeProvider time, ILogger<LakeService> log) : BackgroundService
{
    /// <summary>How it stands, or null when this server keeps none.</summary>
    public LakeState? State { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        if (settings.Lake is not { } folder) return;
        await Task.Yield();
        var source = new BooksHistorySource(node, HistoryService.Options, time);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // Held only while it is written to: another node may take its turn, and a person may look after it.
                using var lake = LakeExport.Open(folder);
                var written = await lake.CatchUp(source, await source.Head(stop), null, stop);
                State = new(folder, written.Position, time.GetUtcNow(), null);
                if (written.Steps > 0) LogWritten(written.Interactions, written.Files, written.Position);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it is: the lake is derived, and no reason to end a server.
                State = new(folder, State?.Position ?? 0, State?.At ?? default, failure.Message);
                LogFailed(folder, failure.Message, settings.LakeEvery.TotalMinutes);
            }
            await Task.Delay(settings.LakeEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(3202, LogLevel.Information, "The lake was given {Interactions} interactions in {Files} files and has everything up to position {Position}")]
    private partial void LogWritten(long interactions, int files, long position);

    [LoggerMessage(3203, LogLevel.Warning, "The lake {Folder} cannot be brought up to date: {Problem} It is tried again in {Minutes} minutes; nothing is lost by that")]
    private partial void LogFailed(string folder, string problem, double minutes);
}

/// <summary>How a lake stands.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Position">Everything up to here is in it.</param>
/// <param name="At">When that was.</param>
/// <param name="Problem">Why the last attempt failed, or null.</param>
internal sealed record LakeState(string Folder, long Position, DateTimeOffset At, string? Problem);
