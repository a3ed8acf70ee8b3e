using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Moments;

internal sealed partial class MomentsFold
{
    private const int LinesPerRead = 8_192;

    /// <summary>
    /// Counts what came before a definition, from the partition's own lines and so the same on every replay. The lines hold
    /// grades and no signals or properties: an outcome that is a grade is filled back, the others count from here on.
    /// A line names an identifier: what several of one person met is not put together.
    /// </summary>
    private void BackFill(OutcomeState outcome, in DefinitionContext context)
    {
        if (outcome.Definition.Kind is not (OutcomeKinds.Grade or OutcomeKinds.TopBox)) return;
        var customers = new Dictionary<uint, CustomerState>();
        var lines = new DaybookEntry[LinesPerRead];
        for (var next = 1L; next <= context.Daybook.Count; next += LinesPerRead)
        {
            var some = lines.AsSpan(0, (int)Math.Min(LinesPerRead, context.Daybook.Count - next + 1));
            context.Daybook.Read(checked((uint)next), some);
            foreach (ref readonly var line in some)
            {
                if (line.Kind is not (DaybookKind.Posting or DaybookKind.Reversal)) continue;
                if (!customers.TryGetValue(line.Customer, out var customer)) customers.Add(line.Customer, customer = Stranger(line.Customer));
                FillBack(outcome, line, customer, context);
            }
        }
        outcome.BackFilled = outcome.Cells.Where(cell => cell.Key.Dimension == 0).Sum(cell => cell.Value.Trips);
    }

    private void FillBack(OutcomeState outcome, in DaybookEntry line, CustomerState customer, in DefinitionContext context)
    {
        var touchpoint = KeyOf(line.Touchpoint, context.Producers);
        var change = new TripChange(this, customer, line.OccurredAt, outcome);
        if (line.Kind == DaybookKind.Reversal) change.TakeBack(touchpoint, line.Grade, _verdicts.Contains(touchpoint));
        else
        {
            if (!_verdicts.Contains(touchpoint)) change.Met(new(line.OccurredAt, touchpoint, checked((ushort)line.Grade)));
            if (touchpoint == outcome.Touchpoint && TryGrade(outcome, line.Grade, out var value))
                change.Told(outcome, value, touchpoint, ("", SegmentOf(outcome, line, context)));
        }
        change.Finish();
    }

    private static string SegmentOf(OutcomeState outcome, in DaybookEntry line, in DefinitionContext context) => outcome.Definition.Segment switch
    {
        "channel" => line.Channel == 0 ? "" : line.Channel.Name(),
        "area" => line.Area == DaybookEntry.NoCode ? "" : Cut(context.Producers.Name(AccountKind.Area, line.Area)),
        _ => "",
    };

    private static string Cut(string name) => name.Length <= LabelMax ? name : name[..LabelMax];

    // The customers of the lines, as far as this needs them: memories of their own that are thrown away afterwards.
    private static CustomerState Stranger(uint number)
    {
        var identifier = new Identifier(IdentifierKind.User, "");
        return new() { Identifier = identifier, Key = (UInt128)number << 64, Number = number };
    }
}
