namespace Veinte.Statistics;

/// <summary>
/// Splits a series into season, trend and rest by repeated local regression: STL of Cleveland, Cleveland, McRae &amp; Terpenning (1990),
/// Journal of Official Statistics 6(1), with the defaults of R's <c>stl</c>. For restarting <see cref="HoltWinters"/> each night.
/// </summary>
/// <remarks>
/// <b>Equation.</b> x = season + trend + rest, season by loess of each phase less its moving averages, trend by loess of what is left; again with bisquare weights of the rest where it is to be robust.
/// <b>Validity.</b> Even steps without gaps, two periods or more. <b>Error.</b> A description: it claims no error level.
/// </remarks>
public static class SeasonalDecomposition
{
    /// <summary>Decomposes a series of at least two periods.</summary>
    /// <param name="series">Evenly spaced numbers without gaps.</param>
    /// <param name="period">Steps in a period, at least 2.</param>
    /// <param name="seasonalWindow">Span of the regression within a season, odd, at least 7; null for a season that is the same every time.</param>
    /// <param name="isRobust">Whether outliers are weighed down, in 15 rounds.</param>
    /// <exception cref="ArgumentException">There are fewer than two periods.</exception>
    public static SeasonalParts Decompose(ReadOnlySpan<double> series, int period, int? seasonalWindow, bool isRobust = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (series.Length < 2 * period) throw new ArgumentException($"A season of {period} needs at least {2 * period} numbers, not {series.Length}.", nameof(series));
        var isPeriodic = seasonalWindow is null;
        var window = seasonalWindow ?? 10 * series.Length + 1;
        var work = new Work(series.ToArray(), period, Odd(Math.Max(3, window)));
        work.Run(inner: isRobust ? 1 : 2, outer: isRobust ? 15 : 0);
        if (isPeriodic) work.AverageSeason();
        return new(work.Season, work.Trend, [.. series.ToArray().Select((x, i) => x - work.Season[i] - work.Trend[i])], work.Weights);
    }

    private static int Odd(double x)
    {
        var whole = (int)Math.Round(x, MidpointRounding.ToEven);
        return whole % 2 == 0 ? whole + 1 : whole;
    }

    /// <summary>The arrays of one decomposition.</summary>
    private sealed class Work
    {
        private readonly double[] _y;
        private readonly int _n, _period, _trendWindow, _lowWindow, _seasonalWindow;
        private bool _hasWeights;

        public Work(double[] y, int period, int seasonalWindow)
        {
            (_y, _n, _period, _seasonalWindow) = (y, y.Length, period, seasonalWindow);
            (_trendWindow, _lowWindow) = (Odd(Math.Ceiling(1.5 * period / (1 - 1.5 / seasonalWindow))), Odd(period));
            (Season, Trend, Weights) = (new double[_n], new double[_n], new double[_n]);
            Array.Fill(Weights, 1);
        }

        public double[] Season { get; }

        public double[] Trend { get; }

        public double[] Weights { get; }

        public void Run(int inner, int outer)
        {
            for (var round = 0; ; round++)
            {
                for (var i = 0; i < inner; i++) Step();
                if (round >= outer) return;
                Reweigh();
                _hasWeights = true;
            }
        }

        public void AverageSeason()
        {
            for (var phase = 0; phase < _period; phase++)
            {
                double sum = 0, count = 0;
                for (var i = phase; i < _n; i += _period) (sum, count) = (sum + Season[i], count + 1);
                for (var i = phase; i < _n; i += _period) Season[i] = sum / count;
            }
        }

        private void Step()
        {
            var detrended = new double[_n];
            for (var i = 0; i < _n; i++) detrended[i] = _y[i] - Trend[i];
            var cycles = SmoothCycles(detrended);
            var low = MovingAverage(MovingAverage(MovingAverage(cycles, _period), _period), 3);
            var lowSmooth = Smooth(low, null, _lowWindow, 1, Jump(_lowWindow));
            var deseasonalised = new double[_n];
            for (var i = 0; i < _n; i++)
            {
                Season[i] = cycles[_period + i] - lowSmooth[i];
                deseasonalised[i] = _y[i] - Season[i];
            }
            Smooth(deseasonalised, _hasWeights ? Weights : null, _trendWindow, 1, Jump(_trendWindow)).CopyTo(Trend, 0);
        }

