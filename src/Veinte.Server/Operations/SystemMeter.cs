using System.Diagnostics.Metrics;
using Veinte.Engine;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.History;
using Veinte.Journal;
using Veinte.Server.Analysis;

namespace Veinte.Server.Operations;

/// <summary>
/// How the system stands, as metrics. Partitions and the history's database are asked every fifteen seconds, whoever collects
/// and however often; the rest is read when it is collected.
/// </summary>
internal sealed partial class SystemMeter : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);
    private readonly VeinteNode _node;
    private readonly HistoryService _history;
    private readonly TimeProvider _time;
    private readonly ILogger<SystemMeter> _log;
    private volatile IReadOnlyList<PartitionView> _partitions = [];
    private volatile HistoryMemory? _historyMemory;

    public SystemMeter(VeinteNode node, SystemReader system, HistoryService history, IMeterFactory meters, TimeProvider time, ILogger<SystemMeter> log)
    {
        (_node, _history, _time, _log) = (node, history, time, log);
        var meter = meters.Create("Veinte.System");
        meter.CreateObservableGauge("veinte.journal.position", () => node.Journal.Head.Value, description: "Last position of the journal this node has seen");
        meter.CreateObservableGauge("veinte.queue.depth", () => system.Queues().Select(queue => new Measurement<long>(queue.Depth, new KeyValuePair<string, object?>("queue", queue.Name))), description: "What waits on this node: bytes of journal and bodies, entries of history");
        meter.CreateObservableGauge("veinte.disk.free", () => system.FreeBytes, unit: "By", description: "Bytes left on the disk of the data folder");
        meter.CreateObservableGauge("veinte.partitions.silent", () => _partitions.Count(partition => partition.AnsweredMs is null), description: "Partitions that did not answer within two seconds");
        meter.CreateObservableGauge("veinte.partitions.lag", () => _partitions.Max(partition => partition.AnsweredMs) ?? 0, unit: "ms", description: "How long the slowest partition took to answer with everything acknowledged before it was asked");
        meter.CreateObservableGauge("veinte.history.memory", HistoryUses, unit: "By", description: "Bytes the history's database holds in memory beside the managed heap, by what for; nothing where no history is open");
        meter.CreateObservableGauge("veinte.history.memory.max", () => _historyMemory is { } memory ? [new(memory.Max)] : Array.Empty<Measurement<long>>(), unit: "By", description: "Bytes the history's database may hold in memory");
    }

    private IEnumerable<Measurement<long>> HistoryUses() =>
        _historyMemory?.Uses.Select(use => new Measurement<long>(use.Bytes, new KeyValuePair<string, object?>("kind", use.Kind))) ?? [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Round, _time);
        try
        {
            do
            {
                _historyMemory = _history.Memory();
                try
                {
                    _partitions = await _node.Partitions(stop);
                }
                catch (Exception away) when (away is JournalUnavailableException or PartitionUnavailableException or System.Data.Common.DbException or TimeoutException or IOException)
                {
                    LogSkipped(away.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The way it ends.
        }
    }

    [LoggerMessage(7001, LogLevel.Debug, "The partitions were not asked how they stand: {Reason}")]
    private partial void LogSkipped(string reason);
}
