using System.Numerics;

namespace Veinte.Sequences;

/// <summary>
/// Short paths over few touchpoints fit into one number each. Sorting half a million numbers by their digits reads memory
/// in order, where looking up half a million paths by hash goes to a random place for each.
/// </summary>
internal static class PackedPaths
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Counts the first touchpoints of each customer; null when they do not fit into a number, or are more different paths than the bound.</summary>
    internal static PathCounts? TryCount(SortedColumns columns, int stepsMax, int pathsMax)
    {
        // 0 stands for no touchpoint, so a shorter path is another number than a longer one that begins with it.
        var codeBits = BitOperations.Log2((uint)columns.Touchpoints) + 1;
        if ((long)codeBits * stepsMax > 64) return null;
        var paths = Pack(columns, stepsMax, codeBits);
        Sort(ref paths, codeBits * stepsMax);
        var distinct = 0;
        for (var i = 0; i < paths.Length; i++)
            if (i == 0 || paths[i] != paths[i - 1])
                distinct++;
        return distinct > pathsMax ? null : Collect(paths, distinct, stepsMax, codeBits, pathsMax);
    }

    private static ulong[] Pack(SortedColumns columns, int stepsMax, int codeBits)
    {
        var (paths, count) = (new ulong[columns.Customers], 0);
        var offsets = columns.Offsets;
        var codes = columns.TouchpointCodes;
        for (var customer = 0; customer < columns.Customers; customer++)
        {
            var start = offsets[customer];
            var length = Math.Min(offsets[customer + 1] - start, stepsMax);
            if (length == 0) continue;
            var path = 0UL;
            foreach (var code in codes.Slice(start, length)) path = (path << codeBits) | (code + 1u);
            paths[count++] = path << codeBits * (stepsMax - length);
        }
        Array.Resize(ref paths, count);
        return paths;
    }

    // Digit after digit from the lowest (LSD radix sort; Knuth, TAOCP 3, §5.2.5): stable, so the last pass leaves all in order.
    private static void Sort(ref ulong[] numbers, int bits)
    {
        var other = new ulong[numbers.Length];
        var places = new int[Digits];
        for (var shift = 0; shift < bits; shift += DigitBits)
        {
            Array.Clear(places);
            foreach (var number in numbers) places[(int)((number >> shift) & (Digits - 1))]++;
            var next = 0;
            for (var digit = 0; digit < Digits; digit++) (places[digit], next) = (next, next + places[digit]);
            foreach (var number in numbers) other[places[(int)((number >> shift) & (Digits - 1))]++] = number;
            (numbers, other) = (other, numbers);
        }
    }

    private static PathCounts Collect(ulong[] sorted, int distinct, int stepsMax, int codeBits, int pathsMax)
    {
        var counts = new PathCounts(pathsMax, distinct, distinct * (long)stepsMax);
        Span<ushort> codes = stackalloc ushort[64];
        var mask = (1UL << codeBits) - 1;
        for (var i = 0; i < sorted.Length;)
        {
            var (path, first, length) = (sorted[i], i, 0);
            while (i < sorted.Length && sorted[i] == path) i++;
            for (var step = stepsMax - 1; step >= 0 && ((path >> step * codeBits) & mask) is var code and not 0; step--)
                codes[length++] = (ushort)(code - 1);
            counts.Append(codes[..length], i - first);
        }
        return counts;
    }
}
