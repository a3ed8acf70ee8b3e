namespace Veinte.Statistics;

/// <summary>
/// Quantiles of positive and negative numbers to a relative accuracy: DDSketch of Masson, Rim &amp; Lee (2019), PVLDB 12(12). Every
/// quantile is within <see cref="RelativeAccuracy"/> of a true one; merging is exact. The choice for times and money. One owner.
/// </summary>
/// <remarks>
/// Magnitudes below <see cref="Smallest"/> count as 0 and those above <see cref="Largest"/> are refused, so there are never more than 7,000 bins a side at 1 %.
/// </remarks>
public sealed class DDSketch
{
    /// <summary>The smallest magnitude that is told from 0.</summary>
    public const double Smallest = 1e-30;

    /// <summary>The largest magnitude that is taken.</summary>
    public const double Largest = 1e30;

    private readonly double _gamma, _perLog;
    private readonly Bins _positive = new(), _negative = new();

    /// <summary>An empty sketch.</summary>
    /// <param name="relativeAccuracy">From 0.0001 to below 1; 0.01 is usual.</param>
    public DDSketch(double relativeAccuracy = 0.01)
    {
        if (!(relativeAccuracy is >= 1e-4 and < 1))
            throw new ArgumentOutOfRangeException(nameof(relativeAccuracy), relativeAccuracy, "The relative accuracy must lie between 0.0001 and 1.");
        RelativeAccuracy = relativeAccuracy;
        _gamma = (1 + relativeAccuracy) / (1 - relativeAccuracy);
        _perLog = 1 / Math.Log(_gamma);
    }

    /// <summary>Largest relative distance of a quantile from a true one.</summary>
    public double RelativeAccuracy { get; }

    /// <summary>How many numbers.</summary>
    public long Count => _positive.Count + _negative.Count + Zeros;

    /// <summary>How many of them were 0.</summary>
    public long Zeros { get; private set; }

    /// <summary>Takes a number in. Allocates only when a new range of magnitudes opens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a number, or its magnitude is above <see cref="Largest"/>. Nothing has changed.</exception>
    public void Add(double x)
    {
        if (!(Math.Abs(x) <= Largest)) throw new ArgumentOutOfRangeException(nameof(x), x, $"A sketch holds numbers up to {Largest}.");
        if (Math.Abs(x) < Smallest) Zeros++;
        else (x > 0 ? _positive : _negative).Add((int)Math.Ceiling(Math.Log(Math.Abs(x)) * _perLog), 1);
    }

    /// <summary>Adds what another sketch of the same accuracy holds; exact.</summary>
    /// <exception cref="ArgumentException">It has another accuracy.</exception>
    public void Merge(DDSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.RelativeAccuracy != RelativeAccuracy)
            throw new ArgumentException($"A sketch of accuracy {other.RelativeAccuracy} cannot be merged into one of {RelativeAccuracy}.", nameof(other));
        Zeros += other.Zeros;
        _positive.Merge(other._positive);
        _negative.Merge(other._negative);
    }

    /// <summary>The number at rank q·(n − 1); NaN without any.</summary>
    /// <param name="q">0–1.</param>
    public double Quantile(double q)
    {
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is asked for between 0 and 1.");
        if (Count == 0) return double.NaN;
        var rank = q * (Count - 1);
        if (rank < _negative.Count) return -ValueOf(_negative.First(running => running >= _negative.Count - rank));
        rank -= _negative.Count;
        return rank < Zeros ? 0 : ValueOf(_positive.First(running => running > rank - Zeros));
    }

    private double ValueOf(int key) => 2 * Math.Pow(_gamma, key) / (_gamma + 1);

    /// <summary>Counts by key in one array that grows to either side.</summary>
    private sealed class Bins
    {
        private long[] _counts = [];
        private int _offset;

        public long Count { get; private set; }

        public void Add(int key, long count)
        {
            Count += count;
            var index = IndexOf(key);
            _counts[index] += count;
        }

        public void Merge(Bins other)
        {
            for (var i = other._counts.Length - 1; i >= 0; i--)
                if (other._counts[i] > 0) Add(other._offset + i, other._counts[i]);
        }

        /// <summary>The first key from below at which the running count satisfies a condition; the last one otherwise.</summary>
        public int First(Func<long, bool> isReached)
        {
            var (running, last) = (0L, 0);
            for (var i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] == 0) continue;
                running += _counts[i];
                last = _offset + i;
                if (isReached(running)) break;
            }
            return last;
        }

        private int IndexOf(int key)
        {
            if (_counts.Length == 0) (_counts, _offset) = (new long[64], key - 32);
            if (key < _offset || key >= _offset + _counts.Length) Grow(key);
            return key - _offset;
        }

        private void Grow(int key)
        {
            var (low, high) = (Math.Min(key, _offset), Math.Max(key, _offset + _counts.Length - 1));
            low -= 16;
            var grown = new long[high + 17 - low];
            _counts.CopyTo(grown, _offset - low);
            (_counts, _offset) = (grown, low);
        }
    }
}
