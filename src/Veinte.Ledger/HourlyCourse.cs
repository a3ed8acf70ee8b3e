using System.Buffers;
using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>
/// The course of a whole partition: by hour over the last <see cref="HoursKept"/> hours, by day over the last
/// <see cref="DaysKept"/> days (UTC), each counted from the newest seen. Mutable and not thread-safe.
/// </summary>
public sealed class HourlyCourse
{
    /// <summary>How many hours are kept: sixty days.</summary>
    public const int HoursKept = 60 * 24;

    /// <summary>How many days are kept: ten years.</summary>
    public const int DaysKept = 3_653;

    private const byte Layout = 1;

    private readonly CourseWindow _hours = new(Instant.MicrosPerHour, HoursKept);
    private readonly CourseWindow _days = new(Instant.MicrosPerDay, DaysKept);

    /// <inheritdoc cref="DailyCourse.Add"/>
    public void Add(Instant at, int interactions, int graded, int gradeSumMilli, long amountMilli)
    {
        _hours.Add(at, interactions, graded, gradeSumMilli, amountMilli);
        _days.Add(at, interactions, graded, gradeSumMilli, amountMilli);
    }

    /// <summary>Adds another course, hour by hour and day by day.</summary>
    public void Merge(HourlyCourse other)
    {
        _hours.Merge(other._hours);
        _days.Merge(other._days);
    }

    /// <summary>The hours that start in [<paramref name="from"/>, <paramref name="to"/>), by time; empty hours are left out.</summary>
    public IReadOnlyList<CourseSum> Hours(Instant from, Instant to) => _hours.Between(from, to);

    /// <summary>The days that start in [<paramref name="from"/>, <paramref name="to"/>), by time; empty days are left out.</summary>
    public IReadOnlyList<CourseSum> Days(Instant from, Instant to) => _days.Between(from, to);

    /// <summary>The hours of a time together.</summary>
    public CourseSum SumOfHours(Instant from, Instant to) => _hours.Sum(from, to);

    /// <summary>The days of a time together.</summary>
    public CourseSum SumOfDays(Instant from, Instant to) => _days.Sum(from, to);

    /// <summary>The same course, to keep while this one changes.</summary>
    public HourlyCourse Copy()
    {
        var copy = new HourlyCourse();
        copy.Merge(this);
        return copy;
    }

    /// <summary>Writes the course (docs/internals/ledger.md).</summary>
    public void Write(IBufferWriter<byte> target)
    {
        LedgerBytes.WriteByte(target, Layout);
        _hours.Write(target);
        _days.Write(target);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another layout.</exception>
    public static HourlyCourse Read(ReadOnlySpan<byte> source)
    {
        var reader = new LedgerReader(source);
        reader.ExpectLayout(Layout, "A partition's hours");
        var course = new HourlyCourse();
        course._hours.Read(ref reader);
        course._days.Read(ref reader);
        reader.End();
        return course;
    }
}