        /// <summary>Each phase of the season smoothed over its cycles, with one cycle more at either end.</summary>
        private double[] SmoothCycles(double[] detrended)
        {
            var all = new double[_n + 2 * _period];
            for (var phase = 0; phase < _period; phase++)
            {
                var k = (_n - phase - 1) / _period + 1;
                var (values, weights) = (new double[k], new double[k]);
                for (var i = 0; i < k; i++) (values[i], weights[i]) = (detrended[i * _period + phase], Weights[i * _period + phase]);
                var used = _hasWeights ? weights : null;
                var smooth = Smooth(values, used, _seasonalWindow, 0, Jump(_seasonalWindow));
                var (right, left) = (Math.Min(_seasonalWindow, k) - 1, Math.Max(0, k - _seasonalWindow));
                var local = new LocalRegression(values, used, _seasonalWindow, 0);
                all[phase] = local.At(-1, 0, right) ?? smooth[0];
                all[(k + 1) * _period + phase] = local.At(k, left, k - 1) ?? smooth[^1];
                for (var i = 0; i < k; i++) all[(i + 1) * _period + phase] = smooth[i];
            }
            return all;
        }

        private void Reweigh()
        {
            var distances = new double[_n];
            for (var i = 0; i < _n; i++) distances[i] = Math.Abs(_y[i] - Trend[i] - Season[i]);
            var (sorted, upper) = ((double[])distances.Clone(), _n / 2 + 1);
            new PartialSort(sorted, [upper, _n - upper + 1]).Run();
            var limit = 3 * (sorted[upper - 1] + sorted[_n - upper]);
            for (var i = 0; i < _n; i++)
                Weights[i] = distances[i] <= 0.000001 * limit ? 1
                    : distances[i] <= 0.999999 * limit ? Math.Pow(1 - Math.Pow(distances[i] / limit, 2), 2)
                    : 0;
        }

        private static int Jump(int window) => (window + 9) / 10;

        private static double[] MovingAverage(double[] x, int length)
        {
            var averages = new double[x.Length - length + 1];
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                sum += x[i];
                if (i >= length) sum -= x[i - length];
                if (i >= length - 1) averages[i - length + 1] = sum / length;
            }
            return averages;
        }

        /// <summary>Local regression at every <paramref name="jump"/>-th place and the last, straight lines between.</summary>
        private static double[] Smooth(double[] y, double[]? weights, int length, int degree, int jump)
        {
            var n = y.Length;
            if (n < 2) return [.. y];
            var (smooth, step, local) = (new double[n], Math.Min(jump, n - 1), new LocalRegression(y, weights, length, degree));
            var (left, right, half) = (0, Math.Min(length, n) - 1, (length + 1) / 2);
            for (var i = 0; i < n; i += step)
            {
                if (length < n) (left, right) = Window(i, n, length, half);
                smooth[i] = local.At(i, left, right) ?? y[i];
            }
            if (step == 1) return smooth;
            for (var i = 0; i + step < n; i += step) Connect(smooth, i, i + step);
            var last = (n - 1) / step * step;
            if (last == n - 1) return smooth;
            smooth[n - 1] = local.At(n - 1, left, right) ?? y[n - 1];
            Connect(smooth, last, n - 1);
            return smooth;
        }

        private static (int Left, int Right) Window(int i, int n, int length, int half) =>
            i + 1 < half ? (0, length - 1)
            : i + 1 >= n - half + 1 ? (n - length, n - 1)
            : (i + 1 - half, length + i - half);

        private static void Connect(double[] values, int from, int to)
        {
            var slope = (values[to] - values[from]) / (to - from);
            for (var i = from + 1; i < to; i++) values[i] = values[from] + slope * (i - from);
        }
    }
}

/// <summary>A series in parts that add up to it.</summary>
/// <param name="Season">What returns every period.</param>
/// <param name="Trend">What moves slowly.</param>
/// <param name="Rest">What is left.</param>
/// <param name="Weights">How much each number counted, 0–1; 1 unless robust.</param>
public sealed record SeasonalParts(
    IReadOnlyList<double> Season, IReadOnlyList<double> Trend, IReadOnlyList<double> Rest, IReadOnlyList<double> Weights);
