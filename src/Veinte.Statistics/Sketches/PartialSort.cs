namespace Veinte.Statistics;

/// <summary>
/// Puts the numbers of some ranks in their places without sorting the rest: the quickselect of Singleton (1969, CACM Algorithm 347),
/// which is right for ranks given in ascending order. R's <c>stl</c> asks it for the two middle ranks in descending order and so often gets a
/// neighbour of the median as the scale of its residuals; <see cref="SeasonalDecomposition"/> asks in the same way, because its robust rounds would
/// otherwise part from R's by 1e-4.
/// </summary>
/// <param name="numbers">Reordered in place.</param>
/// <param name="ranks">Ranks wanted, counted from 1.</param>
internal sealed class PartialSort(double[] numbers, int[] ranks)
{
    private const int Short = 10;

    /// <summary>Begins with everything.</summary>
    public void Run() => Select(1, numbers.Length, 0, ranks.Length - 1);

    /// <summary>Works on the numbers from rank <paramref name="from"/> to <paramref name="to"/>, for the wanted ranks at indices low to high.</summary>
    private void Select(int from, int to, int low, int high)
    {
        while (low <= high && from < to)
        {
            if (to - from <= Short && from != 1)
            {
                Array.Sort(numbers, from - 1, to - from + 1);
                return;
            }
            var (left, right) = Partition(from, to);
            if (left - from <= to - right)
            {
                var last = high;
                while (last >= low && ranks[last] > left) last--;
                Select(from, left, low, last);
                (from, low) = (right, last >= low ? last + 1 : low);
            }
            else
            {
                var first = low;
                while (first <= high && ranks[first] < right) first++;
                Select(right, to, first, high);
                (to, high) = (left, first <= high ? first - 1 : high);
            }
        }
    }

    /// <summary>Moves what is below the median of first, middle and last before what is above it; between the ends returned all are equal to it.</summary>
    private (int Left, int Right) Partition(int from, int to)
    {
        var middle = (from + to) / 2;
        Order(from, middle);
        if (this[to] < this[middle])
        {
            Swap(to, middle);
            Order(from, middle);
        }
        var (pivot, left, right) = (this[middle], to, from);
        while (true)
        {
            do left--;
            while (this[left] > pivot);
            do right++;
            while (this[right] < pivot);
            if (right > left) return (left, right);
            Swap(left, right);
        }
    }

    private double this[int rank] => numbers[rank - 1];

    private void Order(int a, int b)
    {
        if (this[a] > this[b]) Swap(a, b);
    }

    private void Swap(int a, int b) => (numbers[a - 1], numbers[b - 1]) = (numbers[b - 1], numbers[a - 1]);
}
