using System.Text;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

public sealed partial class Partition
{
    // The way of an interaction within its partition: each step keeps it or drops it for a reason, which is counted.
    private static readonly Step[] Steps =
    [
        new("deduplicate", Deduplicate),
        new("find-producers", FindProducers),
        new("find-customer", FindCustomer),
        new("grade", GradeIt),
        new("post", Post),
        new("fold", Fold),
        new("stitch", Stitch),
        new("announce", Announce),
    ];

    private readonly List<Terms?> _termsByTouchpoint = [];

    private void ApplyInteraction(in JournalEntry entry)
    {
        var passage = new Passage { View = new(entry.Header, entry.Body), Position = entry.Position.Value };
        foreach (var step in Steps)
        {
            if (step.Run(this, ref passage) is not { } reason) continue;
            Drop(step.Name, reason);
            return;
        }
    }

    private static string? Deduplicate(Partition books, ref Passage passage) =>
        books._dedupe.Contains(passage.View.Header.Message) ? "duplicate" : null;

    private static string? FindProducers(Partition books, ref Passage passage)
    {
        if (!books._producers.TryCode(AccountKind.Touchpoint, passage.View.Touchpoint, out passage.Touchpoint)) return "too-many-touchpoints";
        passage.Staff = passage.Area = DaybookEntry.NoCode;
        // A full table of staff members or areas costs their account, never the interaction.
        if (!passage.View.Staff.IsEmpty && !books._producers.TryCode(AccountKind.Staff, passage.View.Staff, out passage.Staff))
        {
            passage.Staff = DaybookEntry.NoCode;
            books.Drop("find-producers", "too-many-staff");
        }
        if (!passage.View.Area.IsEmpty && !books._producers.TryCode(AccountKind.Area, passage.View.Area, out passage.Area))
        {
            passage.Area = DaybookEntry.NoCode;
            books.Drop("find-producers", "too-many-areas");
        }
        return null;
    }

    private static string? FindCustomer(Partition books, ref Passage passage)
    {
        passage.Customer = books.CustomerOf(passage.View.Header.Key, passage.View.CustomerKind, passage.View.Customer);
        return null;
    }

    private static string? GradeIt(Partition books, ref Passage passage)
    {
        var restated = books._restated is { } other && passage.Position <= other.UpTo ? other : null;
        var grader = restated?.Grader ?? books._grader;
        passage.PolicyVersion = restated?.Version ?? books.PolicyVersion;
        passage.HalfLifeDays = grader.Policy.HalfLifeDays;
        passage.Graded = grader.TryGrade(passage.View.Signals, out passage.Grade);
        if (!passage.Graded) return null;
        passage.Terms = books.TermsOf(grader, passage.Touchpoint);
        passage.Amount = passage.Terms.Amount(passage.Grade);
        return null;
    }

    private static string? Post(Partition books, ref Passage passage)
    {
        var customer = passage.Customer;
        books._customers.BeforeChange(customer);
        var line = new DaybookEntry
        {
            Position = passage.Position,
            OccurredAt = passage.View.Header.OccurredAt.UnixMicros,
            Message = passage.View.Header.Message,
            Amount = passage.Amount.Milli,
            Grade = passage.Graded ? passage.Grade.Milli : DaybookEntry.Ungraded,
            Weight = passage.Graded ? passage.Terms.Weight.Milli : 0,
            Par = passage.Graded ? passage.Terms.Par.Milli : 0,
            PolicyVersion = passage.PolicyVersion,
            Touchpoint = passage.Touchpoint,
            Staff = passage.Staff,
            Area = passage.Area,
            Kind = passage.Graded ? DaybookKind.Posting : DaybookKind.Ungraded,
            Channel = passage.View.Header.Channel,
        };
        books.Book(customer, ref line, +1, passage.HalfLifeDays);
        return null;
    }

    private static string? Fold(Partition books, ref Passage passage)
    {
        books._course.Add(passage.View.Header.OccurredAt, 1, passage.Graded ? 1 : 0, passage.Graded ? passage.Grade.Milli : 0, passage.Amount.Milli);
        books._folds.Take(passage.View, new()
        {
            Position = passage.Position,
            Customer = passage.Customer,
            Touchpoint = passage.Touchpoint,
            Staff = passage.Staff,
            Area = passage.Area,
            Grade = passage.Graded ? passage.Grade : null,
            Amount = passage.Amount,
            Producers = books._producers,
        });
        return null;
    }

    private static string? Stitch(Partition books, ref Passage passage)
    {
        if (passage.View.CustomerKind == IdentifierKind.User && !passage.View.Anonymous.IsEmpty)
            books.NoteTogether(passage.Customer, Encoding.UTF8.GetString(passage.View.Anonymous), passage.View.Header.ReceivedAt, Encoding.UTF8.GetString(passage.View.Source));
        if (passage.Customer.PointsTo is not null)
            books.Sweep(passage.Customer, passage.Position, passage.View.Header.OccurredAt, passage.View.Header.ReceivedAt, SweepCause, hops: 0);
        return null;
    }

    private static string? Announce(Partition books, ref Passage passage)
    {
        if (books._live is not { Watched: true } live) return null;
        ref readonly var view = ref passage.View;
        var customer = passage.Customer;
        live.Publish(new LivePosting(
            passage.Position,
            view.Header.OccurredAt.ToDateTimeOffset(),
            view.Header.ReceivedAt.ToDateTimeOffset(),
            (customer.PointsTo ?? customer.Identifier).Value,
            customer.Name,
            Encoding.UTF8.GetString(view.Touchpoint),
            view.Header.Channel.Name(),
            view.Staff.IsEmpty ? null : Encoding.UTF8.GetString(view.Staff),
            view.Area.IsEmpty ? null : Encoding.UTF8.GetString(view.Area),
            passage.Graded ? passage.Grade.Value : null,
            passage.Amount.Milli,
            customer.Figures.Balance.Milli,
            passage.Graded ? "posting" : "ungraded"));
        return null;
    }

