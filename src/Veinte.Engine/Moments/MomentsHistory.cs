using Veinte.Engine.Partitions;

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
    /// <summary>Lines of the daybooks that are kept at once: up to 96 bytes each while lists grow, 5 GB together.</summary>
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
        var lines = new PartitionLines[node.Books.Partitions];
        await RefuseTooMuch(lines.Length, cancel);
        for (var partition = 0; partition < lines.Length; partition++) lines[partition] = await ReadLines(partition, stream.Shares[partition].UpTo, cancel);
        var comparison = new HistoryComparison(stream, outcome, view.Version, view.Definition, lines);
        await foreach (var record in node.Journal.Read(default, cancel))
        {
            if (record.First.Value > comparison.Last) break;
            comparison.Apply(record);
            progress?.Report((Math.Min(record.Last.Value, comparison.Last), comparison.Last));
        }
        return comparison.Result();
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
/// <param name="Uncorrected">How often the stream could not correct a trip, because what it took was no longer remembered: there the two may differ.</param>
public sealed record MomentsAgreement(
    string Outcome, long Trips, long TripsFromHistory, double LargestDifference, bool Agrees, long Position, long Uncorrected);
