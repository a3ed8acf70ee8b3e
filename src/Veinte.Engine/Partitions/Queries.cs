using Veinte.Engine.Folds;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

// What can be asked of a partition. Every answer is a copy: it leaves the loop.

internal sealed record TotalsQuery : PartitionQuery<PartitionTotals>
{
    internal override PartitionTotals Answer(Partition partition) => partition.TotalsNow();
}

internal sealed record PartitionTotals(
    long CustomersMilli, long ProducersMilli, long InTransitMilli, long Interactions, long Graded, long Position, long Customers);

internal sealed record PendingEffectsQuery : PartitionQuery<int>
{
    internal override int Answer(Partition partition) => partition.PendingEffects;
}

internal sealed record ProducersQuery(AccountKind Kind, string? Only) : PartitionQuery<IReadOnlyList<ProducerAccount>>
{
    internal override IReadOnlyList<ProducerAccount> Answer(Partition partition) => partition.ProducersNow(Kind, Only);
}

internal sealed record ProducerAccount(string Name, AccountFigures Figures);

internal sealed record ProducerPeriodsQuery(AccountKind Kind, Instant From, Instant Middle, Instant To) : PartitionQuery<IReadOnlyList<ProducerPeriods>>
{
    internal override IReadOnlyList<ProducerPeriods> Answer(Partition partition) => partition.PeriodsNow(Kind, From, Middle, To);
}

internal sealed record ProducerCourseQuery(AccountKind Kind, string Name, Instant From, Instant To) : PartitionQuery<IReadOnlyList<CourseSum>>
{
    internal override IReadOnlyList<CourseSum> Answer(Partition partition) => partition.ProducerCourseNow(Kind, Name, From, To);
}

internal sealed record ProducerPeriods(string Name, CourseSum Before, CourseSum Now);

internal sealed record GroupQuery : PartitionQuery<(GroupFigures Group, double HalfLifeDays)>
{
    internal override (GroupFigures Group, double HalfLifeDays) Answer(Partition partition) => partition.GroupNow();
}

internal sealed record CustomersQuery(CustomerListing Listing) : PartitionQuery<IReadOnlyList<CustomerRow>>
{
    internal override IReadOnlyList<CustomerRow> Answer(Partition partition) => partition.CustomersNow(Listing);
}

internal sealed record CustomerQuery(UInt128 Key) : PartitionQuery<CustomerAnswer?>
{
    internal override CustomerAnswer? Answer(Partition partition) => partition.CustomerNow(Key);
}

/// <summary>Whether each of these customers has all of these traits.</summary>
internal sealed record TraitsQuery(IReadOnlyList<UInt128> Keys, IReadOnlyList<NamedValue> Traits) : PartitionQuery<IReadOnlyList<TraitsMark>>
{
    internal override IReadOnlyList<TraitsMark> Answer(Partition partition) => partition.TraitsNow(this);
}

/// <summary>What is known of a customer's traits.</summary>
/// <param name="HasAll">Whether he has all of them.</param>
/// <param name="PointsTo">Key of the customer he was merged into; zero for one of his own.</param>
internal sealed record TraitsMark(bool HasAll, UInt128 PointsTo);

internal sealed record CustomerAnswer(CustomerState State, IReadOnlyList<CustomerTouchpoint> Touchpoints);

internal sealed record CourseQuery(Instant From, Instant To, bool Daily) : PartitionQuery<IReadOnlyList<CourseSum>>
{
    internal override IReadOnlyList<CourseSum> Answer(Partition partition) => partition.CourseNow(From, To, Daily);
}

/// <summary>Lines of one account's chain, newest first, from a line's number on (null: the newest).</summary>
internal sealed record LinesQuery(AccountKind Kind, UInt128 Customer, string Name, uint? From, int Limit) : PartitionQuery<LinesAnswer>
{
    internal override LinesAnswer Answer(Partition partition) => partition.LinesNow(this);
}