    /// <summary>
    /// Writes an interaction's line and moves its amount on every account it touches; <paramref name="sign"/> −1 takes an
    /// earlier one back. The only place where amounts enter or leave the producers' side.
    /// </summary>
    private void Book(CustomerState customer, ref DaybookEntry line, int sign, double halfLifeDays)
    {
        var at = new Instant(line.OccurredAt);
        Grade? grade = line.Grade == DaybookEntry.Ungraded ? null : new Grade(line.Grade);
        var amount = new Points(line.Amount);
        MoveCustomer(customer, grade, amount, at, sign, halfLifeDays);
        MoveProducer(AccountKind.Touchpoint, line.Touchpoint, grade, amount, at, sign, halfLifeDays);
        MoveProducer(AccountKind.Staff, line.Staff, grade, amount, at, sign, halfLifeDays);
        MoveProducer(AccountKind.Area, line.Area, grade, amount, at, sign, halfLifeDays);
        customer.Touchpoints.Move(line.Touchpoint, sign, grade?.Milli, line.Amount);
        _totals = _totals with
        {
            CustomersMilli = _totals.CustomersMilli + sign * amount.Milli,
            ProducersMilli = _totals.ProducersMilli + sign * amount.Milli,
            Interactions = _totals.Interactions + sign,
            Graded = _totals.Graded + (grade is null ? 0 : sign),
        };
        var written = line;
        written.Amount = sign * amount.Milli;
        AppendLine(customer, ref written, ofProducers: true);
    }

    private void MoveCustomer(CustomerState customer, Grade? grade, Points amount, Instant at, int sign, double halfLifeDays)
    {
        if (customer.PointsTo is null)
        {
            _group.Remove(customer.Figures);
            // What is taken back may be on its way here, when a merge has just been undone.
            Move(customer.Figures, grade, amount, at, sign, halfLifeDays, mayOwe: true);
            _group.Add(customer.Figures);
        }
        // What a pointing account held was swept on: a reversal has nothing to take here, GiveBack takes it over there.
        else if (sign > 0) Move(customer.Figures, grade, amount, at, sign, halfLifeDays);
    }

    private static void Move(AccountFigures figures, Grade? grade, Points amount, Instant at, int sign, double halfLifeDays, bool mayOwe = false)
    {
        if (sign < 0) figures.Reverse(grade, amount, at, halfLifeDays, mayOwe);
        else if (grade is { } graded) figures.Post(graded, amount, at, halfLifeDays);
        else figures.Count(at);
    }

    private void MoveProducer(AccountKind kind, int code, Grade? grade, Points amount, Instant at, int sign, double halfLifeDays)
    {
        if (code == DaybookEntry.NoCode) return;
        Move(_producers.Figures(kind, code), grade, amount, at, sign, halfLifeDays);
        _producers.Course(kind, code).Add(at, sign, grade is null ? 0 : sign, sign * (grade?.Milli ?? 0), sign * amount.Milli);
    }

    /// <summary>Numbers and chains a line and appends it; the customer must have been announced as changing.</summary>
    private void AppendLine(CustomerState customer, ref DaybookEntry line, bool ofProducers)
    {
        line.Customer = customer.Number;
        line.PreviousOfCustomer = customer.LastLine;
        var number = checked((uint)(_daybook.Count + 1));
        if (ofProducers)
        {
            line.PreviousOfTouchpoint = _chains.Extend(AccountKind.Touchpoint, line.Touchpoint, number);
            if (line.Staff != DaybookEntry.NoCode) line.PreviousOfStaff = _chains.Extend(AccountKind.Staff, line.Staff, number);
            if (line.Area != DaybookEntry.NoCode) line.PreviousOfArea = _chains.Extend(AccountKind.Area, line.Area, number);
        }
        _daybook.Append(line);
        customer.LastLine = number;
        Remember(line.Message);
    }

    private Terms TermsOf(Grader grader, int touchpoint)
    {
        if (_restated is not null || !ReferenceEquals(grader, _grader)) return grader.TermsOf(_producers.Name(AccountKind.Touchpoint, touchpoint));
        while (_termsByTouchpoint.Count <= touchpoint) _termsByTouchpoint.Add(null);
        return _termsByTouchpoint[touchpoint] ??= grader.TermsOf(_producers.Name(AccountKind.Touchpoint, touchpoint));
    }

    private CustomerState CustomerOf(UInt128 key, IdentifierKind kind, ReadOnlySpan<byte> identifierUtf8) =>
        _customers.Find(key) ?? _customers.Add(new(kind, Encoding.UTF8.GetString(identifierUtf8)), key);

    private CustomerState CustomerOf(Identifier identifier)
    {
        var key = identifier.Key;
        return _customers.Find(key) ?? _customers.Add(identifier, key);
    }

    /// <summary>One named step; null keeps the interaction, a reason drops it.</summary>
    private sealed record Step(string Name, StepBody Run);

    private delegate string? StepBody(Partition books, ref Passage passage);

    /// <summary>An interaction on its way through the steps.</summary>
    private ref struct Passage
    {
        public InteractionView View;
        public long Position;
        public CustomerState Customer;
        public int Touchpoint, Staff, Area;
        public bool Graded;
        public Grade Grade;
        public Terms Terms;
        public Points Amount;
        public int PolicyVersion;
        public double HalfLifeDays;
    }
}
