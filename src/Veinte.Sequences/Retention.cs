using System.Numerics;
using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// Counts weekly retention: a customer's cohort is the week of his first interaction, and he is retained in a later week
/// when he has any interaction in it. Weeks are seven days long and counted from an anchor, normally a Monday's midnight
/// in the workspace's time zone. Followed for 63 weeks after the first.
/// <para>Memory: 16 bytes a customer. Time: O(1) an interaction, also a late one.</para>
/// </summary>
/// <param name="anchor">The beginning of any one week.</param>
public sealed class Retention(Instant anchor) : ISequenceKernel
{
    /// <summary>Weeks a cohort is followed, its own included.</summary>
    public const int WeeksMax = 64;

    /// <summary>Microseconds in a week.</summary>
    public const long MicrosPerWeek = 7 * Instant.MicrosPerDay;

    private Weeks[] _weeks = [];

    /// <inheritdoc/>
    public void Observe(int customer, Instant time, ushort touchpoint)
    {
        if (customer >= _weeks.Length) Grow(customer);
        _weeks[customer].Add(WeekOf(time.UnixMicros, anchor.UnixMicros));
    }

    /// <inheritdoc/>
    public void ObserveLate(int customer, Trace trace, int at) => Observe(customer, trace.At(at), trace.Touchpoints[at]);

    /// <inheritdoc/>
    public void ObserveAll(EventColumns columns)
    {
        if (columns.Customers > _weeks.Length) Grow(columns.Customers - 1);
        for (var chunk = 0; chunk < columns.ChunkCount; chunk++)
        {
            var view = columns.ChunkAt(chunk);
            for (var i = 0; i < view.Customers.Length; i++)
                _weeks[view.Customers[i]].Add(WeekOf(view.Times[i], anchor.UnixMicros));
        }
    }

    /// <summary>The table so far. O(customers).</summary>
    public RetentionTable Table()
    {
        var table = new RetentionTable(anchor);
        foreach (ref readonly var weeks in _weeks.AsSpan())
            if (weeks.Active != 0)
                table.Add(weeks.First, weeks.Active);
        return table;
    }

    /// <summary>Counts sorted columns, keeping nothing a customer. O(interactions).</summary>
    public static RetentionTable Count(SortedColumns columns, Instant anchor)
    {
        var table = new RetentionTable(anchor);
        var offsets = columns.Offsets;
        for (var customer = 0; customer < columns.Customers; customer++)
        {
            var times = columns.Times[offsets[customer]..offsets[customer + 1]];
            if (times.IsEmpty) continue;
            var first = WeekOf(times[0], anchor.UnixMicros);
            var active = 1UL;
            var nextWeek = anchor.UnixMicros + (first + 1L) * MicrosPerWeek;
            foreach (var time in times)
            {
                if (time < nextWeek) continue;
                var week = WeekOf(time, anchor.UnixMicros);
                nextWeek = anchor.UnixMicros + (week + 1L) * MicrosPerWeek;
                if (week - first < WeeksMax) active |= 1UL << (week - first);
            }
            table.Add(first, active);
        }
        return table;
    }

    /// <summary>Rounds down, also before the anchor.</summary>
    private static int WeekOf(long timeMicros, long anchorMicros)
    {
        var since = timeMicros - anchorMicros;
        var week = since / MicrosPerWeek;
        return (int)(since < 0 && week * MicrosPerWeek != since ? week - 1 : week);
    }

    private void Grow(int customer) =>
        Array.Resize(ref _weeks, (int)Math.Min(Array.MaxLength, Math.Max(customer + 1L, Math.Max(1024L, _weeks.Length * 2L))));

    private struct Weeks
    {
        /// <summary>Bit w: active in week <see cref="First"/> + w. 0: never seen.</summary>
        public ulong Active;
        public int First;

        public void Add(int week)
        {
            if (Active == 0) (First, Active) = (week, 1);
            else if (week >= First)
            {
                if (week - First < WeeksMax) Active |= 1UL << (week - First);
            }
            else
            {
                var earlier = First - week;
                Active = (earlier < WeeksMax ? Active << earlier : 0) | 1;
                First = week;
            }
        }
    }
}

/// <summary>How many customers of each week's cohort came back in the weeks after. Mergeable; not thread-safe.</summary>
/// <param name="anchor">The beginning of week 0.</param>
public sealed class RetentionTable(Instant anchor)
{
    private readonly SortedDictionary<int, long[]> _cohorts = [];

    /// <summary>The cohorts in order of time.</summary>
    public IEnumerable<RetentionCohort> Cohorts
    {
        get
        {
            foreach (var (week, retained) in _cohorts)
            {
                var last = Array.FindLastIndex(retained, static count => count > 0);
                yield return new(new(anchor.UnixMicros + week * Retention.MicrosPerWeek), retained[0], retained[..(last + 1)]);
            }
        }
    }

    /// <summary>Adds the counts of a group that shares no customer with this one.</summary>
    /// <exception cref="ArgumentException">Their weeks begin at different times.</exception>
    public void Merge(RetentionTable other)
    {
        if (other.Anchor != anchor) throw new ArgumentException($"Weeks from {other.Anchor} do not merge with weeks from {anchor}.", nameof(other));
        foreach (var (week, theirs) in other._cohorts)
        {
            var retained = CohortOf(week);
            for (var i = 0; i < retained.Length; i++) retained[i] += theirs[i];
        }
    }

    private Instant Anchor => anchor;

    internal void Add(int firstWeek, ulong active)
    {
        var retained = CohortOf(firstWeek);
        while (active != 0)
        {
            retained[BitOperations.TrailingZeroCount(active)]++;
            active &= active - 1;
        }
    }

    private long[] CohortOf(int week)
    {
        if (!_cohorts.TryGetValue(week, out var retained)) _cohorts.Add(week, retained = new long[Retention.WeeksMax]);
        return retained;
    }
}

/// <summary>The customers whose first interaction fell into one week.</summary>
/// <param name="Week">The week's beginning.</param>
/// <param name="Customers">How many they are.</param>
/// <param name="Retained">For each week from their own (0) on, how many had any interaction in it.</param>
public sealed record RetentionCohort(Instant Week, long Customers, IReadOnlyList<long> Retained);
