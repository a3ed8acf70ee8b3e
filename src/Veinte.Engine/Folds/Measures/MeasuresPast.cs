using System.Text;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Measures;

/// <summary>
/// The measures told apart by what the stream keeps no counts of, because nobody knows how many values it may have: a property of the interaction, or a trait of the customer as it was known
/// when he answered. The journal is read through the code that runs live, so answers are the same ones as in the stream's counts. Changes nothing. Keeps all customers in memory while it runs.
/// </summary>
public static class MeasuresPast
{
    /// <summary>Values that are counted apart; answers with further ones are among the others.</summary>
    public const int ValuesMax = 20_000;

    /// <summary>Rows that are told; the rarer values are together among the others.</summary>
    public const int RowsMax = 200;

    /// <summary>Longest name of a property or trait.</summary>
    public const int NameMax = 100;

    /// <summary>Reads history up to now.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="books">The books in force.</param>
    /// <param name="split">By what.</param>
    /// <param name="last">A time on the last day of the period.</param>
    /// <param name="days">Its length; its last day counts as one, and as many days before it are what it is compared with.</param>
    /// <param name="progress">Told how far it is, in positions.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="PastTooLargeException">It is more than the memory of this server can keep.</exception>
    public static async Task<MeasuresSplit> Run(
        IJournal journal, Books books, MeasureSplitBy split, Instant last, int days, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var until = (int)Math.DivRem(last.UnixMicros, Instant.MicrosPerDay).Quotient + 1;
        var fold = new MeasuresBy(split, until - 2 * days, until - days, until);
        var partition = new PastPartition(fold, (await books.RestatedInForce(cancel)).Books, books.Partitions);
        var head = journal.Head.Value;
        await foreach (var record in journal.Read(default, cancel))
        {
            if (record.First.Value > head) break;
            partition.Apply(record);
            progress?.Report((record.Last.Value, head));
        }
        return fold.Split();
    }
}

/// <summary>By what answers are told apart.</summary>
/// <param name="OfCustomer">Whether it is a trait of the customer; else a property of the interaction.</param>
/// <param name="Name">Its name, as it was sent.</param>
public sealed record MeasureSplitBy(bool OfCustomer, string Name);

/// <summary>The measures by the values of a property or trait.</summary>
/// <param name="By">By what.</param>
/// <param name="From">The first day of the period.</param>
/// <param name="Until">The day after its last.</param>
/// <param name="Measures">Each measure that anybody has answered.</param>
public sealed record MeasuresSplit(MeasureSplitBy By, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<MeasureByValue> Measures);

/// <summary>A measure by the values of a property or trait. The values, the others and those without it together are all answers.</summary>
/// <param name="Measure"><c>nps</c>, <c>csat</c> or <c>ces</c>.</param>
/// <param name="All">All answers.</param>
/// <param name="Values">By value, most answers first.</param>
/// <param name="Others">Answers with rarer values; null when every value is told.</param>
/// <param name="Without">Answers that do not carry it; null when all do.</param>
/// <param name="OtherValues">How many values are among the others, as far as they were told apart.</param>
/// <param name="OtherValuesAtLeast">Whether there are more of them than that: beyond <see cref="MeasuresPast.ValuesMax"/> values nobody tells further ones apart.</param>
public sealed record MeasureByValue(
    string Measure, MeasureReading All, IReadOnlyList<MeasureReading> Values, MeasureReading? Others, MeasureReading? Without, int OtherValues, bool OtherValuesAtLeast = false);

/// <summary>Counts answers of two neighbouring periods by a value. Lives as long as one reading of the past.</summary>
internal sealed class MeasuresBy(MeasureSplitBy split, int before, int from, int until, int valuesMax = MeasuresPast.ValuesMax) : IFold
{
    private const int ValueLengthMax = 100;
    private readonly byte[] _name = Encoding.UTF8.GetBytes(split.Name);
    private readonly Dictionary<(MeasureKind Measure, string Value), (MeasureCounts Before, MeasureCounts Now)> _rows = [];
    private readonly Dictionary<MeasureKind, (MeasureCounts Before, MeasureCounts Now)> _others = [];
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    public string Name => "measures-past";

