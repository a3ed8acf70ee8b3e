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
    private CourseSum[] _sums = [];
    private int _count;
    private int _newest = int.MinValue;

    /// <summary>Takes an interaction in (1) or out (−1).</summary>
    public void Add(Instant at, int interactions, int graded, int gradeSumMilli, long amountMilli)
    {
        var number = NumberOf(at);
        Add(number, new(
            StartOf(number), interactions, graded, gradeSumMilli, graded * ((long)gradeSumMilli * gradeSumMilli), new(amountMilli)));
    }

    public void Merge(CourseWindow other)
    {
        if (other._newest > _newest) MoveTo(other._newest);
        for (var i = 0; i < other._count; i++) Add(other._numbers[i], other._sums[i]);
    }

    /// <summary>The hours or days that start in [from, to), by time; empty ones are left out.</summary>
    public IReadOnlyList<CourseSum> Between(Instant from, Instant to)
    {
        var (first, end) = (FirstFrom(from), FirstFrom(to));
        return first >= end ? [] : _sums[first..end];
    }

    /// <summary>All of them together.</summary>
    public CourseSum Sum(Instant from, Instant to)
    {
        var sum = new CourseSum(from, 0, 0, 0, 0, default);
        for (var (i, end) = (FirstFrom(from), FirstFrom(to)); i < end; i++) sum = sum.With(_sums[i]);
        return sum;
    }

    public void Write(IBufferWriter<byte> target)
    {
        LedgerBytes.WriteSigned(target, _newest);
        LedgerBytes.WriteUnsigned(target, (ulong)_count);
        var before = 0;
        for (var i = 0; i < _count; i++)
        {
            LedgerBytes.WriteSigned(target, (long)_numbers[i] - before);
            LedgerBytes.WriteSigned(target, _sums[i].Interactions);
            LedgerBytes.WriteSigned(target, _sums[i].Graded);
            LedgerBytes.WriteSigned(target, _sums[i].GradeSumMilli);
            LedgerBytes.WriteSigned(target, _sums[i].GradeSquareSumMicro);
            LedgerBytes.WriteSigned(target, _sums[i].Amount.Milli);
            before = _numbers[i];
        }
    }

    public void Read(ref LedgerReader reader)
    {
        _newest = reader.Int();
        _count = reader.Count();
        (_numbers, _sums) = (new int[_count], new CourseSum[_count]);
        var before = 0;
        for (var i = 0; i < _count; i++)
        {
            var step = reader.Int();
            var number = unchecked(before + step);
            if ((i > 0 && (step <= 0 || number <= before)) || number > _newest || Math.Abs((long)number) > NumberMax)
                throw new InvalidDataException("The course of an account is not in order of time: the bytes are damaged.");
            _numbers[i] = before = number;
            _sums[i] = new(StartOf(number), reader.Signed(), reader.Signed(), reader.Signed(), reader.Signed(), new(reader.Signed()));
        }
    }

    private void Add(int number, CourseSum change)
    {
        if (number > _newest) MoveTo(number);
        else if (number <= (long)_newest - kept) return;

        var i = _count > 0 && _numbers[_count - 1] == number ? _count - 1 : Array.BinarySearch(_numbers, 0, _count, number);
        if (i < 0)
        {
            Insert(~i, number, change);
            return;
        }
        _sums[i] = _sums[i].With(change);
        if (_sums[i].Interactions == 0) Remove(i, 1);
    }

    private void MoveTo(int newest)
    {
        _newest = newest;
        var expired = 0;
        while (expired < _count && _numbers[expired] <= (long)newest - kept) expired++;
        if (expired > 0) Remove(0, expired);
    }

    private void Insert(int at, int number, CourseSum sum)
    {
        if (_count == _numbers.Length)
        {
            var capacity = Math.Max(FirstCapacity, Math.Min(_count * 2, kept));
            Array.Resize(ref _numbers, capacity);
            Array.Resize(ref _sums, capacity);
        }
        Array.Copy(_numbers, at, _numbers, at + 1, _count - at);
        Array.Copy(_sums, at, _sums, at + 1, _count - at);
        (_numbers[at], _sums[at]) = (number, sum);
        _count++;
    }

    private void Remove(int from, int length)
    {
        _count -= length;
        Array.Copy(_numbers, from + length, _numbers, from, _count - from);
        Array.Copy(_sums, from + length, _sums, from, _count - from);
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

    private Instant StartOf(int number) => new(number * unitMicros);
}
