using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// Moments computed once more from the journal and the daybooks, by code of its own: whole lives of customers instead of one change
/// after the other, and plain sums with their rounding carried along instead of running co-moments. Says whether the stream's
/// figures agree. Reads everything: minutes at ten million interactions, and memory for all customers' grades; more of them than that are refused.
/// </summary>
/// <param name="node">The stream.</param>
/// <param name="linesMax">Lines of the daybooks that may be kept at once; a customer takes as much as five.</param>
public sealed class MomentsHistory(VeinteNode node, long linesMax = MomentsHistory.LinesMax)
{
    /// <summary>Lines of the daybooks that are kept at once: up to 80 bytes each while lists grow, 4 GB together.</summary>
    public const long LinesMax = 50_000_000;

    /// <summary>Relative difference up to which two figures count as one.</summary>
    public const double Tolerance = 1e-9;

    private const int LinesPerRead = 20_000;
    private const int LinesACustomer = 5;

    /// <summary>Computes all trips of an outcome again and compares; null when there is no such outcome.</summary>
    /// <exception cref="HistoryTooLargeException">There are more lines than can be kept.</exception>
    public async Task<MomentsAgreement?> Compare(string outcome, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        if (await new MomentsReader(node.Books).Merged(new(outcome), everything: true, cancel) is not var (stream, view)) return null;
        var passage = new HistoryPassage(new(outcome, view.Version, view.Definition, stream.Shares[0].Position, stream.Shares[0].DefinedAt), stream.Names);
        var upTo = stream.Shares.Select(share => share.UpTo).ToArray();
        var lines = new PartitionLines[upTo.Length];
        await RefuseTooMuch(lines.Length, cancel);
        for (var partition = 0; partition < lines.Length; partition++) lines[partition] = await ReadLines(partition, upTo[partition], cancel);
        var last = upTo.Max();
        await foreach (var record in node.Journal.Read(default, cancel))
        {
            if (record.First.Value > last) break;
            foreach (var entry in record) Take(entry, lines, upTo, passage);
            progress?.Report((Math.Min(record.Last.Value, last), last));
        }
        return Agreement(stream, passage.Finish(), outcome, last);
    }

