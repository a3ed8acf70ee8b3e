using Veinte.Model;

namespace Veinte.History.Tests;

/// <summary>A history in a folder of its own, fed while it lives.</summary>
internal sealed class TestHistory : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private readonly bool _keepFolder;

    public TestHistory(ListSource source, HistoryOptions? options = null, string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("veinte-history-").FullName;
        _keepFolder = folder is not null;
        Source = source;
        Index = new(Folder, options ?? new() { MemoryMiB = 256, Threads = 1 }, TimeProvider.System);
        Queries = new(Index);
        Sequences = new(Index, Queries);
        _run = Task.Run(() => Index.Run(source, _stop.Token));
    }

    public string Folder { get; }
    public ListSource Source { get; }
    public HistoryIndex Index { get; }
    public HistoryQueries Queries { get; }
    public HistorySequences Sequences { get; }

    /// <summary>Waits until all that the source has is in the history.</summary>
    public async Task<TestHistory> CaughtUp()
    {
        await Index.WaitFor(await Source.Head(), TestContextTimeout());
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        Sequences.Dispose();
        Queries.Dispose();
        Index.Dispose();
        if (!_keepFolder) Directory.Delete(Folder, recursive: true);
    }

    private static CancellationToken TestContextTimeout() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
}

/// <summary>Rows made by hand.</summary>
internal static class Rows
{
    public static readonly Instant Start = Instant.From(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public static HistoryRow Row(
        long position, string identifier = "u:ana", string touchpoint = "counter", double? grade = 15, double hour = -1,
        string? staff = null, string? area = null, Channel channel = Channel.Web) => new(
        new(position), new(Start.UnixMicros + (long)((hour < 0 ? position : hour) * Instant.MicrosPerHour)), Start, identifier, touchpoint,
        channel, Intent.Unknown, staff, area, null, null, "shop", $"m{position}",
        grade is { } g ? Grade.FromDouble(g) : null, Weight.One, new(10_000), grade is { } value ? new((long)((value - 10) * 1000)) : Points.Zero, 1);
}
