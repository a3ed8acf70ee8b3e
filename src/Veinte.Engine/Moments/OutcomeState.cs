using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// What one partition keeps of one outcome: its definition, the touchpoints it follows, and the cells by journey, segment and month.
/// Owned by the partition's loop.
/// </summary>
internal sealed class OutcomeState
{
    /// <summary>Touchpoints followed for an outcome; grades at further ones are counted as left out.</summary>
    public const int DriversMax = OutcomeDefinition.DriversMax;

    /// <summary>Cells of an outcome; above, the oldest months become one.</summary>
    public const int CellsMax = 96;

    /// <summary>Journeys, and segments, told apart; further ones are one more together.</summary>
    public const int ValuesMax = 8;

    /// <summary>Stands for everything beyond <see cref="ValuesMax"/>.</summary>
    public const string Others = "…";

    private readonly Dictionary<ulong, int> _slots = [];
    private readonly SortedDictionary<CellKey, TripCell> _cells = [];
    private readonly SortedSet<string>[] _values = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];
    private readonly double[] _vector = new double[1 + DriversMax];
    private readonly List<ulong> _unfollowed = [];

    public OutcomeState(string id, int version, OutcomeDefinition definition, long position, long definedAt)
    {
        (Id, Version, Definition, Position, DefinedAt) = (id, version, definition, position, definedAt);
        Key = KeyOf(id);
        Touchpoint = definition.Touchpoint is { } name ? KeyOf(name) : 0;
        Property = definition.Property is { } property ? Encoding.UTF8.GetBytes(property) : [];
        SegmentProperty = definition.Segment?.StartsWith("property:", StringComparison.Ordinal) == true ? Encoding.UTF8.GetBytes(definition.Segment[9..]) : [];
        Intent = WordNames.TryParse(definition.Intent ?? "", out Intent intent) ? intent : 0;
        BeginsAnew = position > 0 && definition.Kind is not (OutcomeKinds.Grade or OutcomeKinds.TopBox);
        Awaited = OutcomeKinds.IsAwaited(definition.Kind);
        WindowMicros = (definition.WindowDays ?? 180) * Instant.MicrosPerDay;
        GapMicros = (definition.GapDays ?? OutcomeDefinition.GapDaysDefault) * Instant.MicrosPerDay;
        WithinMicros = OutcomeReading.Within(definition) * Instant.MicrosPerDay;
        foreach (var driver in definition.Drivers ?? []) Follow(KeyOf(driver));
    }

    public string Id { get; }
    public int Version { get; }
    public OutcomeDefinition Definition { get; }

    /// <summary>Where its definition stands in the journal; 0 for a shipped one.</summary>
    public long Position { get; }

    /// <summary>When it was defined, Unix microseconds.</summary>
    public long DefinedAt { get; }

    /// <summary>Hash of the id.</summary>
    public ulong Key { get; }

    /// <summary>Hash of the touchpoint's name; 0 for anywhere.</summary>
    public ulong Touchpoint { get; }

    /// <summary>Whether trips that end after the definition begin with it: what the stream itself could not look back at.</summary>
    public bool BeginsAnew { get; }

    public byte[] Property { get; }
    public byte[] SegmentProperty { get; }
    public Intent Intent { get; }
    public bool Awaited { get; }
    public long WindowMicros { get; }
    public long GapMicros { get; }
    public long WithinMicros { get; }

    /// <summary>Trips that came from lines older than the definition.</summary>
    public long BackFilled { get; set; }

    /// <summary>Interactions before the definition that could not be looked at for it.</summary>
    public long Missed { get; init; }

    /// <summary>How often an outcome could not be corrected when something changed afterwards: what it took was no longer remembered.</summary>
    public long Uncorrected { get; set; }

    /// <summary>Followed touchpoints by slot.</summary>
    public List<ulong> Drivers { get; } = [];

    /// <summary>Touchpoints for which there was no slot left, and on how many of the trips counted.</summary>
    public SortedDictionary<ulong, long> LeftOut { get; } = [];

    /// <summary>Touchpoints of the latest <see cref="VectorOf"/> that are not followed, each once. Valid until the next call.</summary>
    public IReadOnlyList<ulong> Unfollowed => _unfollowed;

    public IEnumerable<KeyValuePair<CellKey, TripCell>> Cells => _cells;

    public IReadOnlyCollection<string> Values(int dimension) => _values[dimension];

    /// <summary>The written hash of a name or id (XxHash3 of its UTF-8).</summary>
    public static ulong KeyOf(string name) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name));

    /// <summary>
    /// Counts a mark with the grades before it; false when nothing was graded before it, and then what was lifted is taken out of the figures.
    /// </summary>
    /// <param name="memory">The customer's grades.</param>
    /// <param name="mark">The outcome.</param>
    /// <param name="customer">The customer's key.</param>
    /// <param name="lifted">How it still stands in the figures, when it was counted before.</param>
    public bool TryCount(TripMemory memory, OutcomeMark mark, ulong customer, LiftedTrip? lifted)
    {
        var values = VectorOf(memory, mark, grow: true);
        if (lifted is not null && (values.IsEmpty || MonthOf(lifted.At) != MonthOf(mark.At)))
        {
            Move(mark, lifted.At, lifted.Values, customer, -1);
            LeaveOut(lifted.Unfollowed, -1);
            lifted = null;
        }
        if (values.IsEmpty) return false;
        if (lifted is null) Move(mark, mark.At, values, customer, +1);
        else if (!values.SequenceEqual(lifted.Values))
        {
            CellOf(0, mark.Journey, mark.At).Replace(lifted.Values, values, customer);
            if (Definition.Segment is not null) CellOf(1, mark.Segment, mark.At).Replace(lifted.Values, values, customer);
        }
        if (lifted is not null) LeaveOut(lifted.Unfollowed, -1);
        LeaveOut(_unfollowed, +1);
        return true;
    }

    /// <summary>Counts a trip at touchpoints that are not followed, or takes it out again.</summary>
    public void LeaveOut(IReadOnlyList<ulong> touchpoints, int sign)
    {
        foreach (var touchpoint in touchpoints)
        {
            var trips = LeftOut.GetValueOrDefault(touchpoint) + sign;
            if (trips > 0) LeftOut[touchpoint] = trips;
            else LeftOut.Remove(touchpoint);
        }
    }

    /// <summary>Counts a trip, or takes it out, where its mark belongs at a time.</summary>
    public void Move(OutcomeMark mark, long at, ReadOnlySpan<double> values, ulong customer, int sign)
    {
        CellOf(0, mark.Journey, at).Move(values, customer, sign);
        if (Definition.Segment is not null) CellOf(1, mark.Segment, at).Move(values, customer, sign);
        if (sign > 0) LimitCells();
    }

    /// <summary>Months since year 0 of a time.</summary>
    public static int MonthOf(long at)
    {
        var time = new Instant(at).ToDateTimeOffset();
        return time.Year * 12 + time.Month - 1;
    }

    /// <summary>Outcome and mean grade by slot, NaN where not met; empty without any grade. Valid until the next call.</summary>
    internal ReadOnlySpan<double> VectorOf(TripMemory memory, OutcomeMark mark, bool grow)
    {
        Span<double> counts = stackalloc double[DriversMax];
        var sums = _vector.AsSpan();
        sums.Clear();
        _unfollowed.Clear();
        var used = 0;
        // In the order of time: it decides which touchpoints get the places that are left.
        foreach (ref readonly var place in mark.Carried.Places)
            if (place.Count > 0 && TryPlace(mark, place.Touchpoint, grow, out var slot)) used = Math.Max(used, Sum(sums, counts, slot, place.Milli, place.Count));
        var (first, end) = memory.Explaining(mark);
        for (var i = first; i < end; i++)
        {
            ref readonly var grade = ref memory.Grades[i];
            if (TryPlace(mark, grade.Touchpoint, grow, out var slot)) used = Math.Max(used, Sum(sums, counts, slot, grade.Milli, 1));
        }
        if (used == 0) return [];
        sums[0] = mark.Value;
        for (var slot = 0; slot < used; slot++) sums[1 + slot] = counts[slot] > 0 ? sums[1 + slot] / counts[slot] / 1000.0 : double.NaN;
        return sums[..(1 + used)];
    }

    private static int Sum(Span<double> sums, Span<double> counts, int slot, int milli, int count)
    {
        sums[1 + slot] += milli;
        counts[slot] += count;
        return slot + 1;
    }

    private bool TryPlace(OutcomeMark mark, ulong touchpoint, bool grow, out int slot)
    {
        slot = 0;
        // Where it was told it explains nothing.
        if (touchpoint == mark.Touchpoint) return false;
        if (TrySlot(touchpoint, grow, out slot)) return true;
        if (!_unfollowed.Contains(touchpoint)) _unfollowed.Add(touchpoint);
        return false;
    }

    private bool TrySlot(ulong touchpoint, bool grow, out int slot)
    {
        if (_slots.TryGetValue(touchpoint, out slot)) return true;
        if (!grow || Drivers.Count == DriversMax || Definition.Drivers is { Count: > 0 }) return false;
        slot = Follow(touchpoint);
        return true;
    }

    private int Follow(ulong touchpoint)
    {
        _slots.Add(touchpoint, Drivers.Count);
        Drivers.Add(touchpoint);
        return Drivers.Count - 1;
    }

    private TripCell CellOf(int dimension, string value, long at)
    {
        if (!_values[dimension].Contains(value))
        {
            if (_values[dimension].Count >= ValuesMax) value = Others;
            _values[dimension].Add(value);
        }
        var month = MonthOf(at);
        // Months that have become one are found under the first that is left.
        var first = _cells.Count == 0 ? month : FirstMonth;
        var key = new CellKey(dimension, value, Math.Max(month, first));
        if (!_cells.TryGetValue(key, out var cell)) _cells.Add(key, cell = new());
        return cell;
    }

    /// <summary>Before this month nothing is told apart any more; the earliest month there is until cells had to be joined.</summary>
    private int FirstMonth { get; set; }

    private void LimitCells()
    {
        while (_cells.Count > CellsMax)
        {
            var oldest = _cells.Keys.Min(key => key.Month);
            FirstMonth = oldest + 1;
            foreach (var (key, cell) in _cells.Where(cell => cell.Key.Month == oldest).ToArray())
            {
                _cells.Remove(key);
                var next = key with { Month = oldest + 1 };
                if (_cells.TryGetValue(next, out var known)) known.Merge(cell);
                else _cells.Add(next, cell);
            }
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Id);
        writer.Write(Version);
        writer.Write(JsonSerializer.Serialize(Definition, OutcomeJson.Default.OutcomeDefinition));
        writer.Write(Position);
        writer.Write(DefinedAt);
        writer.Write(BackFilled);
        writer.Write(Uncorrected);
        writer.Write(Missed);
        writer.Write(FirstMonth);
        writer.Write(Drivers.Count);
        foreach (var driver in Drivers) writer.Write(driver);
        writer.Write(LeftOut.Count);
        foreach (var (touchpoint, trips) in LeftOut)
        {
            writer.Write(touchpoint);
            writer.Write(trips);
        }
        foreach (var values in _values)
        {
            writer.Write(values.Count);
            foreach (var value in values) writer.Write(value);
        }
        writer.Write(_cells.Count);
        foreach (var (key, cell) in _cells)
        {
            writer.Write((byte)key.Dimension);
            writer.Write(key.Value);
            writer.Write(key.Month);
            cell.Write(writer);
        }
    }

    public static OutcomeState Read(BinaryReader reader)
    {
        var (id, version) = (reader.ReadString(), reader.ReadInt32());
        var definition = JsonSerializer.Deserialize(reader.ReadString(), OutcomeJson.Default.OutcomeDefinition)!;
        var state = new OutcomeState(id, version, definition, reader.ReadInt64(), reader.ReadInt64())
        {
            BackFilled = reader.ReadInt64(),
            Uncorrected = reader.ReadInt64(),
            Missed = reader.ReadInt64(),
            FirstMonth = reader.ReadInt32(),
        };
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var driver = reader.ReadUInt64();
            if (!state._slots.ContainsKey(driver)) state.Follow(driver);
        }
        for (var left = reader.ReadInt32(); left > 0; left--) state.LeftOut.Add(reader.ReadUInt64(), reader.ReadInt64());
        foreach (var values in state._values)
            for (var left = reader.ReadInt32(); left > 0; left--) values.Add(reader.ReadString());
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = new CellKey(reader.ReadByte(), reader.ReadString(), reader.ReadInt32());
            state._cells.Add(key, TripCell.Read(reader));
        }
        return state;
    }
}

/// <summary>Which part of an outcome's trips.</summary>
/// <param name="Dimension">0 journeys, 1 segments.</param>
/// <param name="Value">The journey or segment.</param>
/// <param name="Month">Year × 12 + month − 1 of the outcome, UTC.</param>
internal readonly record struct CellKey(int Dimension, string Value, int Month) : IComparable<CellKey>
{
    public int CompareTo(CellKey other) =>
        Dimension != other.Dimension ? Dimension.CompareTo(other.Dimension)
        : Value != other.Value ? string.CompareOrdinal(Value, other.Value)
        : Month.CompareTo(other.Month);
}
