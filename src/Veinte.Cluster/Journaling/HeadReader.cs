using Veinte.Model;

namespace Veinte.Cluster.Journaling;

/// <summary>
/// Reads the head for many at once: who comes while a reading is under way shares the next one, for the present one may
/// have been taken before his call. Thread-safe.
/// </summary>
internal sealed class HeadReader(JournalTable table)
{
    private readonly Lock _lock = new();
    private Task<Position>? _reading;
    private Task<Position>? _next;

    /// <summary>The last durable position at a moment after the call.</summary>
    public Task<Position> Read(CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_reading is null or { IsCompleted: true }) return (_reading = ReadNow()).WaitAsync(cancel);
            return (_next ??= ReadAfter(_reading)).WaitAsync(cancel);
        }
    }

    private Task<Position> ReadNow() => Task.Run(() => table.ReadHead(CancellationToken.None));

    private async Task<Position> ReadAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<Position> now;
        lock (_lock)
        {
            now = _reading = ReadNow();
            _next = null;
        }
        return await now;
    }
}
