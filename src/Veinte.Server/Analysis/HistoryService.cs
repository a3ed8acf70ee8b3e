using Microsoft.Extensions.Options;
using Veinte.Engine;
using Veinte.History;
using Veinte.Server.Hosting;

namespace Veinte.Server.Analysis;

/// <summary>
/// Keeps the history beside the books while the server runs. The history is derived: when it cannot be opened the server
/// goes on without it and tries again, and only questions to it are refused meanwhile. Thread-safe.
/// </summary>
internal sealed partial class HistoryService(
    VeinteNode node, ServerSettings settings, IOptions<HistorySettings> limits, TimeProvider time, ILogger<HistoryService> log) : BackgroundService
{
    /// <summary>Its folder in the data folder; the demo's wipe knows it by this name.</summary>
    public const string FolderName = "history";

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);
    private readonly HistoryOptions _options = Options with { MemoryMiB = limits.Value.MemoryMiB };
    private volatile OpenHistory? _open;
    private volatile string _problem = "The history is being opened.";

    /// <summary>What a command may use of this machine; a server's settings can say otherwise.</summary>
    public static HistoryOptions Options { get; } = new() { MemoryMiB = new HistorySettings().MemoryMiB };

    /// <summary>The history to ask.</summary>
    /// <exception cref="HistoryClosedException">It is not open now; the message says why.</exception>
    public OpenHistory History => _open ?? throw new HistoryClosedException(_problem);

    /// <summary>Whether it can be asked now.</summary>
    public bool IsOpen => _open is not null;

    /// <summary>Whether it is still the one that was open.</summary>
    public bool IsOpenAs(OpenHistory open) => ReferenceEquals(_open, open);

    /// <summary>How it is.</summary>
    public HistoryStatus Status => _open?.Index.Status ?? new("closed", Model.Position.None, _problem);

    /// <summary>What it holds in memory now, or null when it is not open or cannot say.</summary>
    public HistoryMemory? Memory()
    {
        try
        {
            return _open?.Index.Memory();
        }
        catch (Exception away) when (away is ObjectDisposedException or DuckDB.NET.Data.DuckDBException)
        {
            // It is being closed or made again this very moment.
            return null;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        // Opening takes a moment that nobody's start should wait for.
        await Task.Yield();
        if (!settings.KeepsHistory)
        {
            _problem = "This node leaves the history to others (--roles). Ask one that keeps it.";
            return;
        }
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var open = new OpenHistory(Path.Combine(settings.Data, FolderName), _options, time);
                _open = open;
                try
                {
                    await open.Index.Run(new BooksHistorySource(node, _options, time), stop);
                }
                finally
                {
                    _open = null;
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DuckDB.NET.Data.DuckDBException)
            {
                _problem = failure.Message;
                LogClosed(failure.Message, TryAgainAfter.TotalSeconds);
                await Task.Delay(TryAgainAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        _problem = "The server is stopping.";
    }

    [LoggerMessage(3201, LogLevel.Warning, "The history cannot be opened: {Problem} It is tried again in {Seconds} seconds; the books are not concerned")]
    private partial void LogClosed(string problem, double seconds);
}

/// <summary>An open history and who answers from it.</summary>
internal sealed class OpenHistory : IDisposable
{
    /// <summary>Opens the history of a folder.</summary>
    public OpenHistory(string folder, HistoryOptions options, TimeProvider time)
    {
        Index = new(folder, options, time);
        Queries = new(Index);
        Sequences = new(Index, Queries);
    }

    /// <summary>The index.</summary>
    public HistoryIndex Index { get; }

    /// <summary>Answers questions.</summary>
    public HistoryQueries Queries { get; }

    /// <summary>Answers questions about order.</summary>
    public HistorySequences Sequences { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sequences.Dispose();
        Queries.Dispose();
        Index.Dispose();
    }
}

/// <summary>The history is not open now.</summary>
/// <param name="why">Why.</param>
internal sealed class HistoryClosedException(string why) : Exception($"The history cannot be asked now: {why}");
