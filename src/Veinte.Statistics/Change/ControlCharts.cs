namespace Veinte.Statistics;

/// <summary>
/// The tabular CUSUM of standardised numbers (Page 1954; Montgomery, ch. 9.1): for volumes and times after their season was taken away. Choose
/// the limit by <see cref="RunLengths"/>. A mutable value of two numbers; one owner.
/// </summary>
/// <param name="Above">Evidence of a rise.</param>
/// <param name="Below">Evidence of a fall.</param>
public record struct Cusum(double Above, double Below)
{
    /// <summary>Takes a number in.</summary>
    /// <param name="z">The number less its target, in standard deviations.</param>
    /// <param name="k">Half the shift to be found, in standard deviations.</param>
    /// <param name="h">Limit, in standard deviations.</param>
    /// <returns>Whether either side is beyond the limit now.</returns>
    public bool Add(double z, double k, double h)
    {
        Above = Math.Max(0, Above + z - k);
        Below = Math.Max(0, Below - z - k);
        return Above > h || Below > h;
    }
}

/// <summary>
/// The exponentially weighted moving average chart (Roberts 1959; Montgomery, ch. 9.2), with the exact limits of its first
/// numbers. A mutable value; one owner.
/// </summary>
public struct EwmaChart
{
    private readonly double _target, _sigma, _lambda, _width;
    private double _forgotten;

    /// <summary>Starts a chart at its target.</summary>
    /// <param name="target">Mean when nothing is wrong.</param>
    /// <param name="sigma">Standard deviation of a number, above 0.</param>
    /// <param name="lambda">Weight of the newest number, above 0, at most 1.</param>
    /// <param name="width">Width of the limits L, in standard deviations.</param>
    public EwmaChart(double target, double sigma, double lambda, double width)
    {
        (_target, _sigma, _lambda, _width) = (target, sigma, lambda, width);
        (_forgotten, Average) = (1, target);
    }

    /// <summary>The moving average.</summary>
    public double Average { get; private set; }

    /// <summary>Upper limit after the last number.</summary>
    public readonly double Upper => _target + Half;

    /// <summary>Lower limit after the last number.</summary>
    public readonly double Lower => _target - Half;

    private readonly double Half => _width * _sigma * Math.Sqrt(_lambda / (2 - _lambda) * (1 - _forgotten));

    /// <summary>Takes a number in.</summary>
    /// <returns>Whether the average is outside its limits now.</returns>
    public bool Add(double x)
    {
        Average = _lambda * x + (1 - _lambda) * Average;
        _forgotten *= (1 - _lambda) * (1 - _lambda);
        return Average > Upper || Average < Lower;
    }
}
