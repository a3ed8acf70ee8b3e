using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What waits for a later event, counted by the hour in which it began: how many, and how many the event has followed. No list of
/// customers: whose it is lies with the customer. An hour is settled when its window has passed for everybody in it. Owned by the partition's loop.
/// </summary>
internal sealed class PendingOutcomes
{
    private readonly SortedDictionary<(long Hour, int Arm), Waiting> _hours = [];

    // The hour that was asked for last: most of what begins or follows belongs to it.
    private ((long Hour, int Arm) Key, Waiting Hour)? _last;

    /// <summary>How many wait.</summary>
    public long Count => _hours.Values.Sum(hour => hour.Begun);

    /// <summary>Something begins to wait.</summary>
    public void Begin(long atMicros, int arm)
    {
        var key = (HourOf(atMicros), arm);
        if (Find(key) is not { } hour)
        {
            _hours.Add(key, hour = new());
            _last = (key, hour);
        }
        hour.Begun++;
    }

    /// <summary>The event has followed what began then. What another partition counted before a merge is not here, and stays as not followed.</summary>
    public void Follow(long begunMicros, int arm)
    {
        if (Find((HourOf(begunMicros), arm)) is { } hour && hour.Followed < hour.Begun) hour.Followed++;
    }

    /// <summary>The oldest hour, when its window has passed; removed.</summary>
    public bool TrySettle(long windowMicros, long nowMicros, out (long AtMicros, int Arm, long Begun, long Followed) settled)
    {
        settled = default;
        if (_hours.Count == 0) return false;
        var (key, hour) = _hours.First();
        if ((key.Hour + 1) * Instant.MicrosPerHour + windowMicros > nowMicros) return false;
        settled = (key.Hour * Instant.MicrosPerHour, key.Arm, hour.Begun, hour.Followed);
        _last = null;
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
            _hours.Add((reader.ReadInt64(), reader.ReadByte()), new() { Begun = reader.ReadInt64(), Followed = reader.ReadInt64() });
    }

    private Waiting? Find((long Hour, int Arm) key)
    {
        if (_last is { } last && last.Key.Hour == key.Hour && last.Key.Arm == key.Arm) return last.Hour;
        if (!_hours.TryGetValue(key, out var hour)) return null;
        _last = (key, hour);
        return hour;
    }

    private static long HourOf(long atMicros) => atMicros / Instant.MicrosPerHour;

    private sealed class Waiting
    {
        public long Begun, Followed;
    }
}