internal sealed record LinesAnswer(IReadOnlyList<BookLine> Lines);

/// <summary>A daybook line with its codes turned into names.</summary>
/// <param name="Number">Its number in the partition.</param>
/// <param name="Entry">The line.</param>
/// <param name="Touchpoint">Name, or null.</param>
/// <param name="Staff">Name, or null.</param>
/// <param name="Area">Name, or null.</param>
/// <param name="Previous">Number of the next older line of the chain asked for.</param>
/// <param name="RelatedPosition">For a reversal: position of the interaction it takes back.</param>
internal sealed record BookLine(uint Number, DaybookEntry Entry, string? Touchpoint, string? Staff, string? Area, uint Previous, long RelatedPosition);

/// <summary>What has become of postings since: reversed, disputed.</summary>
internal sealed record MarksQuery(IReadOnlyList<(UInt128 Customer, long Position)> Postings) : PartitionQuery<IReadOnlyList<Mark>>
{
    internal override IReadOnlyList<Mark> Answer(Partition partition) => partition.MarksNow(Postings);
}

internal sealed record Mark(long Position, bool Reversed, string? Dispute, BookLine? Line);

/// <summary>Daybook lines in order, for the history. Numbers count from 1.</summary>
/// <param name="First">Number of the first line wanted.</param>
/// <param name="Max">How many at most.</param>
public sealed record DaybookQuery(long First, int Max) : PartitionQuery<DaybookAnswer>
{
    internal override DaybookAnswer Answer(Partition partition) => partition.DaybookNow(First, Max);
}

/// <summary>A part of a partition's daybook.</summary>
/// <param name="Lines">The lines, in journal order.</param>
/// <param name="Count">How many lines the daybook has.</param>
/// <param name="Touchpoints">Names by code.</param>
/// <param name="Staff">Names by code.</param>
/// <param name="Areas">Names by code.</param>
public sealed record DaybookAnswer(
    IReadOnlyList<DaybookEntry> Lines, long Count, IReadOnlyList<string> Touchpoints, IReadOnlyList<string> Staff, IReadOnlyList<string> Areas);

internal sealed record NotesQuery : PartitionQuery<PartitionNotes>
{
    internal override PartitionNotes Answer(Partition partition) => partition.NotesNow();
}

internal sealed record RestatementQuery : PartitionQuery<(RestatementPublished? Decision, long At)>
{
    internal override (RestatementPublished? Decision, long At) Answer(Partition partition) => (partition.LastRestatement, partition.LastRestatementAt);
}

/// <summary>Which scoring policy was in force at each of these positions, whatever the books have been restated to since.</summary>
internal sealed record PoliciesAtQuery(IReadOnlyList<long> Positions) : PartitionQuery<IReadOnlyList<int>>
{
    internal override IReadOnlyList<int> Answer(Partition partition) => [.. Positions.Select(partition.PolicyVersionAt)];
}

/// <summary>Which version a definition has now and where it stands; zeros when there is none.</summary>
internal sealed record DefinitionQuery(string Capability, string Id) : PartitionQuery<(int Version, long Position)>
{
    internal override (int Version, long Position) Answer(Partition partition) => partition.DefinitionAt(Capability, Id);
}

/// <summary>A line per fold that two partitions with the same state agree on.</summary>
internal sealed record FoldDigestQuery : PartitionQuery<IReadOnlyDictionary<string, string>>
{
    internal override IReadOnlyDictionary<string, string> Answer(Partition partition) => partition.Folds.Digest();
}

internal sealed record PartitionNotes(
    IReadOnlyList<Partition.QuarantineNote> Quarantine, IReadOnlyList<DropCount> Drops, IReadOnlyList<Partition.ImportNote> Imports,
    IReadOnlyList<DisputeView> Disputes, IReadOnlyList<Partition.PublishedPolicy> Policies, WorkspaceSet? Workspace);
