using System.Diagnostics.Metrics;
using Veinte.Doors;
using Veinte.Doors.Steps;
using Veinte.Journal;
using Veinte.Journal.Entries;

namespace Veinte.Server.Collect;

/// <summary>
/// The list of what happens to an event before the journal, with what each step refused. The steps themselves run in
/// the door; what needs the books (dedupe, stitching, grading) is counted by the partitions. Counts are since the start
/// of the process. Thread-safe.
/// </summary>
internal sealed class CollectPipeline
{
    private readonly long[] _refused = new long[Enum.GetValues<QuarantineReason>().Max(reason => (int)reason) + 1];
    private readonly Counter<long> _events;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _requests;
    private long _accepted;

    public CollectPipeline(IMeterFactory meters)
    {
        var meter = meters.Create("Veinte.Collect");
        _events = meter.CreateCounter<long>("veinte.collect.events", description: "Events taken in, by outcome");
        _refusals = meter.CreateCounter<long>("veinte.collect.quarantined", description: "Events put into quarantine, by step and reason");
        _requests = meter.CreateCounter<long>("veinte.collect.requests", description: "Requests to collectors, by outcome");
    }

    /// <summary>The steps of an event of the Segment API, in their order.</summary>
    public static IReadOnlyList<DoorStep> Steps => DoorSteps.Segment;

    /// <summary>The steps of each way in, by its name.</summary>
    public static IReadOnlyList<(string Door, IReadOnlyList<DoorStep> Steps)> Ways { get; } = [("Segment", DoorSteps.Segment), ("CloudEvents", DoorSteps.CloudEvent)];

    /// <summary>Events accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>How many events each step refused for each of its reasons; those that refused none are left out.</summary>
    public IReadOnlyList<(string Step, string Reason, long Count)> Refused()
    {
        var counts = new List<(string, string, long)>();
        foreach (var reason in Enum.GetValues<QuarantineReason>())
            if (Interlocked.Read(ref _refused[(int)reason]) is > 0 and var count)
                counts.Add((DoorSteps.NameFor(reason), reason.Code(), count));
        return counts;
    }

    /// <summary>A request was answered.</summary>
    /// <param name="outcome"><c>accepted</c>, <c>discarded</c>, <c>refused</c>, <c>busy</c>, <c>limited</c>, <c>unavailable</c>.</param>
    public void Answered(string outcome) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts what a door made of a body.</summary>
    public void Count(DoorResult result, EntryBatch batch)
    {
        Interlocked.Add(ref _accepted, result.Accepted);
        if (result.Accepted > 0) _events.Add(result.Accepted, new KeyValuePair<string, object?>("outcome", "accepted"));
        if (result.Quarantined == 0) return;
        _events.Add(result.Quarantined, new KeyValuePair<string, object?>("outcome", "quarantined"));
        var left = result.Quarantined;
        var beyond = false;
        foreach (var entry in new JournalRecord(new(1), batch.Count, batch.Payload))
        {
            if (entry.Header.Kind != EntryKind.Quarantined) continue;
            if (!QuarantineReasons.TryParse(System.Text.Encoding.UTF8.GetString(new QuarantinedView(entry.Header, entry.Body).Reason), out var reason)) continue;
            if (reason == QuarantineReason.BatchTooLong) beyond = true;
            else
            {
                Refuse(reason, 1);
                left--;
            }
        }
        // One entry holds all the events beyond the length of a batch.
        if (beyond) Refuse(QuarantineReason.BatchTooLong, left);
    }

    private void Refuse(QuarantineReason reason, long count)
    {
        Interlocked.Add(ref _refused[(int)reason], count);
        _refusals.Add(count, new("step", DoorSteps.NameFor(reason)), new("reason", reason.Code()));
    }
}
