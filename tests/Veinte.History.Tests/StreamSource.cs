using System.Runtime.CompilerServices;
using Veinte.Model;

namespace Veinte.History.Tests;

/// <summary>A stream of so many interactions a second by a clock that only stands still or jumps; reading a batch of it takes time.</summary>
internal sealed class StreamSource(JumpingClock clock, int batchRows, TimeSpan work, Func<TimeSpan, long> headAt) : IHistorySource
{
    /// <summary>How far the history was behind after each batch.</summary>
    public List<long> Behind { get; } = [];

    public ValueTask<Position> Head(CancellationToken cancel = default) => new(new Position(headAt(clock.Elapsed)));

    public async IAsyncEnumerable<HistoryBatch> Read(HistoryMark after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var reached = after.Position.Value;
        while (true)
        {
            var head = headAt(clock.Elapsed);
            if (head <= reached)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), clock, cancel);
                continue;
            }
            reached = Math.Min(head, reached + batchRows);
            clock.Jump(work);
            Behind.Add(headAt(clock.Elapsed) - reached);
            // One row stands for all: what is asked here is when it works, not what it keeps.
            yield return new([Rows.Row(reached)], [], [], new(new(reached), 1));
        }
    }
}

/// <summary>A clock on which whoever waits has waited at once. For one who waits at a time.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private TimeSpan _elapsed;

    public TimeSpan Elapsed
    {
        get { lock (_gate) return _elapsed; }
    }

    /// <summary>How long was waited, each time.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get { lock (_gate) return [.. _waits]; }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public void Jump(TimeSpan by)
    {
        lock (_gate) _elapsed += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _elapsed += dueTime;
            _waits.Add(dueTime);
        }
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Done();
    }

    private sealed class Done : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() { }

        public ValueTask DisposeAsync() => default;
    }
}
