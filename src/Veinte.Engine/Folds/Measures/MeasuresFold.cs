using System.Text;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Folds.Measures;

/// <summary>
/// NPS, CSAT and CES as one measure each, whatever survey or source an answer came by: counts by UTC day, for all answers and by touchpoint, channel, staff
/// member, area, source, journey, stage and intent. Whole numbers that merge by addition, so any period and any change is exact. Owned by the partition's loop.
/// </summary>
internal sealed class MeasuresFold : IFold
{
    /// <summary>Days kept of each row of counts; older days go.</summary>
    public const int DaysMax = 400;

    /// <summary>Rows of counts at most; what would need another one is counted in the total only.</summary>
    public const int RowsMax = 20_000;

    /// <summary>Names of sources, journeys and stages at most; answers of further ones are counted without them.</summary>
    public const int NamesMax = 5_000;

    private const byte Layout = 2;
    private readonly SortedDictionary<MeasureKey, SortedDictionary<int, MeasureCounts>> _rows = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    public string Name => "measures";

    /// <summary>Reversed postings whose answers still count: which signals they had is in the journal only.</summary>
    public long Uncorrected { get; private set; }

    public void Take(in InteractionView interaction, in FoldedInteraction folded)
    {
        ref readonly var signals = ref interaction.Signals;
        if (!signals.Has(SignalSet.Nps | SignalSet.Csat | SignalSet.Ces)) return;
        if (signals.Has(SignalSet.Nps)) Count(MeasureKind.Nps, MeasureCounts.OfNps(signals.Nps), interaction, folded);
        if (signals.Has(SignalSet.Csat)) Count(MeasureKind.Csat, MeasureCounts.OfCsat(signals.Csat), interaction, folded);
        if (signals.Has(SignalSet.Ces)) Count(MeasureKind.Ces, MeasureCounts.OfCes(signals.Ces), interaction, folded);
    }

    public void TakeBack(in FoldedReversal reversal) => Uncorrected++;

    public void Define(DefinitionSet definition, in DefinitionContext context)
    {
        // Nothing of it is defined by anybody.
    }

    /// <summary>Sums of a measure by a dimension in two neighbouring periods of days.</summary>
    public IReadOnlyList<MeasureShare> Read(MeasureKind measure, MeasureDimension dimension, int before, int from, int until, ProducerBooks producers) =>
    [
        .. _rows.Where(row => row.Key.Measure == measure && row.Key.Dimension == dimension)
            .Select(row => new MeasureShare(NameOf(row.Key, producers), Sum(row.Value, before, from), Sum(row.Value, from, until)))
            .Where(share => share.Before.N + share.Now.N > 0),
    ];

