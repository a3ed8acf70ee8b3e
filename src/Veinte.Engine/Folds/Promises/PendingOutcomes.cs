using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What waits for a later event, counted by the hour in which it began: how many, and how many the event has followed. No list of
/// customers: whose it is lies with the customer. An hour is settled when its window has passed for everybody in it. Owned by the partition's loop.
/// </summary>
internal sealed class PendingOutcomes
{
    private readonly SortedDictionary<(long Hour, int Arm), (long Begun, long Followed)> _hours = [];

    /// <summary>How many wait.</summary>
    public long Count => _hours.Values.Sum(hour => hour.Begun);

    /// <summary>Something begins to wait.</summary>
    public void Begin(long atMicros, int arm)
    {
        var key = (HourOf(atMicros), arm);
        var (begun, followed) = _hours.GetValueOrDefault(key);
        _hours[key] = (begun + 1, followed);
    }

    /// <summary>The event has followed what began then. What another partition counted before a merge is not here, and stays as not followed.</summary>
    public void Follow(long begunMicros, int arm)
    {
        var key = (HourOf(begunMicros), arm);
        if (_hours.TryGetValue(key, out var hour) && hour.Followed < hour.Begun) _hours[key] = (hour.Begun, hour.Followed + 1);
    }

    /// <summary>The oldest hour, when its window has passed; removed.</summary>
    public bool TrySettle(long windowMicros, long nowMicros, out (long AtMicros, int Arm, long Begun, long Followed) settled)
    {
        settled = default;
        if (_hours.Count == 0) return false;
        var (key, hour) = _hours.First();
        if ((key.Hour + 1) * Instant.MicrosPerHour + windowMicros > nowMicros) return false;
        settled = (key.Hour * Instant.MicrosPerHour, key.Arm, hour.Begun, hour.Followed);
        return _hours.Remove(key);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_hours.Count);
        foreach (var (key, hour) in _hours)
        {
            writer.Write(key.Hour);
            writer.Write((byte)key.Arm);
            writer.Write(hour.Begun);
            writer.Write(hour.Followed);
        }
    }

    public void Read(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            _hours.Add((reader.ReadInt64(), reader.ReadByte()), (reader.ReadInt64(), reader.ReadInt64()));
    }

    private static long HourOf(long atMicros) => atMicros / Instant.MicrosPerHour;
}
