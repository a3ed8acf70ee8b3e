using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

/// <summary>
/// Measures the errors of the sketches on streams of a million numbers (uniform, normal, lognormal, sorted, constant, Zipf), whole
/// and merged from 64 parts. Seeds: VEINTE_SKETCH_SEEDS (1; the full protocol takes 20).
/// </summary>
internal static class SketchProtocol
{
    private const int Length = 1_000_000, Keys = 100_000, Parts = 64;

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("VEINTE_SKETCH_SEEDS"), out var seeds) ? seeds : 1;

    private static readonly double[] Points = [0.5, 0.9, 0.99, 0.999];

    public static object Run(JsonElement input)
    {
        var parameters = input.GetProperty("parameters");
        return input.GetProperty("sketch").GetString() switch
        {
            "tdigest" => Digest(parameters.GetProperty("delta").GetDouble()),
            "kll" => Kll(parameters.GetProperty("k").GetInt32()),
            "hll" => Distinct(parameters.GetProperty("lg_k").GetInt32()),
            "count_min" => Counts(parameters.GetProperty("epsilon").GetDouble(), parameters.GetProperty("delta").GetDouble()),
            var other => throw new NotSupportedException($"There is no sketch '{other}'."),
        };
    }

    private static Dictionary<string, object?> Digest(double compression)
    {
        var worst = new double[Points.Length];
        foreach (var stream in Streams())
        {
            var (whole, merged) = (new TDigest(compression), new TDigest(compression));
            foreach (var x in stream) whole.Add(x);
            foreach (var part in stream.Chunk(Length / Parts))
            {
                var digest = new TDigest(compression);
                foreach (var x in part) digest.Add(x);
                merged.Merge(digest);
            }
            Array.Sort(stream);
            for (var i = 0; i < Points.Length; i++)
                worst[i] = Math.Max(worst[i], Math.Max(RankError(stream, Points[i], whole.Quantile(Points[i])), RankError(stream, Points[i], merged.Quantile(Points[i]))));
        }
        return new()
        {
            ["max_rank_error_at_p"] = Points.Zip(worst).ToDictionary(
                pair => pair.First.ToString(System.Globalization.CultureInfo.InvariantCulture), object? (pair) => new AtMost(pair.Second)),
        };
    }

    /// <summary>The bound holds with 99 % confidence, so the 99th percentile of all errors must keep it.</summary>
    private static Dictionary<string, object?> Kll(int k)
    {
        var (errors, seed) = (new List<double>(), 0UL);
        foreach (var stream in Streams())
        {
            var (whole, merged) = (new KllSketch(k, ++seed), new KllSketch(k, ++seed));
            foreach (var x in stream) whole.Add(x);
            foreach (var part in stream.Chunk(Length / Parts))
            {
                var sketch = new KllSketch(k, ++seed);
                foreach (var x in part) sketch.Add(x);
                merged.Merge(sketch);
            }
            Array.Sort(stream);
            for (var q = 0.05; q < 1; q += 0.05)
            {
                errors.Add(RankError(stream, q, whole.Quantile(q)));
                errors.Add(RankError(stream, q, merged.Quantile(q)));
            }
        }
        errors.Sort();
        return new() { ["max_rank_error_99pct"] = new AtMost(errors[(int)(0.99 * (errors.Count - 1))]) };
    }

    private static Dictionary<string, object?> Distinct(int lgRegisters)
    {
        var (worst, squares, runs) = (0.0, 0.0, 0);
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var (whole, merged, random) = (new HyperLogLog(lgRegisters), new HyperLogLog(lgRegisters), new SplitMix64(seed));
            var salt = random.Next();
            for (var part = 0; part < Parts; part++)
            {
                var sketch = new HyperLogLog(lgRegisters);
                for (var i = part; i < Keys; i += Parts)
                {
                    var hash = SplitMix64.Mix((ulong)i ^ salt);
                    whole.Add(hash);
                    sketch.Add(hash);
                }
                merged.Merge(sketch);
            }
            if (!whole.Registers.SequenceEqual(merged.Registers)) throw new InvalidOperationException("Merged parts differ from the whole.");
            var error = whole.Estimate() / Keys - 1;
            (worst, squares, runs) = (Math.Max(worst, Math.Abs(error)), squares + error * error, runs + 1);
        }
        return new()
        {
            // The error of one run is random: its root mean square over twenty runs may be half as large again as the figure.
            ["rse"] = new AtMost(Math.Sqrt(squares / runs) / 1.5),
            ["pass_within"] = new AtMost(worst),
        };
    }

    private static Dictionary<string, object?> Counts(double epsilon, double delta)
    {
        var (sketch, random, true_, under, over) = (new CountMinSketch(epsilon, delta), new SplitMix64(7), new int[Keys], 0, 0);
        foreach (var key in Zipf(ref random))
        {
            true_[(int)key]++;
            sketch.Add(SplitMix64.Mix((ulong)key));
        }
        for (var key = 0; key < Keys; key++)
        {
            var estimate = sketch.Estimate(SplitMix64.Mix((ulong)key));
            if (estimate < true_[key]) under++;
            if (estimate > true_[key] + epsilon * Length) over++;
        }
        return new()
        {
            ["width"] = sketch.Width,
            ["depth"] = sketch.Depth,
            ["over_estimate_max"] = new AtMost(under > 0 || over > delta * Keys ? 1 : 0),
        };
    }

    private static IEnumerable<double[]> Streams()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new SplitMix64((ulong)seed);
            var (uniform, normal) = (new double[Length], new double[Length]);
            for (var i = 0; i < Length; i++) uniform[i] = random.NextDouble();
            for (var i = 0; i < Length; i++)
                normal[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            yield return (double[])uniform.Clone();
            yield return (double[])normal.Clone();
            yield return Array.ConvertAll(normal, Math.Exp);
            Array.Sort(uniform);
            yield return uniform;
            yield return [.. Enumerable.Repeat(3.5, Length)];
            yield return Zipf(ref random);
        }
    }

    /// <summary>Keys 0 to 99 999 with chances as 1/rank^1.1.</summary>
    private static double[] Zipf(ref SplitMix64 random)
    {
        var sums = new double[Keys];
        for (var i = 0; i < Keys; i++) sums[i] = Math.Pow(i + 1, -1.1) + (i > 0 ? sums[i - 1] : 0);
        var keys = new double[Length];
        for (var i = 0; i < Length; i++)
        {
            var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
            keys[i] = Math.Min(Keys - 1, at < 0 ? ~at : at);
        }
        return keys;
    }

    /// <summary>How far q is from the ranks that a number takes up: 0 where it lies among them.</summary>
    private static double RankError(double[] sorted, double q, double x)
    {
        double below = CountBelow(sorted, x, orEqual: false) / (double)sorted.Length, upTo = CountBelow(sorted, x, orEqual: true) / (double)sorted.Length;
        return q < below ? below - q : q > upTo ? q - upTo : 0;
    }

    private static int CountBelow(double[] sorted, double x, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < x || (orEqual && sorted[middle] == x)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
