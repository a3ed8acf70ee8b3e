using System.Text.Json;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>The stream's figures of an outcome beside those of the journal, read record by record. Not thread-safe.</summary>
internal sealed class HistoryComparison
{
    private readonly MomentsMerge _stream;
    private readonly string _outcome;
    private readonly PartitionLines[] _lines;
    private readonly long[] _upTo;
    private readonly HistoryPassage _passage;

    /// <summary>Begins one.</summary>
    /// <param name="stream">What the stream says; the first shares are the partitions', in their order.</param>
    /// <param name="outcome">Id of the outcome.</param>
    /// <param name="version">Version of its definition.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="lines">The daybook lines of each partition, up to where its share stands.</param>
    public HistoryComparison(MomentsMerge stream, string outcome, int version, OutcomeDefinition definition, PartitionLines[] lines)
    {
        (_stream, _outcome, _lines, _upTo) = (stream, outcome, lines, [.. stream.Shares.Take(lines.Length).Select(share => share.UpTo)]);
        _passage = new(new(outcome, version, definition, stream.Shares[0].Position, stream.Shares[0].DefinedAt), stream.Names);
        Last = _upTo.Max();
    }

    /// <summary>Position up to which the journal is to be read.</summary>
    public long Last { get; }

    /// <summary>Takes a record in.</summary>
    public void Apply(JournalRecord record)
    {
        foreach (var entry in record) Take(entry);
    }

    private void Take(in JournalEntry entry)
    {
        var position = entry.Position.Value;
        if (position == _passage.DefinedPosition) _passage.Define();
        var partition = StableHash.Partition(entry.Header.Key, _lines.Length);
        if (position > _upTo[partition]) return;
        switch (entry.Header.Kind)
        {
            case EntryKind.Interaction:
                if (_lines[partition].TryGrade(position, out var grade)) _passage.Met(new(entry.Header, entry.Body), position, grade);
                else if (grade == PartitionLines.Reversed) _passage.MetReversed(new(entry.Header, entry.Body));
                break;
            case EntryKind.MergeDelivered:
                _passage.Merge(JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeDelivered)!);
                break;
            case EntryKind.UnmergeDelivered:
                _passage.Part(JsonSerializer.Deserialize(entry.Body, EntryJson.Default.UnmergeDelivered)!.From);
                break;
            default: break;
        }
    }

    /// <summary>Compares; to be asked once, after everything was read.</summary>
    public MomentsAgreement Result()
    {
        var history = _passage.Finish();
        var total = _stream.Trips.Groups.Total();
        var again = history.ToCoMoments(total.Variables);
        var largest = _stream.Trips.Trips == history.Trips ? 0.0 : 1;
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
        return new(_outcome, _stream.Trips.Trips, history.Trips, largest, largest <= MomentsHistory.Tolerance, Last, _stream.Shares.Sum(share => share.Uncorrected));
    }

    /// <summary>Relative to the figure or, where it is about nothing, to its scale.</summary>
    private static double Difference(double a, double b, double scale)
    {
        var by = Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), scale);
        return by == 0 ? 0 : Math.Abs(a - b) / by;
    }
}
