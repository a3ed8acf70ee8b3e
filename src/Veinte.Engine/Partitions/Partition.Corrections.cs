using Veinte.Engine.Views;
using Veinte.Journal;
using Veinte.Journal.Entries;

namespace Veinte.Engine.Partitions;

// Nothing in the books is ever edited: a wrong posting is taken back by another line, with an author and a reason.
public sealed partial class Partition
{
    private readonly Dictionary<long, Dispute> _disputes = [];

    private void Apply(in JournalEntry entry, ReversalRequested request)
    {
        if (IsRepeat(entry)) return;
        Reverse(entry, request.Posting);
    }

    private void Apply(in JournalEntry entry, DisputeOpened opened)
    {
        if (IsRepeat(entry)) return;
        var customer = _customers.Find(entry.Header.Key);
        if (customer is null || FindLine(customer, opened.Posting) == 0) Drop("dispute", "no-such-posting");
        else if (_disputes.TryGetValue(opened.Posting, out var before) && before.State == DisputeState.Open) Drop("dispute", "already-open");
        else
        {
            _disputes[opened.Posting] = new(
                opened.Posting, (customer.PointsTo ?? customer.Identifier).Value, opened.Author, opened.Reason,
                entry.Header.ReceivedAt.UnixMicros, DisputeState.Open, null, null);
        }
    }

    private void Apply(in JournalEntry entry, DisputeResolved resolved)
    {
        if (IsRepeat(entry)) return;
        if (!_disputes.TryGetValue(resolved.Posting, out var dispute) || dispute.State != DisputeState.Open)
        {
            Drop("dispute", "not-open");
            return;
        }
        _disputes[resolved.Posting] = dispute with
        {
            State = resolved.Upheld ? DisputeState.Upheld : DisputeState.Rejected,
            Outcome = resolved.Reason,
            ResolvedBy = resolved.Author,
        };
        if (resolved.Upheld) Reverse(entry, resolved.Posting);
    }

    private void Reverse(in JournalEntry entry, long posting)
    {
        var customer = _customers.Find(entry.Header.Key);
        var number = customer is null ? 0 : FindLine(customer, posting);
        if (customer is null || number == 0)
        {
            Drop("reverse", "no-such-posting");
            return;
        }
        if (customer.Reversed.Contains(posting))
        {
            Drop("reverse", "already-reversed");
            return;
        }
        _customers.BeforeChange(customer);
        customer.Reversed.Add(posting);
        var line = _daybook[number];
        _folds.TakeBack(new() { Posting = posting, Customer = customer, Line = line, Producers = _producers });
        line.Position = entry.Position.Value;
        line.Message = UInt128.Zero;
        line.Kind = DaybookKind.Reversal;
        line.Related = number;
        line.PreviousOfStaff = line.PreviousOfArea = 0;
        _course.Add(new(line.OccurredAt), -1, line.Grade == DaybookEntry.Ungraded ? 0 : -1,
            line.Grade == DaybookEntry.Ungraded ? 0 : -line.Grade, -line.Amount);
        var (grade, amount, at) = (line.Grade, line.Amount, new Model.Instant(line.OccurredAt));
        Book(customer, ref line, -1, HalfLifeDays);
        if (customer.PointsTo is null) return;
        var content = new Ledger.AccountFigures();
        Move(content, grade == DaybookEntry.Ungraded ? null : new Model.Grade(grade), new(amount), at, +1, HalfLifeDays);
        GiveBack(customer, entry, content, hops: 0);
    }

    /// <summary>Number of the line an interaction made on a customer's account, or 0.</summary>
    /// <remarks>Lines stand in the order of positions, so halving finds the record's own whatever the account's length.</remarks>
    private uint FindLine(CustomerState customer, long position)
    {
        var (low, high) = (1L, _daybook.Count + 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_daybook[(uint)middle].Position < position) low = middle + 1;
            else high = middle;
        }
        for (; low <= _daybook.Count; low++)
        {
            var line = _daybook[(uint)low];
            if (line.Position != position) return 0;
            if (line.Kind is DaybookKind.Posting or DaybookKind.Ungraded) return line.Customer == customer.Number ? (uint)low : 0;
        }
        return 0;
    }

    /// <summary>State of a dispute. Written to disk: append only, never renumber.</summary>
    private enum DisputeState : byte
    {
        Open = 1,
        Upheld = 2,
        Rejected = 3,
    }

    private sealed record Dispute(
        long Posting, string Customer, string Author, string Reason, long OpenedAt, DisputeState State, string? Outcome, string? ResolvedBy)
    {
        public string StateName => State switch
        {
            DisputeState.Open => "open",
            DisputeState.Upheld => "upheld",
            DisputeState.Rejected => "rejected",
        };

        public DisputeView View => new(
            Posting, Customer, Author, Reason, new Model.Instant(OpenedAt).ToDateTimeOffset(), StateName, Outcome, ResolvedBy);
    }
}
