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
            return _producers.TryFind(kind, only, out var code) ? [new(only, _producers.Figures(kind, code).Copy())] : [];
        var accounts = new ProducerAccount[_producers.Count(kind)];
        for (var i = 0; i < accounts.Length; i++) accounts[i] = new(_producers.Name(kind, i), _producers.Figures(kind, i).Copy());
        return accounts;
    }

    internal IReadOnlyList<ProducerPeriods> PeriodsNow(AccountKind kind, Instant from, Instant middle, Instant to)
    {
        var periods = new List<ProducerPeriods>();
        for (var i = 0; i < _producers.Count(kind); i++)
        {
            var course = _producers.Course(kind, i);
            var (before, now) = (course.Sum(from, middle), course.Sum(middle, to));
            if (before.Interactions != 0 || now.Interactions != 0) periods.Add(new(_producers.Name(kind, i), before, now));
        }
        return periods;
    }

    internal IReadOnlyList<CourseSum> ProducerCourseNow(AccountKind kind, string name, Instant from, Instant to) =>
        _producers.TryFind(kind, name, out var code) ? _producers.Course(kind, code).Between(from, to) : [];

    internal (GroupFigures Group, double HalfLifeDays) GroupNow() => (_group.Copy(), HalfLifeDays);

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
        var touchpoints = state.Touchpoints.All.ToArray()
            .Where(met => met.Interactions > 0)
            .OrderByDescending(met => met.Interactions)
            .Take(20)
            .Select(met => new CustomerTouchpoint(
                _producers.Name(AccountKind.Touchpoint, met.Code), met.Interactions, met.Graded,
                met.Graded == 0 ? null : met.GradeSumMilli / 1000.0 / met.Graded, met.BalanceMilli))
            .ToArray();
        return new(CustomerCodec.Decode(CustomerCodec.Encode(state)), touchpoints);
    }

    internal IReadOnlyList<TraitsMark> TraitsNow(TraitsQuery query)
    {
        var marks = new TraitsMark[query.Keys.Count];
        for (var at = 0; at < marks.Length; at++)
        {
            marks[at] = _customers.Find(query.Keys[at]) switch
            {
                null => new(false, UInt128.Zero),
                { PointsTo: { } target } => new(false, target.Key),
                var customer => new(query.Traits.All(trait => trait.IsIn(customer.Traits)), UInt128.Zero),
            };
        }
        return marks;
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
        return new(lines, _daybook.Count, _producers.Names(AccountKind.Touchpoint), _producers.Names(AccountKind.Staff), _producers.Names(AccountKind.Area));
    }

    internal IReadOnlyList<CourseSum> CourseNow(Instant from, Instant to, bool daily) => daily ? _course.Days(from, to) : _course.Hours(from, to);

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

    private uint LastLineOf(LinesQuery query) => query.Kind == AccountKind.Customer
        ? _customers.Find(query.Customer)?.LastLine ?? 0
        : _producers.TryFind(query.Kind, query.Name, out var code) ? _chains.Last(query.Kind, code) : 0;

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
