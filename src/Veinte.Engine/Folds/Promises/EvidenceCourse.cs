using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// How evidence came in over time, by minutes, hours and days, for what is drawn. What comes in within one minute is added up by itself and goes into the
/// three series with the next minute, so that an outcome costs three additions. A mutable value that lies in its evidence, beside what else an outcome changes;
/// never copied. Owned by the partition's loop.
/// </summary>
internal struct EvidenceCourse()
{
    private const long Minute = 60 * Instant.MicrosPerSecond;
    private readonly EvidenceSeries _minutes = new(Minute, 180), _hours = new(60 * Minute, 336), _days = new(24 * 60 * Minute, 800);

    // The minute that is being added up; default before any.
    private EvidenceStep _open;

    /// <summary>Adds what an outcome brings.</summary>
    public void Add(long atMicros, long n, double sum, double v)
    {
        if (_open == default || atMicros < _open.At || atMicros - _open.At >= Minute)
        {
            Close();
            _open = new(atMicros - (atMicros % Minute + Minute) % Minute, n, sum, v);
            return;
        }
        _open = new(_open.At, _open.N + n, _open.Sum + sum, _open.V + v);
    }

    /// <summary>Where the latest minute begins in which anything came, Unix microseconds; 0 before any.</summary>
    public readonly long LatestAt => Math.Max(_open.At, _minutes.LatestAt);

    /// <summary>Steps of a minute, oldest first.</summary>
    public readonly EvidenceStep[] Minutes() => _minutes.CopyWith(_open);

    /// <summary>Steps of an hour.</summary>
    public readonly EvidenceStep[] Hours() => _hours.CopyWith(_open);

    /// <summary>Steps of a day.</summary>
    public readonly EvidenceStep[] Days() => _days.CopyWith(_open);

    /// <summary>Writes it, the open minute as it is: neither a look nor a snapshot changes how it goes on.</summary>
    public readonly void Write(BinaryWriter writer)
    {
        writer.Write(_open.At);
        writer.Write(_open.N);
        writer.Write(_open.Sum);
        writer.Write(_open.V);
        foreach (var series in (EvidenceSeries[])[_minutes, _hours, _days]) series.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        _open = new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
        foreach (var series in (EvidenceSeries[])[_minutes, _hours, _days]) series.Read(reader);
    }

    private readonly void Close()
    {
        if (_open == default) return;
        foreach (var series in (ReadOnlySpan<EvidenceSeries>)[_minutes, _hours, _days]) series.Add(_open.At, _open.N, _open.Sum, _open.V);
    }
}
