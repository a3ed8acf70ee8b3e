using Veinte.Engine.Folds;
using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// How very bad, middling and very good grades at two touchpoints fall together, counted in whole trips, and the outcomes that follow on each of them at each
/// touchpoint: all that penalty–reward contrast needs (Brandt 1988), for one count a pair of a trip. As co-moments of two indicators a touchpoint the
/// same would be four times as many numbers and ten times the work. Owned by the partition's loop; copies leave it.
/// </summary>
internal sealed class ContrastCounts
{
    private const int Kinds = 3, CellsPerPair = Kinds * Kinds, NotMet = -1, Low = 1, High = 2;
    private readonly int _drivers;
    private readonly long[] _together;
    private readonly OutcomeSum[] _outcomes;

    /// <summary>Without trips.</summary>
    public ContrastCounts(int drivers)
    {
        _drivers = drivers;
        _together = new long[drivers * (drivers + 1) / 2 * CellsPerPair];
        _outcomes = new OutcomeSum[1 + Kinds * drivers];
    }

    /// <summary>Counts a trip (+1) or takes it out again (−1).</summary>
    /// <param name="values">Outcome and mean grades, NaN where not met.</param>
    /// <param name="sign">+1 or −1.</param>
    public void Move(ReadOnlySpan<double> values, int sign)
    {
        Span<int> met = stackalloc int[_drivers], kinds = stackalloc int[_drivers];
        var count = 0;
        _outcomes[0].Move(values[0], sign);
        for (var j = 0; j < values.Length - 1; j++)
        {
            kinds[j] = KindOf(values[1 + j]);
            if (kinds[j] == NotMet) continue;
            met[count++] = j;
            _outcomes[1 + Kinds * j + kinds[j]].Move(values[0], sign);
        }
        for (var a = 0; a < count; a++)
        {
            var (row, first) = (RowOf(met[a]), Kinds * kinds[met[a]]);
            for (var b = a; b < count; b++) _together[(row + met[b]) * CellsPerPair + first + kinds[met[b]]] += sign;
        }
    }

    /// <summary>Puts a corrected trip in the place of one that was counted: only what differs is touched.</summary>
    public void Replace(ReadOnlySpan<double> earlier, ReadOnlySpan<double> values)
    {
        Span<int> either = stackalloc int[_drivers], before = stackalloc int[_drivers], now = stackalloc int[_drivers];
        var (count, changed) = (0, !values[0].Equals(earlier[0]));
        _outcomes[0].Move(earlier[0], -1);
        _outcomes[0].Move(values[0], +1);
        for (var j = 0; j < _drivers; j++)
        {
            (before[j], now[j]) = (KindOf(earlier[1 + j]), KindOf(values[1 + j]));
            if (before[j] == NotMet && now[j] == NotMet) continue;
            either[count++] = j;
            if (before[j] == now[j] && !changed) continue;
            if (before[j] != NotMet) _outcomes[1 + Kinds * j + before[j]].Move(earlier[0], -1);
            if (now[j] != NotMet) _outcomes[1 + Kinds * j + now[j]].Move(values[0], +1);
        }
        for (var a = 0; a < count; a++)
            for (var b = a; b < count; b++)
            {
                var (j, k) = (either[a], either[b]);
                if (before[j] == now[j] && before[k] == now[k]) continue;
                var cells = _together.AsSpan((RowOf(j) + k) * CellsPerPair, CellsPerPair);
                if (before[j] != NotMet && before[k] != NotMet) cells[Kinds * before[j] + before[k]]--;
                if (now[j] != NotMet && now[k] != NotMet) cells[Kinds * now[j] + now[k]]++;
            }
    }

    /// <summary>Adds another part with as many drivers.</summary>
    public void Merge(ContrastCounts other)
    {
        for (var i = 0; i < _together.Length; i++) _together[i] += other._together[i];
        for (var i = 0; i < _outcomes.Length; i++) _outcomes[i].Merge(other._outcomes[i]);
    }

    /// <summary>A copy with the drivers in another arrangement.</summary>
    /// <param name="places">For each driver here its place there, or −1 to leave it out.</param>
    /// <param name="drivers">How many there are there.</param>
    public ContrastCounts Arranged(IReadOnlyList<int> places, int drivers)
    {
        var copy = new ContrastCounts(drivers);
        copy._outcomes[0] = _outcomes[0];
        for (var j = 0; j < Math.Min(_drivers, places.Count); j++)
        {
            if (places[j] < 0) continue;
            _outcomes.AsSpan(1 + Kinds * j, Kinds).CopyTo(copy._outcomes.AsSpan(1 + Kinds * places[j]));
            for (var k = j; k < Math.Min(_drivers, places.Count); k++)
            {
                if (places[k] < 0) continue;
                var (from, turned) = ((RowOf(j) + k) * CellsPerPair, places[j] > places[k]);
                var to = (turned ? copy.RowOf(places[k]) + places[j] : copy.RowOf(places[j]) + places[k]) * CellsPerPair;
                for (var cell = 0; cell < CellsPerPair; cell++)
                    copy._together[to + (turned ? cell % Kinds * Kinds + cell / Kinds : cell)] = _together[from + cell];
            }
        }
        return copy;
    }

