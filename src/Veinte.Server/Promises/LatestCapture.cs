using Veinte.Engine.Folds.Promises;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Server.Promises;

/// <summary>
/// What the latest interactions carry of the data that promises need (<see cref="CaptureSample"/>), read by one for all who ask: kept while nothing has come and no promise has changed, and after a
/// long reading for half a minute. So however many ask, what they cost is bounded. Thread-safe.
/// </summary>
internal sealed class LatestCapture(IJournal journal, TimeProvider time)
{
    /// <summary>How long a long reading is kept, whatever comes in.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    /// <summary>A journal up to here is read again as soon as something has come in: that is nothing to speak of.</summary>
    public const int ShortMax = 1_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Reading? _last;

    /// <summary>By the promises' ids, without those of which the interactions alone do not tell.</summary>
    public async Task<IReadOnlyDictionary<string, CaptureCount>> Of(IEnumerable<PromiseReading> promises, CancellationToken cancel)
    {
        var asked = promises.ToDictionary(promise => promise.Id);
        await _one.WaitAsync(cancel);
        try
        {
            var head = journal.Head.Value;
            if (_last is { } last && last.IsOf(asked) && (last.Head == head || (last.Head > ShortMax && time.GetElapsedTime(last.At) < KeptFor))) return last.Found;
            var found = await CaptureSample.Read(journal, asked.Select(promise => KeyValuePair.Create(promise.Key, promise.Value.Definition)), Instant.From(time.GetUtcNow()), cancel);
            _last = new(asked.ToDictionary(promise => promise.Key, promise => promise.Value.Version.Number), head, time.GetTimestamp(), found);
            return found;
        }
        finally
        {
            _one.Release();
        }
    }

    private sealed record Reading(IReadOnlyDictionary<string, int> Versions, long Head, long At, IReadOnlyDictionary<string, CaptureCount> Found)
    {
        public bool IsOf(IReadOnlyDictionary<string, PromiseReading> promises) =>
            promises.Count == Versions.Count && promises.All(promise => Versions.TryGetValue(promise.Key, out var version) && version == promise.Value.Version.Number);
    }
}
