using System.Text;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

public sealed partial class Partition
{
    internal PartitionTotals TotalsNow() => new(
        _totals.CustomersMilli, _totals.ProducersMilli, _totals.InTransitMilli, _totals.Interactions, _totals.Graded, _position,
        _customers.Known);

    internal IReadOnlyList<ProducerAccount> ProducersNow(AccountKind kind, string? only)
    {
        if (only is not null)
            return _producers.FindCode(kind, Encoding.UTF8.GetBytes(only)) is { } code ? [new(only, _producers.Figures(kind, code).Copy())] : [];
        var accounts = new ProducerAccount[_producers.Count(kind)];
        for (var i = 0; i < accounts.Length; i++) accounts[i] = new(_producers.Name(kind, i), _producers.Figures(kind, i).Copy());
        return accounts;
    }

    internal IReadOnlyList<ProducerPeriods> PeriodsNow(AccountKind kind, long firstDay, int days)
    {
        var periods = new List<ProducerPeriods>();
        for (var i = 0; i < _producers.Count(kind); i++)
        {
            var course = _producers.Course(kind, i);
            var before = SumOf(course, firstDay - days, firstDay);
            var now = SumOf(course, firstDay, firstDay + days);
            if (before.Interactions != 0 || now.Interactions != 0)
                periods.Add(new(_producers.Name(kind, i), before, now, _producers.Figures(kind, i).Copy()));
        }
        return periods;
    }

    internal (GroupFigures Group, double HalfLifeDays) GroupNow()
    {
        var copy = new GroupFigures();
        copy.Merge(_group);
        return (copy, HalfLifeDays);
    }

    internal IReadOnlyList<CustomerRow> CustomersNow(CustomerListing listing)
    {
        var fresh = _customers.Uncommitted().Where(state => state.PointsTo is null).Select(state => CustomerTable.RowOf(state, withState: false));
        if (listing.Search is { } search)
        {
            fresh = fresh.Where(row => row.Text.Contains(search, StringComparison.OrdinalIgnoreCase)
                || (row.Name?.Contains(search, StringComparison.OrdinalIgnoreCase) ?? false));
        }
        var wanted = listing.Skip + listing.Take;
        var stored = _customers.Stored(listing with { Skip = 0, Take = wanted + _customers.UncommittedCount });
        return
        [
            .. CustomerOrder.Sort(stored.Where(row => !_customers.IsUncommitted(row.Key)).Concat(fresh), listing)
                .Take(wanted)
                .Select(row => row.State.Length > 0 ? row : CustomerTable.RowOf(_customers.Find(row.Key)!, withState: true)),
        ];
    }

    internal CustomerAnswer? CustomerNow(UInt128 key)
    {
        if (_customers.Find(key) is not { } state) return null;
        var touchpoints = state.Touchpoints
            .Where(pair => pair.Value.Interactions > 0)
            .OrderByDescending(pair => pair.Value.Interactions)
            .Take(20)
            .Select(pair => new CustomerTouchpoint(
                _producers.Name(AccountKind.Touchpoint, pair.Key), pair.Value.Interactions, pair.Value.Graded,
                pair.Value.Graded == 0 ? null : pair.Value.GradeSumMilli / 1000.0 / pair.Value.Graded, pair.Value.BalanceMilli))
            .ToArray();
        return new(CustomerCodec.Decode(CustomerCodec.Encode(state)), touchpoints);
    }

    internal LinesAnswer LinesNow(LinesQuery query)
    {
        var number = query.From ?? LastLineOf(query);
        var lines = new List<BookLine>(query.Limit);
        while (number != 0 && lines.Count < query.Limit)
        {
            var line = LineOf(number, query.Kind);
            lines.Add(line);
            number = line.Previous;
        }
        return new(lines);
    }

    internal IReadOnlyList<Mark> MarksNow(IReadOnlyList<(UInt128 Customer, long Position)> postings)
    {
        var marks = new List<Mark>(postings.Count);
        foreach (var (key, position) in postings)
        {
            var customer = _customers.Find(key);
            var number = customer is null ? 0 : FindLine(customer, position);
            marks.Add(new(
                position,
                customer?.Reversed.Contains(position) ?? false,
                _disputes.TryGetValue(position, out var dispute) ? dispute.StateName : null,
                number == 0 ? null : LineOf(number, AccountKind.Customer)));
        }
        return marks;
    }

    internal DaybookAnswer DaybookNow(long first, int max)
    {
        var lines = new DaybookEntry[(int)Math.Clamp(_daybook.Count - first + 1, 0, max)];
        if (lines.Length > 0) _daybook.Read(checked((uint)first), lines);
        return new(lines, _daybook.Count, Names(AccountKind.Touchpoint), Names(AccountKind.Staff), Names(AccountKind.Area));
    }

    internal IReadOnlyList<(long Start, CourseSum Sum)> CourseNow(long fromHour, long toHour, bool daily)
    {
        var course = new List<(long, CourseSum)>();
        var step = daily ? 24 : 1;
        for (var hour = fromHour; hour < toHour; hour += step)
        {
            var sum = daily ? _course.Day(hour / 24) : _course.Hour(hour);
            if (sum.Interactions != 0 || sum.AmountMilli != 0) course.Add((hour, new(sum.Interactions, sum.Graded, sum.GradeSumMilli, sum.AmountMilli)));
        }
        return course;
    }

    internal PartitionNotes NotesNow() => new(
        [.. _quarantine],
        [
            .. _drops.Select(drop => new DropCount(drop.Key.Step, drop.Key.Reason, drop.Value)),
            .. _quarantineCounts.GroupBy(count => count.Key.Reason).Select(group => new DropCount("quarantine", group.Key, group.Sum(count => count.Value))),
        ],
        [.. _imports.Values],
        [.. _disputes.Values.Select(dispute => dispute.View)],
        [.. _policies],
        Workspace);

    private IReadOnlyList<string> Names(AccountKind kind)
    {
        var names = new string[_producers.Count(kind)];
        for (var i = 0; i < names.Length; i++) names[i] = _producers.Name(kind, i);
        return names;
    }

    private static CourseSum SumOf(DailyCourse course, long fromDay, long toDay)
    {
        var sum = new CourseSum();
        for (var day = fromDay; day < toDay; day++)
        {
            var one = course.Day(day);
            sum += new CourseSum(one.Interactions, one.Graded, one.GradeSumMilli, one.AmountMilli);
        }
        return sum;
    }

    private uint LastLineOf(LinesQuery query) => query.Kind == AccountKind.Customer
        ? _customers.Find(query.Customer)?.LastLine ?? 0
        : _producers.FindCode(query.Kind, Encoding.UTF8.GetBytes(query.Name)) is { } code ? _chains.Last(query.Kind, code) : 0;

    private BookLine LineOf(uint number, AccountKind chain)
    {
        var entry = _daybook[number];
        var previous = chain switch
        {
            AccountKind.Customer => entry.PreviousOfCustomer,
            AccountKind.Touchpoint => entry.PreviousOfTouchpoint,
            AccountKind.Staff => entry.PreviousOfStaff,
            AccountKind.Area => entry.PreviousOfArea,
        };
        return new(
            number, entry, NameOf(AccountKind.Touchpoint, entry.Touchpoint), NameOf(AccountKind.Staff, entry.Staff), NameOf(AccountKind.Area, entry.Area),
            previous, entry.Related == 0 ? 0 : _daybook[entry.Related].Position);
    }

    private string? NameOf(AccountKind kind, int code) => code == DaybookEntry.NoCode ? null : _producers.Name(kind, code);
}
