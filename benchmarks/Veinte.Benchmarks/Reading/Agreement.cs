namespace Veinte.Benchmarks.Reading;

/// <summary>How far two judgements of the same texts agree.</summary>
public static class Agreement
{
    /// <summary>Mean F1 over the labels −1, 0 and 1 that occur.</summary>
    public static double MacroF1(IReadOnlyList<int> truth, IReadOnlyList<int> said) =>
        truth.Distinct().Average(label => F1(truth, said, label));

    public static double F1(IReadOnlyList<int> truth, IReadOnlyList<int> said, int label)
    {
        var (hit, wrong, missed) = (0, 0, 0);
        for (var i = 0; i < truth.Count; i++)
        {
            if (said[i] == label && truth[i] == label) hit++;
            else if (said[i] == label) wrong++;
            else if (truth[i] == label) missed++;
        }
        return hit == 0 ? 0 : 2.0 * hit / (2 * hit + wrong + missed);
    }

    public static double Accuracy(IReadOnlyList<int> truth, IReadOnlyList<int> said) => truth.Where((label, i) => said[i] == label).Count() / (double)truth.Count;

    /// <summary>Mean recall over the labels that occur.</summary>
    public static double Balanced(IReadOnlyList<int> truth, IReadOnlyList<int> said) =>
        truth.Distinct().Average(label => truth.Where((t, i) => t == label && said[i] == label).Count() / (double)truth.Count(t => t == label));

    public static double Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (mx, my) = (x.Average(), y.Average());
        var (sxy, sxx, syy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            sxy += (x[i] - mx) * (y[i] - my);
            sxx += (x[i] - mx) * (x[i] - mx);
            syy += (y[i] - my) * (y[i] - my);
        }
        return sxy / Math.Sqrt(sxx * syy);
    }

    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) => Pearson(Ranks(x), Ranks(y));

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var i = 0; i < order.Length;)
        {
            var j = i;
            while (j < order.Length && values[order[j]] == values[order[i]]) j++;
            for (var k = i; k < j; k++) ranks[order[k]] = (i + j - 1) / 2.0;
            i = j;
        }
        return ranks;
    }
}
