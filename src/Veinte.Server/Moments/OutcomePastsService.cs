using Veinte.Engine;
using Veinte.Engine.Folds;
using Veinte.Engine.Moments;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Server.Demo;
using Veinte.Server.Hosting;

namespace Veinte.Server.Moments;

/// <summary>
/// Reads what came before outcomes that were defined after their data, one after the other, and keeps it in a file each, so that
/// a start does not read the journal again. A file that is missing, damaged or of another version is made anew.
/// </summary>
internal sealed partial class OutcomePastsService(
    VeinteNode node, MomentsReader reader, OutcomePasts pasts, DemoService demo, ServerSettings settings, TimeProvider time, ILogger<OutcomePastsService> log) : BackgroundService
{
    /// <summary>Where the files lie, in the data folder.</summary>
    public const string FolderName = "moments";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // Trips whose time to come back had not passed when they were read.
    private static readonly TimeSpan ReadAgain = TimeSpan.FromDays(1);
    private readonly Dictionary<string, DateTimeOffset> _readAt = [];

    // Those whose past did not fit into memory: it is asked for again when as much time has passed, for there may be more of it by then.
    private readonly Dictionary<string, DateTimeOffset> _tooLargeAt = [];

    /// <summary>Reads every past that is missing or has not settled for a day.</summary>
    public async Task ReadMissing(CancellationToken cancel)
    {
        var restatedAt = await node.Books.RestatedAt(cancel);
        foreach (var outcome in await reader.Outcomes(cancel))
        {
            var known = pasts.Find(outcome.Id, outcome.Version);
            var isOfOtherGrades = known is not null && known.RestatedAt != restatedAt;
            if (known is null ? !OutcomePast.IsNeeded(outcome) : !isOfOtherGrades && (known.IsSettled || time.GetUtcNow() - _readAt[outcome.Id] < ReadAgain)) continue;
            if (_tooLargeAt.TryGetValue(outcome.Id, out var refused) && time.GetUtcNow() - refused < ReadAgain) continue;
            var position = (await reader.DefinitionOf(outcome.Id, cancel)).Position;
            var past = known is null ? FromFile(outcome, position, restatedAt) : null;
            if (past is null)
            {
                try
                {
                    past = await OutcomePast.Read(node.Journal, node.Books, outcome, position, cancel);
                }
                catch (PastTooLargeException failure)
                {
                    // Answers go on saying what they lack; a past of other grades than the books in force would be mixed into them.
                    if (isOfOtherGrades) pasts.Remove(outcome.Id);
                    _tooLargeAt[outcome.Id] = time.GetUtcNow();
                    LogTooLarge(outcome.Id, failure.Message);
                    continue;
                }
                ToFile(past);
                LogRead(outcome.Id, past.UpTo);
            }
            _readAt[outcome.Id] = time.GetUtcNow();
            pasts.Put(past);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            if (demo.Status.State is "loading" or "wiping") continue;
            try
            {
                await ReadMissing(stop);
            }
            catch (Exception failure) when (failure is PartitionUnavailableException or JournalUnavailableException or IOException or UnauthorizedAccessException)
            {
                LogLater(failure.Message);
            }
        }
    }

    private OutcomePast? FromFile(OutcomeView outcome, long position, long restatedAt)
    {
        try
        {
            using var file = File.OpenRead(PathOf(outcome.Id));
            return OutcomePast.ReadFrom(file) is { } past && past.Version == outcome.Version && past.Position == position && past.RestatedAt == restatedAt ? past : null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException or System.Text.Json.JsonException or OverflowException or ArgumentException)
        {
            // Missing, cut off or not one of ours: the journal has it all.
            return null;
        }
    }

    private void ToFile(OutcomePast past)
    {
        Directory.CreateDirectory(Path.Combine(settings.Data, FolderName));
        var (path, beside) = (PathOf(past.Outcome), PathOf(past.Outcome) + ".new");
        using (var file = File.Create(beside)) past.Write(file);
        File.Move(beside, path, overwrite: true);
    }

    // An outcome's id is letters, digits and hyphens.
    private string PathOf(string outcome) => Path.Combine(settings.Data, FolderName, outcome + ".past");

    [LoggerMessage(6510, LogLevel.Information, "What came before the outcome '{Outcome}' was defined has been read from the journal up to {Position}")]
    private partial void LogRead(string outcome, long position);

    [LoggerMessage(6512, LogLevel.Warning, "What came before the outcome '{Outcome}' is not read and will be tried again tomorrow: {Reason}")]
    private partial void LogTooLarge(string outcome, string reason);

    [LoggerMessage(6511, LogLevel.Warning, "What came before an outcome could not be read and will be tried again: {Reason}")]
    private partial void LogLater(string reason);
}
