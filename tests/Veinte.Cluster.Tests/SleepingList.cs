using System.Collections;

namespace Veinte.Cluster.Tests;

/// <summary>A list whose reader falls asleep over it, as a process does that is paused, until it is woken: when it is read for the given time.</summary>
internal sealed class SleepingList<T>(int time, params IReadOnlyList<T> items) : IReadOnlyList<T>, IDisposable
{
    private readonly TaskCompletionSource _fallen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _woken = new();
    private int _times;

    /// <summary>Completes when somebody sleeps over it.</summary>
    public Task Fallen => _fallen.Task;

    public int Count => items.Count;

    public T this[int index] => items[index];

    public void Wake() => _woken.Set();

    public IEnumerator<T> GetEnumerator()
    {
        if (Interlocked.Increment(ref _times) == time)
        {
            _fallen.TrySetResult();
            _woken.Wait();
        }
        foreach (var item in items) yield return item;
    }

    public void Dispose()
    {
        _woken.Set();
        _woken.Dispose();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
