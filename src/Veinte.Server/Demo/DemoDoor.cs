using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Collect;
using Veinte.Simulator;

namespace Veinte.Server.Demo;

/// <summary>
/// Aurora's way in: the door everybody uses, without the network before it. What comes in here is counted and shown on the
/// page Connect like any other source's events. Not thread-safe.
/// </summary>
internal sealed class DemoDoor(IJournal journal, DoorLimits limits, CollectPipeline pipeline, CollectDebugger debugger) : IDisposable
{
    private readonly DoorSource _source = new("aurora");
    private readonly EntryBatchBuilder _builder = new();
    private readonly SegmentJson _json = new();

    /// <summary>Sends one event; it is durable when this completes.</summary>
    /// <exception cref="JournalUnavailableException">It was not taken.</exception>
    public async Task Send(SimulatedInteraction happened, Instant at, CancellationToken cancel)
    {
        _builder.Clear();
        var result = SegmentDoor.Read(_json.Batch([happened], at).Span, SegmentRoute.Batch, _source, at, limits, _builder);
        var batch = _builder.Build();
        await journal.Append(batch, cancel);
        pipeline.Count(result, batch);
        debugger.Show(_source.Name, batch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _builder.Dispose();
        _json.Dispose();
    }
}