    /// <summary>The same as co-moments: the outcome (0), and for driver j whether its grade was very bad (1 + 2j) and whether it was very good (2 + 2j).</summary>
    public CoMoments ToCoMoments()
    {
        var variables = 1 + 2 * _drivers;
        var numbers = new double[variables * (variables + 1) / 2 * CoMoments.NumbersPerPair];
        var all = _outcomes[0];
        Put(numbers, variables, 0, 0, [all.N, all.Mean, all.Mean, all.Squares, all.Squares, all.Squares]);
        for (var j = 0; j < _drivers; j++)
        {
            PutOutcome(numbers, variables, j);
            for (var k = j; k < _drivers; k++) PutPair(numbers, variables, j, k);
        }
        return new(variables, numbers);
    }

    public void Write(BinaryWriter writer)
    {
        SparseWords.Write<long>(writer, _together);
        SparseWords.Write<OutcomeSum>(writer, _outcomes);
    }

    public static ContrastCounts Read(BinaryReader reader, int drivers)
    {
        var counts = new ContrastCounts(drivers);
        SparseWords.Read<long>(reader, counts._together);
        SparseWords.Read<OutcomeSum>(reader, counts._outcomes);
        return counts;
    }

    // An indicator's deviations and its co-moment with the outcome follow from how often it is 1 and from the mean outcome then.
    private void PutOutcome(double[] numbers, int variables, int driver)
    {
        var kinds = _outcomes.AsSpan(1 + Kinds * driver, Kinds);
        var all = kinds[0];
        for (var kind = 1; kind < Kinds; kind++) all.Merge(kinds[kind]);
        if (all.N == 0) return;
        for (var kind = Low; kind <= High; kind++)
        {
            var some = kinds[kind];
            Put(numbers, variables, 0, 2 * driver + kind, [all.N, all.Mean, some.N / (double)all.N, all.Squares, Squares(some.N, all.N), some.N * (some.Mean - all.Mean)]);
        }
    }

    private void PutPair(double[] numbers, int variables, int j, int k)
    {
        var cells = _together.AsSpan((RowOf(j) + k) * CellsPerPair, CellsPerPair);
        var n = 0L;
        foreach (var cell in cells) n += cell;
        if (n == 0) return;
        for (var one = Low; one <= High; one++)
            for (var other = Low; other <= High; other++)
            {
                if (j == k && other < one) continue;
                var ones = cells[Kinds * one] + cells[Kinds * one + Low] + cells[Kinds * one + High];
                var others = cells[other] + cells[Kinds * Low + other] + cells[Kinds * High + other];
                var both = cells[Kinds * one + other];
                Put(numbers, variables, 2 * j + one, 2 * k + other,
                    [n, ones / (double)n, others / (double)n, Squares(ones, n), Squares(others, n), both - ones / (double)n * others]);
            }
    }

    private static double Squares(long ones, long n) => ones * (double)(n - ones) / n;

    private static void Put(double[] numbers, int variables, int i, int j, ReadOnlySpan<double> pair) =>
        pair.CopyTo(numbers.AsSpan((i * variables - i * (i - 1) / 2 + j - i) * CoMoments.NumbersPerPair));

    private static int KindOf(double grade) => double.IsNaN(grade) ? NotMet : grade <= TripCell.Low ? Low : grade >= TripCell.High ? High : 0;

    /// <summary>Where the pairs of a driver begin, less its own index.</summary>
    private int RowOf(int driver) => driver * _drivers - driver * (driver + 1) / 2;

    /// <summary>How many outcomes, their mean and squared deviations: Welford's updates, forwards and backwards, and Chan's merge.</summary>
    private struct OutcomeSum
    {
        public long N;
        public double Mean, Squares;

        public void Move(double value, int sign)
        {
            if (N + sign <= 0)
            {
                this = default;
                return;
            }
            N += sign;
            var distance = value - Mean;
            Mean += sign * distance / N;
            Squares = Math.Max(0, Squares + sign * distance * (value - Mean));
        }

        public void Merge(in OutcomeSum other)
        {
            if (other.N == 0) return;
            var (all, distance) = (N + other.N, other.Mean - Mean);
            Squares += other.Squares + distance * distance * N / all * other.N;
            Mean += distance * other.N / all;
            N = all;
        }
    }
}
