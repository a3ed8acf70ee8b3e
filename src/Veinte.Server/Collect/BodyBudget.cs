using Microsoft.Extensions.Options;

namespace Veinte.Server.Collect;

/// <summary>How many bytes of bodies lie in memory at once, so that many slow senders cannot fill it. Thread-safe.</summary>
internal sealed class BodyBudget(IOptions<CollectOptions> options)
{
    private readonly long _max = options.Value.BodyMegabytesInFlight * 1024L * 1024L;
    private long _taken;

    /// <summary>Bytes taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Bytes that may be taken.</summary>
    public long Max => _max;

    /// <summary>Takes bytes; false when there are not that many left.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _max) return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