    public void Take(in InteractionView interaction, in FoldedInteraction folded)
    {
        ref readonly var signals = ref interaction.Signals;
        if (!signals.Has(SignalSet.Nps | SignalSet.Csat | SignalSet.Ces)) return;
        var day = (int)Math.DivRem(interaction.Header.OccurredAt.UnixMicros, Instant.MicrosPerDay).Quotient;
        if (day < before || day >= until) return;
        var value = JsonMembers.Text(split.OfCustomer ? folded.Customer.Traits : interaction.Properties, _name, ValueLengthMax);
        if (signals.Has(SignalSet.Nps)) Count(MeasureKind.Nps, value, day, MeasureCounts.OfNps(signals.Nps));
        if (signals.Has(SignalSet.Csat)) Count(MeasureKind.Csat, value, day, MeasureCounts.OfCsat(signals.Csat));
        if (signals.Has(SignalSet.Ces)) Count(MeasureKind.Ces, value, day, MeasureCounts.OfCes(signals.Ces));
    }

    public void TakeBack(in FoldedReversal reversal)
    {
        // As in the stream's counts: which signals it had is in the journal only.
    }

    public void Define(DefinitionSet definition, in DefinitionContext context)
    {
        // Nothing of it is defined by anybody.
    }

    public void Write(BinaryWriter writer)
    {
        // Nothing of it outlives the reading.
    }

    public void Read(BinaryReader reader)
    {
        // Nothing of it outlives the reading.
    }

    public MeasuresSplit Split() => new(split, DayAt(from), DayAt(until), [.. new[] { MeasureKind.Nps, MeasureKind.Csat, MeasureKind.Ces }.Select(Of).OfType<MeasureByValue>()]);

    private MeasureByValue? Of(MeasureKind measure)
    {
        var rows = _rows.Where(row => row.Key.Measure == measure && row.Key.Value.Length > 0)
            .OrderByDescending(row => row.Value.Now.N).ThenByDescending(row => row.Value.Before.N).ThenBy(row => row.Key.Value, StringComparer.Ordinal).ToList();
        var without = _rows.GetValueOrDefault((measure, ""));
        var untold = _others.GetValueOrDefault(measure);
        var rare = Together([.. rows.Skip(MeasuresPast.RowsMax).Select(row => row.Value), untold]);
        var all = Together([.. rows.Take(MeasuresPast.RowsMax).Select(row => row.Value), rare, without]);
        if (all.Before.N + all.Now.N == 0) return null;
        MeasureReading Reading(string key, (MeasureCounts Before, MeasureCounts Now) counts) => MeasureReading.Of(measure, key, counts.Before, counts.Now);
        MeasureReading? ReadingOfAny((MeasureCounts Before, MeasureCounts Now) counts) => counts.Before.N + counts.Now.N == 0 ? null : Reading("", counts);
        return new(
            measure switch { MeasureKind.Nps => "nps", MeasureKind.Csat => "csat", MeasureKind.Ces => "ces" }, Reading("", all),
            [.. rows.Take(MeasuresPast.RowsMax).Select(row => Reading(row.Key.Value, row.Value))], ReadingOfAny(rare), ReadingOfAny(without), Math.Max(0, rows.Count - MeasuresPast.RowsMax),
            OtherValuesAtLeast: untold.Before.N + untold.Now.N > 0);
    }

    private void Count(MeasureKind measure, string value, int day, MeasureCounts answer)
    {
        if (value.Length > 0 && !_values.Contains(value) && _values.Count >= valuesMax)
        {
            _others[measure] = With(_others.GetValueOrDefault(measure), day, answer);
            return;
        }
        if (value.Length > 0) _values.Add(value);
        _rows[(measure, value)] = With(_rows.GetValueOrDefault((measure, value)), day, answer);
    }

    private (MeasureCounts, MeasureCounts) With((MeasureCounts Before, MeasureCounts Now) known, int day, MeasureCounts answer) =>
        day < from ? (known.Before.Plus(answer), known.Now) : (known.Before, known.Now.Plus(answer));

    private static (MeasureCounts Before, MeasureCounts Now) Together((MeasureCounts Before, MeasureCounts Now)[] all) =>
        all.Aggregate(default((MeasureCounts Before, MeasureCounts Now)), (sum, one) => (sum.Before.Plus(one.Before), sum.Now.Plus(one.Now)));

    private static DateTimeOffset DayAt(int day) => new Instant(day * Instant.MicrosPerDay).ToDateTimeOffset();
}