    /// <summary>Counts of a measure by day, for one value of a dimension.</summary>
    public IReadOnlyList<MeasureDay> Course(MeasureKind measure, MeasureDimension dimension, string name, int from, int until, ProducerBooks producers) =>
    [
        .. _rows.Where(row => row.Key.Measure == measure && row.Key.Dimension == dimension && NameOf(row.Key, producers) == name)
            .SelectMany(row => row.Value).Where(day => day.Key >= from && day.Key < until).Select(day => new MeasureDay(day.Key, day.Value)),
    ];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Layout);
        writer.Write(Uncorrected);
        writer.Write(_names.Count);
        foreach (var name in _names) writer.Write(name);
        writer.Write(_rows.Count);
        foreach (var (key, days) in _rows)
        {
            writer.Write((byte)key.Measure);
            writer.Write((byte)key.Dimension);
            writer.Write(key.Code);
            writer.Write(days.Count);
            foreach (var (day, counts) in days)
            {
                writer.Write(day);
                writer.Write(counts.N);
                writer.Write(counts.A);
                writer.Write(counts.B);
            }
        }
    }

    public void Read(BinaryReader reader)
    {
        var layout = reader.ReadByte();
        if (layout < Layout) throw new OutdatedStateException($"Measures were stored in layout {layout}.");
        if (layout > Layout) throw new InvalidDataException($"Measures were stored in layout {layout}; this program knows {Layout}. Start the version that wrote them.");
        Uncorrected = reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--) TryCode(reader.ReadString(), out _);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = new MeasureKey((MeasureKind)reader.ReadByte(), (MeasureDimension)reader.ReadByte(), reader.ReadInt32());
            var days = _rows[key] = [];
            for (var more = reader.ReadInt32(); more > 0; more--) days.Add(reader.ReadInt32(), new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
        }
    }

    private void Count(MeasureKind measure, MeasureCounts answer, in InteractionView view, in FoldedInteraction folded)
    {
        var day = (int)Math.DivRem(view.Header.OccurredAt.UnixMicros, Instant.MicrosPerDay).Quotient;
        Add(new(measure, MeasureDimension.All, 0), day, answer);
        Add(new(measure, MeasureDimension.Touchpoint, folded.Touchpoint), day, answer);
        Add(new(measure, MeasureDimension.Channel, (int)view.Header.Channel), day, answer);
        if (folded.Staff != DaybookEntry.NoCode) Add(new(measure, MeasureDimension.Staff, folded.Staff), day, answer);
        if (folded.Area != DaybookEntry.NoCode) Add(new(measure, MeasureDimension.Area, folded.Area), day, answer);
        if (view.Header.Intent > Intent.Unknown) Add(new(measure, MeasureDimension.Intent, (int)view.Header.Intent), day, answer);
        Add(measure, MeasureDimension.Source, view.Source, day, answer);
        Add(measure, MeasureDimension.Journey, view.Journey, day, answer);
        Add(measure, MeasureDimension.Stage, view.Stage, day, answer);
    }

    private void Add(MeasureKind measure, MeasureDimension dimension, ReadOnlySpan<byte> name, int day, MeasureCounts answer)
    {
        if (!name.IsEmpty && TryCode(Encoding.UTF8.GetString(name), out var code)) Add(new(measure, dimension, code), day, answer);
    }

    private void Add(MeasureKey key, int day, MeasureCounts answer)
    {
        if (!_rows.TryGetValue(key, out var days))
        {
            if (_rows.Count >= RowsMax) return;
            _rows[key] = days = [];
        }
        // What is older than everything kept, where there is no room for it, is left out.
        if (days.Count >= DaysMax && !days.ContainsKey(day) && day < days.First().Key) return;
        days.TryGetValue(day, out var known);
        days[day] = known.Plus(answer);
        if (days.Count > DaysMax) days.Remove(days.First().Key);
    }

    private bool TryCode(string name, out int code)
    {
        if (_codes.TryGetValue(name, out code)) return true;
        if (_names.Count >= NamesMax) return false;
        code = _codes[name] = _names.Count;
        _names.Add(name);
        return true;
    }

    private string NameOf(MeasureKey key, ProducerBooks producers) => key.Dimension switch
    {
        MeasureDimension.All => "",
        MeasureDimension.Touchpoint => producers.Name(AccountKind.Touchpoint, key.Code),
        MeasureDimension.Staff => producers.Name(AccountKind.Staff, key.Code),
        MeasureDimension.Area => producers.Name(AccountKind.Area, key.Code),
        MeasureDimension.Channel => ((Channel)key.Code).Name(),
        MeasureDimension.Intent => ((Intent)key.Code).Name(),
        MeasureDimension.Source or MeasureDimension.Journey or MeasureDimension.Stage => _names[key.Code],
    };

    private static MeasureCounts Sum(SortedDictionary<int, MeasureCounts> days, int from, int until)
    {
        var sum = default(MeasureCounts);
        foreach (var (day, counts) in days)
            if (day >= from && day < until) sum = sum.Plus(counts);
        return sum;
    }

    private readonly record struct MeasureKey(MeasureKind Measure, MeasureDimension Dimension, int Code) : IComparable<MeasureKey>
    {
        public int CompareTo(MeasureKey other) => (Measure, Dimension, Code).CompareTo((other.Measure, other.Dimension, other.Code));
    }
}

