using System.Buffers;
using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>
/// Sums by hour or day over a window that ends at the newest one seen. Only hours or days with something in them take
/// memory. What falls before the window is not kept, so the content depends on what happened and not on the order in
/// which it arrived. Constant time for the newest, a binary search for a late one.
/// </summary>
internal sealed class CourseWindow(long unitMicros, int kept)
{
    private const int FirstCapacity = 4;

    // Ten thousand years either side of 1970: beyond any Instant, within 64 bits of microseconds.
    private const long MicrosMax = 3_652_500 * Instant.MicrosPerDay;

    private int[] _numbers = [];
    private Cell[] _cells = [];
    private int _count;
    private int _newest = int.MinValue;

    /// <summary>Takes an interaction in (1) or out (−1).</summary>
    public void Add(Instant at, int interactions, int graded, int gradeSumMilli, long amountMilli)
    {
        var change = new Cell
        {
            Interactions = interactions,
            Graded = graded,
            GradeSumMilli = gradeSumMilli,
            GradeSquareSumMicro = graded * ((long)gradeSumMilli * gradeSumMilli),
            AmountMilli = amountMilli,
        };
        // Nearly everything falls into the hour or day that the last one fell into: no division, no search.
        var i = _count - 1;
        if (i >= 0 && _numbers[i] == _newest && IsWithin(at, _newest)) Change(i, change);
        else Add(NumberOf(at), change);
    }

    public void Merge(CourseWindow other)
    {
        if (other._newest > _newest) MoveTo(other._newest);
        for (var i = 0; i < other._count; i++) Add(other._numbers[i], other._cells[i]);
    }

    /// <summary>The hours or days that start in [from, to), by time; empty ones are left out.</summary>
    public IReadOnlyList<CourseSum> Between(Instant from, Instant to)
    {
        var (first, end) = (FirstFrom(from), FirstFrom(to));
        if (first >= end) return [];
        var sums = new CourseSum[end - first];
        for (var i = first; i < end; i++) sums[i - first] = _cells[i].From(StartOf(_numbers[i]));
        return sums;
    }

    /// <summary>All of them together.</summary>
    public CourseSum Sum(Instant from, Instant to)
    {
        var sum = default(Cell);
        for (var (i, end) = (FirstFrom(from), FirstFrom(to)); i < end; i++) sum.Add(_cells[i]);
        return sum.From(from);
    }

    public void Write(IBufferWriter<byte> target)
    {
        LedgerBytes.WriteSigned(target, _newest);
        LedgerBytes.WriteUnsigned(target, (ulong)_count);
        var before = 0;
        for (var i = 0; i < _count; i++)
        {
            LedgerBytes.WriteSigned(target, (long)_numbers[i] - before);
            LedgerBytes.WriteSigned(target, _cells[i].Interactions);
            LedgerBytes.WriteSigned(target, _cells[i].Graded);
            LedgerBytes.WriteSigned(target, _cells[i].GradeSumMilli);
            LedgerBytes.WriteSigned(target, _cells[i].GradeSquareSumMicro);
            LedgerBytes.WriteSigned(target, _cells[i].AmountMilli);
            before = _numbers[i];
        }
    }

    public void Read(ref LedgerReader reader)
    {
        _newest = reader.Int();
        _count = reader.Count();
        (_numbers, _cells) = (new int[_count], new Cell[_count]);
        var before = 0;
        for (var i = 0; i < _count; i++)
        {
            var step = reader.Int();
            var number = unchecked(before + step);
            if ((i > 0 && (step <= 0 || number <= before)) || number > _newest || Math.Abs((long)number) > NumberMax)
                throw new InvalidDataException("The course of an account is not in order of time: the bytes are damaged.");
            _numbers[i] = before = number;
            _cells[i] = new()
            {
                Interactions = reader.Signed(),
                Graded = reader.Signed(),
                GradeSumMilli = reader.Signed(),
                GradeSquareSumMicro = reader.Signed(),
                AmountMilli = reader.Signed(),
            };
        }
    }

    private void Add(int number, in Cell change)
    {
        if (number > _newest) MoveTo(number);
        else if (number <= (long)_newest - kept) return;

        var i = _count > 0 && _numbers[_count - 1] == number ? _count - 1 : Array.BinarySearch(_numbers, 0, _count, number);
        if (i < 0) Insert(~i, number, change);
        else Change(i, change);
    }

    private void Change(int i, in Cell change)
    {
        _cells[i].Add(change);
        if (_cells[i].Interactions == 0) Remove(i, 1);
    }

    private void MoveTo(int newest)
    {
        _newest = newest;
        var expired = 0;
        while (expired < _count && _numbers[expired] <= (long)newest - kept) expired++;
        if (expired > 0) Remove(0, expired);
    }

    private void Insert(int at, int number, in Cell cell)
    {
        if (_count == _numbers.Length)
        {
            var capacity = Math.Max(FirstCapacity, Math.Min(_count * 2, kept));
            Array.Resize(ref _numbers, capacity);
            Array.Resize(ref _cells, capacity);
        }
        Array.Copy(_numbers, at, _numbers, at + 1, _count - at);
        Array.Copy(_cells, at, _cells, at + 1, _count - at);
        (_numbers[at], _cells[at]) = (number, cell);
        _count++;
    }

    private void Remove(int from, int length)
    {
        _count -= length;
        Array.Copy(_numbers, from + length, _numbers, from, _count - from);
        Array.Copy(_cells, from + length, _cells, from, _count - from);
    }

    private int FirstFrom(Instant from)
    {
        var number = NumberOf(from);
        if (StartOf(number) < from) number++;
        var i = Array.BinarySearch(_numbers, 0, _count, number);
        return i < 0 ? ~i : i;
    }

    private long NumberMax => MicrosMax / unitMicros;

    private int NumberOf(Instant at)
    {
        var (number, rest) = Math.DivRem(at.UnixMicros, unitMicros);
        return (int)(rest < 0 ? number - 1 : number);
    }

    private bool IsWithin(Instant at, int number) => unchecked((ulong)(at.UnixMicros - number * unitMicros)) < (ulong)unitMicros;

    private Instant StartOf(int number) => new(number * unitMicros);

    private struct Cell
    {
        public long Interactions;
        public long Graded;
        public long GradeSumMilli;
        public long GradeSquareSumMicro;
        public long AmountMilli;

        // Every sum is computed before anything is stored, as everywhere in the books.
        public void Add(in Cell other)
        {
            var interactions = Interactions + other.Interactions;
            var graded = Graded + other.Graded;
            var sum = GradeSumMilli + other.GradeSumMilli;
            var squares = GradeSquareSumMicro + other.GradeSquareSumMicro;
            AmountMilli += other.AmountMilli;
            (Interactions, Graded, GradeSumMilli, GradeSquareSumMicro) = (interactions, graded, sum, squares);
        }

        public readonly CourseSum From(Instant start) =>
            new(start, Interactions, Graded, GradeSumMilli, GradeSquareSumMicro, new(AmountMilli));
    }
}
