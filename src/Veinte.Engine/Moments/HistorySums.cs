using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// Counts, sums and products of pairs, each with its rounding carried along (Neumaier 1974), and only at the end means and deviations:
/// another way to the same figures as <see cref="CoMoments"/>, so that agreement means something.
/// </summary>
/// <param name="variables">How many.</param>
internal sealed class HistorySums(int variables)
{
    private const int PerPair = 6;

    // Values lie within a few dozen around zero after this shift: nothing cancels when squares are subtracted.
    private const double Shift = 10;

    private readonly Sum[] _sums = new Sum[variables * (variables + 1) / 2 * PerPair];

    public long Trips { get; private set; }

    public void Add(ReadOnlySpan<double> row)
    {
        Trips++;
        for (int i = 0, at = 0; i < variables; i++)
            for (var j = i; j < variables; j++, at += PerPair)
            {
                if (double.IsNaN(row[i]) || double.IsNaN(row[j])) continue;
                var (x, y) = (row[i] - Shift, row[j] - Shift);
                _sums[at].Add(1);
                _sums[at + 1].Add(x);
                _sums[at + 2].Add(y);
                _sums[at + 3].Add(x * x);
                _sums[at + 4].Add(y * y);
                _sums[at + 5].Add(x * y);
            }
    }

    /// <summary>The same figures in the form of co-moments.</summary>
    public CoMoments ToCoMoments(int wanted)
    {
        var numbers = new double[wanted * (wanted + 1) / 2 * PerPair];
        for (int i = 0, at = 0; i < variables; i++)
            for (var j = i; j < variables; j++, at += PerPair)
            {
                var n = _sums[at].Value;
                if (n == 0 || j >= wanted) continue;
                var (x, y) = (_sums[at + 1].Value, _sums[at + 2].Value);
                var to = (i * wanted - i * (i - 1) / 2 + j - i) * PerPair;
                numbers[to] = n;
                numbers[to + 1] = x / n + Shift;
                numbers[to + 2] = y / n + Shift;
                numbers[to + 3] = Math.Max(0, _sums[at + 3].Value - x * x / n);
                numbers[to + 4] = Math.Max(0, _sums[at + 4].Value - y * y / n);
                numbers[to + 5] = _sums[at + 5].Value - x * y / n;
            }
        return new(wanted, numbers);
    }

    private struct Sum
    {
        private double _sum, _left;

        public readonly double Value => _sum + _left;

        public void Add(double value)
        {
            var next = _sum + value;
            _left += Math.Abs(_sum) >= Math.Abs(value) ? _sum - next + value : value - next + _sum;
            _sum = next;
        }
    }
}
