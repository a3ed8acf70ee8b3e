using MathNet.Numerics.LinearAlgebra;

namespace Veinte.Statistics;

/// <summary>
/// Correlations of an outcome (index 0) and its drivers (1…p), fit for computing with: positive semi-definite, with what had
/// to be done for that on record. Immutable; safe for any number of threads.
/// </summary>
/// <remarks>
/// <b>Equation.</b> r = Cᵢⱼ/√(CᵢᵢCⱼⱼ) over the observations that have both (pairwise deletion); where an eigenvalue is below 0, R = VDVᵀ with D raised to 1e-6 and the diagonal scaled back to ones, as Rebonato &amp;
/// Jäckel (1999). <b>Validity.</b> What is missing is missing at random; every pair has more observations than drivers plus one. <b>Error.</b> A repair is told (<see cref="WasRepaired"/>), never silent.
/// </remarks>
public sealed class CorrelationMatrix
{
    /// <summary>Eigenvalues below this are rounding, not correlation.</summary>
    private const double Rounding = 1e-10;

    /// <summary>The smallest eigenvalue after a repair.</summary>
    private const double Floor = 1e-6;

    private readonly double[,] _r, _n;
    private readonly bool[] _constant;

    private CorrelationMatrix(double[,] r, double[,] n, bool[] constant)
    {
        (_r, _n, _constant) = (r, n, constant);
        SmallestEigenvalue = Repair();
    }

    /// <summary>Outcome and drivers together.</summary>
    public int Variables => _r.GetLength(0);

    /// <summary>How many drivers.</summary>
    public int Drivers => Variables - 1;

    /// <summary>
    /// Smallest eigenvalue before any repair. Correlations from different sets of respondents need not fit together; then
    /// it is below zero.
    /// </summary>
    public double SmallestEigenvalue { get; }

    /// <summary>Whether eigenvalues had to be raised to 1e-6 and the matrix scaled back to ones on its diagonal.</summary>
    public bool WasRepaired { get; private set; }

    /// <summary>A correlation; 0 with a variable that does not vary.</summary>
    public double this[int i, int j] => _r[i, j];

    /// <summary>How many observations have both; NaN where the matrix was given without.</summary>
    public double N(int i, int j) => _n[i, j];

    /// <summary>The fewest observations behind any correlation of variables that vary; NaN where the matrix was given without.</summary>
    public double SmallestN
    {
        get
        {
            var smallest = double.PositiveInfinity;
            for (var i = 0; i < Variables; i++)
                for (var j = 0; j < Variables; j++)
                    if (!_constant[i] && !_constant[j]) smallest = Math.Min(smallest, _n[i, j]);
            return double.IsInfinity(smallest) ? 0 : smallest;
        }
    }

    /// <summary>Whether a variable does not vary (or was never observed together with others), so that nothing can be said of it.</summary>
    public bool IsConstant(int variable) => _constant[variable];

    /// <summary>
    /// From co-moments, each pair over the observations that have both. Where the result is not positive semi-definite its
    /// eigenvalues are raised to at least 1e-6 and the diagonal is scaled back to ones.
    /// </summary>
    public static CorrelationMatrix From(CoMoments moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        var m = moments.Variables;
        var (r, n, constant) = (new double[m, m], new double[m, m], new bool[m]);
        for (var i = 0; i < m; i++) constant[i] = double.IsNaN(moments.Correlation(i, i));
        for (var i = 0; i < m; i++)
            for (var j = 0; j < m; j++)
            {
                n[i, j] = moments.Weight(i, j);
                var correlation = moments.Correlation(i, j);
                r[i, j] = i == j ? 1 : double.IsNaN(correlation) ? 0 : correlation;
                if (i == 0 && j > 0 && double.IsNaN(correlation)) constant[j] = true;
            }
        return new(r, n, constant);
    }

    /// <summary>From known correlations, the outcome first.</summary>
    /// <param name="correlations">Square and symmetric, ones on the diagonal.</param>
    /// <param name="n">How many observations they rest on; NaN when unknown.</param>
    /// <exception cref="ArgumentException">The matrix is not square or not symmetric, or holds something that is no correlation.</exception>
    public static CorrelationMatrix From(double[,] correlations, double n = double.NaN)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        var m = correlations.GetLength(0);
        if (m != correlations.GetLength(1) || m == 0)
            throw new ArgumentException($"A correlation matrix is square, not {m} by {correlations.GetLength(1)}.", nameof(correlations));
        var counts = new double[m, m];
        for (var i = 0; i < m; i++)
            for (var j = 0; j < m; j++)
            {
                var r = correlations[i, j];
                if (!(Math.Abs(r) <= 1 + 1e-12) || Math.Abs(r - correlations[j, i]) > 1e-9 || (i == j && Math.Abs(r - 1) > 1e-9))
                    throw new ArgumentException($"Row {i}, column {j} holds {r}, which does not fit a correlation matrix.", nameof(correlations));
                counts[i, j] = n;
            }
        return new((double[,])correlations.Clone(), counts, new bool[m]);
    }

    /// <summary>Correlations among the drivers that vary, and of each with the outcome; and which drivers they are (0-based).</summary>
    internal (Matrix<double> Among, Vector<double> WithOutcome, int[] Which) Varying()
    {
        int[] which = _constant[0] ? [] : [.. Enumerable.Range(0, Drivers).Where(j => !_constant[j + 1])];
        return (Matrix<double>.Build.Dense(which.Length, which.Length, (i, j) => _r[which[i] + 1, which[j] + 1]),
            Vector<double>.Build.Dense(which.Length, i => _r[0, which[i] + 1]), which);
    }

    private double Repair()
    {
        var m = Variables;
        var eigen = Matrix<double>.Build.DenseOfArray(_r).Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Real();
        var smallest = values.Minimum();
        if (smallest >= -Rounding) return smallest;
        WasRepaired = true;
        var raised = eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(values.PointwiseMaximum(Floor)) * eigen.EigenVectors.Transpose();
        for (var i = 0; i < m; i++)
            for (var j = 0; j < m; j++)
                _r[i, j] = i == j ? 1 : Math.Clamp(raised[i, j] / Math.Sqrt(raised[i, i] * raised[j, j]), -1, 1);
        return smallest;
    }
}
