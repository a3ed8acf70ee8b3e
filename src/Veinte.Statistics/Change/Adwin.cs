namespace Veinte.Statistics;

/// <summary>
/// A window that shortens itself when its older and newer parts differ in mean: ADWIN2 of Bifet &amp; Gavaldà (2007), with buckets of
/// doubling length. The confidence it is given bounds false alarms for one cut of independent data in [0, 1], not for a whole run; for a stated run length use
/// <see cref="EDetector"/>. O(log n) memory. One owner.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Cut where |m₀ − m₁| > √(2/m · v · ln(2 ln W/δ)) + 2/(3m) · ln(2 ln W/δ), 1/m = 1/n₀ + 1/n₁, v the variance of the window W.
/// </remarks>
public sealed class Adwin
{
    private const int MostInRow = 5;

    private readonly double _delta;
    private readonly int _clock, _shortest, _grace;
    private readonly List<List<Bucket>> _rows = [[]];
    private long _ticks;

    /// <summary>Starts an empty window.</summary>
    /// <param name="delta">Confidence of a cut, above 0 and below 1.</param>
    /// <param name="clock">Cuts are looked for every so many numbers.</param>
    /// <param name="shortest">Shortest part on either side of a cut.</param>
    /// <param name="grace">Numbers to see before the first cut.</param>
    public Adwin(double delta = 0.002, int clock = 32, int shortest = 5, int grace = 10)
    {
        if (!(delta is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "The confidence must be above 0 and below 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clock);
        (_delta, _clock, _shortest, _grace) = (delta, clock, shortest, grace);
    }

    /// <summary>Numbers in the window.</summary>
    public double Width { get; private set; }

    /// <summary>Their sum.</summary>
    public double Total { get; private set; }

    /// <summary>Sum of their squared deviations.</summary>
    public double Squares { get; private set; }

    /// <summary>Takes a number in.</summary>
    /// <returns>Whether older numbers were dropped because the mean has changed.</returns>
    public bool Add(double x)
    {
        _rows[0].Add(new(x, 0));
        Width++;
        if (Width > 1)
        {
            var distance = x - Total / (Width - 1);
            Squares += (Width - 1) * distance * distance / Width;
        }
        Total += x;
        Compress();
        _ticks++;
        var changed = false;
        if (_ticks % _clock != 0 || Width <= _grace) return false;
        while (HasCut())
        {
            changed = true;
            DropOldest();
        }
        return changed;
    }

    private void Compress()
    {
        for (var row = 0; row < _rows.Count && _rows[row].Count > MostInRow; row++)
        {
            if (row + 1 == _rows.Count) _rows.Add([]);
            var (a, b, length) = (_rows[row][0], _rows[row][1], Math.Pow(2, row));
            var distance = (a.Total - b.Total) / length;
            _rows[row + 1].Add(new(a.Total + b.Total, a.Squares + b.Squares + length * distance * distance / 2));
            _rows[row].RemoveRange(0, 2);
        }
    }

    /// <summary>Whether some cut between buckets, the newest of each row left out, splits the window into parts of different mean.</summary>
    private bool HasCut()
    {
        double older = 0, newer = Width, olderTotal = 0, newerTotal = Total;
        for (var row = _rows.Count - 1; row >= 0; row--)
            for (var k = 0; k < _rows[row].Count - 1; k++)
            {
                var length = Math.Pow(2, row);
                older += length;
                newer -= length;
                olderTotal += _rows[row][k].Total;
                newerTotal -= _rows[row][k].Total;
                if (newer >= _shortest && older >= _shortest && Differ(older, newer, olderTotal / older - newerTotal / newer)) return true;
            }
        return false;
    }

    private bool Differ(double older, double newer, double difference)
    {
        var level = Math.Log(2 * Math.Log(Width) / _delta);
        var reciprocal = 1 / (older - _shortest + 1) + 1 / (newer - _shortest + 1);
        return Math.Abs(difference) > Math.Sqrt(2 * reciprocal * (Squares / Width) * level) + 2.0 / 3 * level * reciprocal;
    }

    private void DropOldest()
    {
        var (row, bucket, length) = (_rows[^1], _rows[^1][0], Math.Pow(2, _rows.Count - 1));
        Width -= length;
        Total -= bucket.Total;
        var distance = bucket.Total / length - Total / Width;
        Squares -= bucket.Squares + length * Width * distance * distance / (length + Width);
        row.RemoveAt(0);
        if (row.Count == 0) _rows.RemoveAt(_rows.Count - 1);
    }

    private readonly record struct Bucket(double Total, double Squares);
}
