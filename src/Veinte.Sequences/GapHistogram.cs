using System.Numerics;

namespace Veinte.Sequences;

/// <summary>
/// The buckets in which times between two interactions are counted: four to an octave of milliseconds, so a bucket is at
/// most a quarter as wide as its values are great, and a quantile read from it is off by at most 25 %. Counts in buckets
/// can be taken back and added to others, which a digest cannot.
/// </summary>
internal static class GapHistogram
{
    private const int SubBits = 2;
    private const int OctaveMax = 41;

    /// <summary>How many buckets.</summary>
    internal const int Buckets = (OctaveMax << SubBits);

    /// <summary>The longest gap told apart from longer ones: 139 years.</summary>
    private const long MillisMax = (1L << (OctaveMax + 1)) - 1;

    /// <summary>The bucket of a gap.</summary>
    internal static int BucketOf(long millis)
    {
        if (millis < 1 << SubBits) return (int)millis;
        if (millis > MillisMax) millis = MillisMax;
        var octave = BitOperations.Log2((ulong)millis);
        return unchecked(((octave - 1) << SubBits) | (int)((millis >> (octave - SubBits)) & ((1 << SubBits) - 1)));
    }

    /// <summary>The shortest gap in a bucket, in milliseconds.</summary>
    internal static long LowerOf(int bucket)
    {
        if (bucket < 1 << SubBits) return bucket;
        var octave = (bucket >> SubBits) + 1;
        return (long)((1 << SubBits) | (bucket & ((1 << SubBits) - 1))) << (octave - SubBits);
    }

    /// <summary>The quantile, interpolated within its bucket.</summary>
    internal static TimeSpan Quantile(ReadOnlySpan<uint> counts, long total, double quantile)
    {
        if (total == 0) return TimeSpan.Zero;
        var rank = quantile * (total - 1);
        long below = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            if (counts[bucket] == 0 || below + counts[bucket] <= rank)
            {
                below += counts[bucket];
                continue;
            }
            var (lower, upper) = (LowerOf(bucket), LowerOf(bucket + 1));
            return TimeSpan.FromMilliseconds(lower + (upper - lower) * ((rank - below + 0.5) / counts[bucket]));
        }
        return TimeSpan.FromMilliseconds(LowerOf(counts.Length));
    }
}