    private static void Take(in JournalEntry entry, PartitionLines[] lines, long[] upTo, HistoryPassage passage)
    {
        var position = entry.Position.Value;
        if (position == passage.DefinedPosition) passage.Define();
        var partition = StableHash.Partition(entry.Header.Key, lines.Length);
        if (position > upTo[partition]) return;
        switch (entry.Header.Kind)
        {
            case EntryKind.Interaction:
                if (lines[partition].TryGrade(position, out var grade)) passage.Met(new(entry.Header, entry.Body), position, grade);
                break;
            case EntryKind.MergeDelivered:
                passage.Merge(System.Text.Json.JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeDelivered)!);
                break;
            case EntryKind.UnmergeDelivered:
                passage.Part(System.Text.Json.JsonSerializer.Deserialize(entry.Body, EntryJson.Default.UnmergeDelivered)!.From);
                break;
            default: break;
        }
    }

    // Before anything is read: whoever waits for minutes wants an answer at their end.
    private async Task RefuseTooMuch(int partitions, CancellationToken cancel)
    {
        var lines = 0L;
        for (var partition = 0; partition < partitions; partition++)
        {
            lines += (await node.Calls.Ask(partition, new DaybookQuery(1, 0), cancel)).Count;
            lines += (await node.Calls.Ask(partition, new TotalsQuery(), cancel)).Customers * LinesACustomer;
        }
        if (lines > linesMax) throw new HistoryTooLargeException(linesMax, lines);
    }

    private async Task<PartitionLines> ReadLines(int partition, long upTo, CancellationToken cancel)
    {
        var lines = new PartitionLines();
        for (var next = 1L; ;)
        {
            var answer = await node.Calls.Ask(partition, new DaybookQuery(next, LinesPerRead), cancel);
            foreach (var line in answer.Lines)
                if (line.Position <= upTo) lines.Add(line);
            next += answer.Lines.Count;
            if (answer.Lines.Count == 0 || next > answer.Count) return lines;
        }
    }

    private static MomentsAgreement Agreement(MomentsMerge stream, HistorySums history, string outcome, long position)
    {
        var total = stream.Trips.Groups.Total();
        var again = history.ToCoMoments(total.Variables);
        var largest = stream.Trips.Trips == history.Trips ? 0.0 : 1;
        for (var i = 0; i < total.Variables; i++)
            for (var j = i; j < total.Variables; j++)
            {
                var at = (i * total.Variables - i * (i - 1) / 2 + j - i) * CoMoments.NumbersPerPair;
                var a = total.Numbers.Slice(at, CoMoments.NumbersPerPair);
                var b = again.Numbers.Slice(at, CoMoments.NumbersPerPair);
                var spread = Math.Sqrt(Math.Max(a[3], b[3]) * Math.Max(a[4], b[4]));
                largest = Math.Max(largest, Difference(a[0], b[0], 0));
                for (var k = 1; k < 5; k++) largest = Math.Max(largest, Difference(a[k], b[k], k < 3 ? 1 : Math.Max(1, a[0])));
                largest = Math.Max(largest, Difference(a[5], b[5], Math.Max(1, spread)));
            }
        return new(outcome, stream.Trips.Trips, history.Trips, largest, largest <= Tolerance, position, history.Forgotten);
    }

    /// <summary>Relative to the figure or, where it is about nothing, to its scale.</summary>
    private static double Difference(double a, double b, double scale)
    {
        var by = Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), scale);
        return by == 0 ? 0 : Math.Abs(a - b) / by;
    }

    /// <summary>Grades of one partition by position: what was taken, and what of it was reversed.</summary>
    private sealed class PartitionLines
    {
        private const int Removed = -2;
        private readonly List<long> _positions = [];
        private readonly List<int> _grades = [];
        private readonly List<int> _byLine = [];

        public void Add(in DaybookEntry line)
        {
            // Lines are numbered from 1 in order: a reversal names the line it takes back.
            _byLine.Add(line.Kind is DaybookKind.Posting or DaybookKind.Ungraded ? _positions.Count : -1);
            if (line.Kind == DaybookKind.Reversal) _grades[_byLine[(int)line.Related - 1]] = Removed;
            if (line.Kind is not (DaybookKind.Posting or DaybookKind.Ungraded)) return;
            _positions.Add(line.Position);
            _grades.Add(line.Grade);
        }

        /// <summary>The grade of an interaction, <see cref="DaybookEntry.Ungraded"/> without; false when it was refused or reversed.</summary>
        public bool TryGrade(long position, out int grade)
        {
            grade = Removed;
            var at = _positions.BinarySearch(position);
            if (at >= 0) grade = _grades[at];
            return grade != Removed;
        }
    }
}

/// <summary>The history has more lines than computing again may keep in memory at once.</summary>
/// <param name="most">How many it may keep.</param>
/// <param name="lines">How many there are, each customer counted as five.</param>
public sealed class HistoryTooLargeException(long most, long lines) : InvalidOperationException(
    $"The history has {lines:N0} lines (each customer counted as five). Computing again keeps the grades of all of them in memory, which it does up to {most:N0}. The stream's own figures are not concerned.")
{
    /// <summary>How many it may keep.</summary>
    public long Most { get; } = most;

    /// <summary>How many there are.</summary>
    public long Lines { get; } = lines;
}

/// <summary>Whether the stream's figures and those from history agree.</summary>
/// <param name="Outcome">Which outcome.</param>
/// <param name="Trips">Trips the stream has counted.</param>
/// <param name="TripsFromHistory">Trips found in history.</param>
/// <param name="LargestDifference">Largest relative difference of any count, mean, deviation or co-moment; 1 when the trips differ.</param>
/// <param name="Agrees">Whether it is at most <see cref="MomentsHistory.Tolerance"/>.</param>
/// <param name="Position">Up to which position of the journal.</param>
/// <param name="Forgotten">Trips with more grades than the stream remembers of a customer: there the two may differ.</param>
public sealed record MomentsAgreement(
    string Outcome, long Trips, long TripsFromHistory, double LargestDifference, bool Agrees, long Position, long Forgotten);
