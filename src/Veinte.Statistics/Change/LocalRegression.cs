namespace Veinte.Statistics;

/// <summary>
/// Loess at one place of an evenly spaced series: tricube weights over the nearest numbers, a constant or a line (Cleveland 1979).
/// </summary>
/// <param name="y">The series.</param>
/// <param name="weights">How much each number counts beside its distance; null for all alike.</param>
/// <param name="length">Span.</param>
/// <param name="degree">0 or 1.</param>
internal sealed class LocalRegression(double[] y, double[]? weights, int length, int degree)
{
    private readonly double[] _w = new double[y.Length];

    /// <summary>The fit at <paramref name="x"/> from the numbers at left to right; null where none of them counts.</summary>
    public double? At(double x, int left, int right)
    {
        var reach = Math.Max(x - left, right - x);
        if (length > y.Length) reach += (length - y.Length) / 2;
        var total = 0.0;
        for (var j = left; j <= right; j++)
        {
            var distance = Math.Abs(j - x);
            _w[j] = distance > 0.999999 * reach ? 0 : distance <= 0.000001 * reach ? 1 : Math.Pow(1 - Math.Pow(distance / reach, 3), 3);
            if (weights is not null) _w[j] *= weights[j];
            total += _w[j];
        }
        if (total <= 0) return null;
        for (var j = left; j <= right; j++) _w[j] /= total;
        if (reach > 0 && degree > 0) Tilt(x, left, right);
        var sum = 0.0;
        for (var j = left; j <= right; j++) sum += _w[j] * y[j];
        return sum;
    }

    private void Tilt(double x, int left, int right)
    {
        double centre = 0, spread = 0;
        for (var j = left; j <= right; j++) centre += _w[j] * j;
        for (var j = left; j <= right; j++) spread += _w[j] * (j - centre) * (j - centre);
        if (Math.Sqrt(spread) <= 0.001 * (y.Length - 1)) return;
        var slope = (x - centre) / spread;
        for (var j = left; j <= right; j++) _w[j] *= slope * (j - centre) + 1;
    }
}