/// <summary>A measure of customers' answers. Written to disk: append only, never renumber.</summary>
public enum MeasureKind : byte
{
    /// <summary>Net promoter score: share of 9–10 less share of 0–6.</summary>
    Nps = 1,
    /// <summary>Satisfaction: share of 4–5 on 1–5.</summary>
    Csat = 2,
    /// <summary>Ease: mean of 1–7.</summary>
    Ces = 3,
}

/// <summary>By what a measure is told apart. Written to disk: append only, never renumber.</summary>
public enum MeasureDimension : byte
{
    /// <summary>All answers together.</summary>
    All = 1,
    /// <summary>By touchpoint.</summary>
    Touchpoint = 2,
    /// <summary>By channel.</summary>
    Channel = 3,
    /// <summary>By staff member.</summary>
    Staff = 4,
    /// <summary>By area.</summary>
    Area = 5,
    /// <summary>By the source answers came by.</summary>
    Source = 6,
    /// <summary>By journey.</summary>
    Journey = 7,
    /// <summary>By stage of the journey.</summary>
    Stage = 8,
    /// <summary>By what customers came for.</summary>
    Intent = 9,
}

/// <summary>Counts of answers: whole numbers that add up.</summary>
/// <param name="N">Answers.</param>
/// <param name="A">NPS: promoters. CSAT: satisfied (4–5). CES: sum of answers in thousandths.</param>
/// <param name="B">NPS: detractors. CSAT: sum of answers in thousandths. CES: sum of squares in millionths.</param>
public readonly record struct MeasureCounts(long N, long A, long B)
{
    /// <summary>One recommendation.</summary>
    public static MeasureCounts OfNps(double answer) => new(1, answer >= 8.5 ? 1 : 0, answer < 6.5 ? 1 : 0);

    /// <summary>One satisfaction.</summary>
    public static MeasureCounts OfCsat(double answer) => new(1, answer >= 3.5 ? 1 : 0, (long)Math.Round(answer * 1_000));

    /// <summary>One ease.</summary>
    public static MeasureCounts OfCes(double answer)
    {
        var milli = (long)Math.Round(answer * 1_000);
        return new(1, milli, milli * milli);
    }

    /// <summary>Both together.</summary>
    public MeasureCounts Plus(MeasureCounts other) => new(N + other.N, A + other.A, B + other.B);
}

/// <summary>A measure of one touchpoint, channel … in two neighbouring periods.</summary>
/// <param name="Name">Whose; empty for all together.</param>
/// <param name="Before">Counts of the period before.</param>
/// <param name="Now">Counts of the period asked for.</param>
public sealed record MeasureShare(string Name, MeasureCounts Before, MeasureCounts Now);

/// <summary>Counts of a day.</summary>
/// <param name="Day">Days since the Unix epoch.</param>
/// <param name="Counts">The counts.</param>
public sealed record MeasureDay(int Day, MeasureCounts Counts);

internal sealed record MeasuresQuery(MeasureKind Measure, MeasureDimension Dimension, int Before, int From, int Until) : PartitionQuery<IReadOnlyList<MeasureShare>>
{
    internal override IReadOnlyList<MeasureShare> Answer(Partition partition) => partition.Folds.Find<MeasuresFold>()?.Read(Measure, Dimension, Before, From, Until, partition.Producers) ?? [];
}

internal sealed record MeasureCourseQuery(MeasureKind Measure, MeasureDimension Dimension, string Name, int From, int Until) : PartitionQuery<IReadOnlyList<MeasureDay>>
{
    internal override IReadOnlyList<MeasureDay> Answer(Partition partition) => partition.Folds.Find<MeasuresFold>()?.Course(Measure, Dimension, Name, From, Until, partition.Producers) ?? [];
}
