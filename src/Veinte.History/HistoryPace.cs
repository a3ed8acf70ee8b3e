using Veinte.Model;

namespace Veinte.History;

/// <summary>
/// How long the history rests after a batch. The stream goes first: while it takes in more than a quarter of a batch in the
/// time of one, the history rests nine times as long as it worked, and catches up afterwards. Of a burst that makes it wait
/// a minute; where the stream is as strong for longer, it rests the less the further behind it is, and not at all from
/// twenty batches on. So what it lacks is bounded as long as the machine can do both. Not thread-safe.
/// </summary>
/// <param name="batchRows">Rows of a batch.</param>
/// <param name="time">The clock by which a burst lasts.</param>
internal sealed class HistoryPace(int batchRows, TimeProvider time)
{
    /// <summary>Batches it may be behind, after <see cref="BurstMax"/>, before it rests no more.</summary>
    public const int BatchesBehindMax = 20;

    private const int RestWhenBusy = 9;
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(10);

    private Position _headSeen;
    private long? _behindSince;

    /// <summary>How long the stream goes first however far that leaves the history behind.</summary>
    public static TimeSpan BurstMax { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to rest now.</summary>
    /// <param name="reached">Everything up to here is in the history.</param>
    /// <param name="head">Everything up to here is in the books.</param>
    /// <param name="worked">How long the latest batch took.</param>
    public TimeSpan Rest(Position reached, Position head, TimeSpan worked)
    {
        var isBusy = _headSeen > Position.None && head.Value - _headSeen.Value > batchRows / 4;
        _headSeen = head;
        var behind = head.Value - reached.Value;
        if (behind <= batchRows) _behindSince = null;
        else _behindSince ??= time.GetTimestamp();
        if (!isBusy) return TimeSpan.Zero;
        var rest = worked * RestWhenBusy;
        return (rest < RestMax ? rest : RestMax) * Share(behind);
    }

    // One of the whole rest: in a burst by how much of its time is left, beyond it by how far behind is still well.
    private double Share(long behind)
    {
        var burst = _behindSince is { } since ? 1 - time.GetElapsedTime(since) / BurstMax : 1;
        var backlog = 1 - (double)behind / BatchesBehindMax / batchRows;
        return Math.Max(0, Math.Max(burst, backlog));
    }
}
