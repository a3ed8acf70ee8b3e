using System.Diagnostics;

namespace Veinte.Cluster.Tests;

/// <summary>Counts what the code under way sends to the database and to other nodes, and nothing of what goes on beside it.</summary>
internal sealed class CountedTrips : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly Activity _here;
    private int _count;

    public CountedTrips()
    {
        _here = new Activity("a page").Start();
        _listener = new()
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == _here.TraceId ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.None,
            ActivityStarted = _ => Interlocked.Increment(ref _count),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => Volatile.Read(ref _count);

    public void Dispose()
    {
        _listener.Dispose();
        _here.Dispose();
    }
}
