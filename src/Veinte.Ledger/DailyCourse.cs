using System.Buffers;
using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>
/// One account's course by day (UTC), over the <see cref="DaysKept"/> days that end with the newest day seen. Days without
/// anything take no memory. Mutable and not thread-safe.
/// </summary>
public sealed class DailyCourse
{
    /// <summary>How many days are kept.</summary>
    public const int DaysKept = 400;

    private readonly CourseWindow _days = new(Instant.MicrosPerDay, DaysKept);

    /// <summary>Takes one interaction in, or one that was taken in out again; older ones than the window are not kept.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="interactions">1 in, −1 out.</param>
    /// <param name="graded">The same when it is graded, else 0.</param>
    /// <param name="gradeSumMilli">Its grade in thousandths, with the sign of <paramref name="graded"/>; 0 when ungraded.</param>
    /// <param name="amountMilli">What it posted, negated when it is taken out.</param>
    public void Add(Instant at, int interactions, int graded, int gradeSumMilli, long amountMilli) =>
        _days.Add(at, interactions, graded, gradeSumMilli, amountMilli);

    /// <summary>Adds another course day by day.</summary>
    public void Merge(DailyCourse other) => _days.Merge(other._days);

    /// <summary>The days that start in [<paramref name="from"/>, <paramref name="to"/>), by time; empty days are left out.</summary>
    public IReadOnlyList<CourseSum> Between(Instant from, Instant to) => _days.Between(from, to);

    /// <summary>Those days together.</summary>
    public CourseSum Sum(Instant from, Instant to) => _days.Sum(from, to);

    /// <summary>The same course, to keep while this one changes.</summary>
    public DailyCourse Copy()
    {
        var copy = new DailyCourse();
        copy.Merge(this);
        return copy;
    }

    internal void Write(IBufferWriter<byte> target) => _days.Write(target);

    internal static DailyCourse Read(ref LedgerReader reader)
    {
        var course = new DailyCourse();
        course._days.Read(ref reader);
        return course;
    }
}
