using Veinte.Engine.Folds;
using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// The trips of one outcome in one part (a journey or segment, a month): co-moments of the outcome and the grades before it,
/// in groups of customers for the errors, and of the outcome with very bad and very good grades for the asymmetry. Grows with
/// the touchpoints. Owned by the partition's loop; copies leave it.
/// </summary>
internal sealed class TripCell
{
    /// <summary>A grade up to this is very bad (two of five).</summary>
    internal const double Low = 5;

    /// <summary>A grade from here on is very good (four of five).</summary>
    internal const double High = 15;

    // Touchpoints come a few at a time: room is made for several at once.
    private const int Step = 8;

    private GroupedCoMoments _groups;
    private ContrastCounts _contrast;

    public TripCell(int drivers = Step)
    {
        Drivers = drivers;
        _groups = new(1 + drivers);
        _contrast = new(drivers);
    }

    /// <summary>For how many drivers there is room.</summary>
    public int Drivers { get; private set; }

    /// <summary>Trips counted.</summary>
    public long Trips { get; set; }

    /// <summary>The outcome (0) and each driver's mean grade (1 …), by groups of customers.</summary>
    public GroupedCoMoments Groups => _groups;

    /// <summary>The outcome (0), and for driver j whether its grade was very bad (1 + 2j) and whether it was very good (2 + 2j).</summary>
    public CoMoments Contrast() => _contrast.ToCoMoments();

    /// <summary>Counts a trip (<paramref name="sign"/> +1) or takes it out again (−1).</summary>
    /// <param name="values">Outcome and mean grades, NaN where not met; at least as many drivers as there are slots.</param>
    /// <param name="key">The customer's.</param>
    /// <param name="sign">+1 or −1.</param>
    public void Move(ReadOnlySpan<double> values, ulong key, int sign)
    {
        MakeRoom(values.Length - 1);
        Span<double> all = stackalloc double[1 + Drivers];
        Widen(values, all);
        if (sign > 0) _groups.Add(all, key);
        else _groups.Remove(all, key);
        _contrast.Move(all, sign);
        Trips += sign;
    }

    /// <summary>Puts a corrected trip of a customer in the place of one that was counted here.</summary>
    /// <param name="earlier">What it was counted with.</param>
    /// <param name="values">What counts now.</param>
    /// <param name="key">The customer's.</param>
    public void Replace(ReadOnlySpan<double> earlier, ReadOnlySpan<double> values, ulong key)
    {
        MakeRoom(values.Length - 1);
        Span<double> before = stackalloc double[1 + Drivers], now = stackalloc double[1 + Drivers];
        Widen(earlier, before);
        Widen(values, now);
        _groups.Replace(before, now, key);
        _contrast.Replace(before, now);
    }

    /// <summary>Adds another part.</summary>
    public void Merge(TripCell other)
    {
        MakeRoom(other.Drivers);
        var wide = other.Drivers == Drivers ? other : other.Arranged([.. Enumerable.Range(0, other.Drivers)], Drivers);
        _groups.Merge(wide._groups);
        _contrast.Merge(wide._contrast);
        Trips += other.Trips;
    }

    /// <summary>A copy with the drivers in another arrangement.</summary>
    /// <param name="places">For each driver here its place there, or −1 to leave it out.</param>
    /// <param name="drivers">How many there are there.</param>
    public TripCell Arranged(IReadOnlyList<int> places, int drivers)
    {
        var cell = new TripCell(drivers) { Trips = Trips };
        int[] variables = [0, .. Enumerable.Range(0, Drivers).Select(j => j < places.Count && places[j] >= 0 ? places[j] + 1 : -1)];
        for (var g = 0; g < _groups.Groups; g++)
            if (_groups.Group(g) is { } group) cell._groups.Restore(g, Arrange(group, variables, 1 + drivers));
        cell._contrast = _contrast.Arranged(places, drivers);
        return cell;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Drivers);
        writer.Write(Trips);
        for (var g = 0; g < _groups.Groups; g++)
        {
            writer.Write(_groups.Group(g) is not null);
            if (_groups.Group(g) is { } group) SparseWords.Write(writer, group.Numbers);
        }
        _contrast.Write(writer);
    }

    public static TripCell Read(BinaryReader reader)
    {
        var cell = new TripCell(reader.ReadInt32()) { Trips = reader.ReadInt64() };
        for (var g = 0; g < cell._groups.Groups; g++)
            if (reader.ReadBoolean()) cell._groups.Restore(g, ReadMoments(reader, 1 + cell.Drivers));
        cell._contrast = ContrastCounts.Read(reader, cell.Drivers);
        return cell;
    }

    private static void Widen(ReadOnlySpan<double> values, Span<double> all)
    {
        values.CopyTo(all);
        all[values.Length..].Fill(double.NaN);
    }

    private void MakeRoom(int drivers)
    {
        if (drivers <= Drivers) return;
        var wider = Arranged([.. Enumerable.Range(0, Drivers)], (drivers + Step - 1) / Step * Step);
        (_groups, _contrast, Drivers) = (wider._groups, wider._contrast, wider.Drivers);
    }

    private static CoMoments ReadMoments(BinaryReader reader, int variables)
    {
        var numbers = new double[variables * (variables + 1) / 2 * CoMoments.NumbersPerPair];
        SparseWords.Read(reader, numbers.AsSpan());
        return new(variables, numbers);
    }

    /// <summary>The same co-moments with variable i at <c>places[i]</c> of <paramref name="count"/>.</summary>
    internal static CoMoments Arrange(CoMoments from, IReadOnlyList<int> places, int count)
    {
        const int per = CoMoments.NumbersPerPair;
        var numbers = new double[count * (count + 1) / 2 * per];
        for (int i = 0, at = 0; i < from.Variables; i++)
            for (var j = i; j < from.Variables; j++, at += per)
            {
                if (places[i] < 0 || places[j] < 0) continue;
                var (low, high) = (Math.Min(places[i], places[j]), Math.Max(places[i], places[j]));
                var pair = from.Numbers.Slice(at, per);
                var target = numbers.AsSpan((low * count - low * (low - 1) / 2 + high - low) * per, per);
                pair.CopyTo(target);
                if (places[i] <= places[j]) continue;
                // The pair is seen from its other side: means and deviations change places.
                (target[1], target[2], target[3], target[4]) = (pair[2], pair[1], pair[4], pair[3]);
            }
        return new(count, numbers);
    }
}
