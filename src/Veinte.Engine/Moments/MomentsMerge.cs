using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// The shares of all partitions as one. Each partition numbers touchpoints in its own order; here the most frequent come first, and
/// no more than <see cref="OutcomeState.DriversMax"/> are kept.
/// </summary>
internal sealed class MomentsMerge
{
    private readonly List<ulong> _order;

    /// <summary>Merges shares.</summary>
    /// <param name="shares">One for each partition, and one for the past where there is one.</param>
    /// <param name="further">Names that no share brings (<see cref="Unnamed"/>), asked for elsewhere.</param>
    public MomentsMerge(IReadOnlyList<MomentsShare> shares, IEnumerable<(ulong Key, string Name)>? further = null)
    {
        Shares = shares;
        var (volume, names) = (new Dictionary<ulong, double>(), NamesIn(shares));
        foreach (var (key, name) in further ?? []) names[key] = name;
        foreach (var share in shares)
        {
            var total = share.Trips.Groups.Total();
            for (var slot = 0; slot < share.Drivers.Count; slot++)
            {
                var key = share.Drivers[slot].Key;
                volume[key] = volume.GetValueOrDefault(key) + (slot < share.Trips.Drivers ? total.Weight(0, 1 + slot) : 0);
            }
        }
        string NameOf(ulong key) => names.TryGetValue(key, out var name) ? name : $"#{key:x}";
        _order = [.. volume.OrderByDescending(one => one.Value).ThenBy(one => NameOf(one.Key), StringComparer.Ordinal).Select(one => one.Key).Take(OutcomeState.DriversMax)];
        Names = [.. _order.Select(NameOf)];
        Trips = new(Math.Max(1, _order.Count));
        foreach (var share in shares) Trips.Merge(share.Trips.Arranged(PlacesOf(share), Trips.Drivers));
        LeftOut =
        [
            .. shares.SelectMany(share => share.LeftOut.Select(left => (left.Key, left.Trips))).Concat(volume.Keys.Except(_order).Select(key => (Key: key, Trips: (long)volume[key])))
                .GroupBy(left => left.Key).Select(left => (NameOf(left.Key), left.Sum(one => one.Trips))),
        ];
    }

    /// <summary>
    /// Touchpoints that no share has a name for: a partition knows the names of what it has met itself, and grades that a merge has brought may be from elsewhere.
    /// </summary>
    public static IReadOnlyList<ulong> Unnamed(IReadOnlyList<MomentsShare> shares)
    {
        var names = NamesIn(shares);
        return [.. shares.SelectMany(share => share.Drivers.Select(driver => driver.Key).Concat(share.LeftOut.Select(left => left.Key))).Distinct().Where(key => !names.ContainsKey(key)).Order()];
    }

    public IReadOnlyList<MomentsShare> Shares { get; }

    /// <summary>Touchpoints, most frequent first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Trips of the period asked for.</summary>
    public TripCell Trips { get; }

    /// <summary>Touchpoints that are not followed, and on how many trips they were met.</summary>
    public IReadOnlyList<(string Touchpoint, long Trips)> LeftOut { get; }

    /// <summary>Co-moments month by month, in the same order of touchpoints.</summary>
    public IReadOnlyList<(int Month, long Trips, CoMoments Moments)> Months()
    {
        var months = new SortedDictionary<int, (long Trips, CoMoments Moments)>();
        foreach (var share in Shares)
        {
            var places = PlacesOf(share);
            foreach (var month in share.Months)
            {
                int[] variables = [0, .. Enumerable.Range(0, month.Moments.Variables - 1).Select(j => j < places.Length && places[j] >= 0 ? places[j] + 1 : -1)];
                var moments = TripCell.Arrange(month.Moments, variables, 1 + Trips.Drivers);
                if (months.TryGetValue(month.Month, out var known))
                {
                    known.Moments.Merge(moments);
                    months[month.Month] = (known.Trips + month.Trips, known.Moments);
                }
                else months.Add(month.Month, (month.Trips, moments));
            }
        }
        return [.. months.Select(month => (month.Key, month.Value.Trips, month.Value.Moments))];
    }

    private static Dictionary<ulong, string> NamesIn(IReadOnlyList<MomentsShare> shares)
    {
        var names = new Dictionary<ulong, string>();
        foreach (var share in shares)
        {
            foreach (var (key, name) in share.Drivers)
                if (name is not null) names[key] = name;
            foreach (var (key, name, _) in share.LeftOut)
                if (name is not null) names[key] = name;
            foreach (var name in share.Definition.Drivers ?? []) names[OutcomeState.KeyOf(name)] = name;
        }
        return names;
    }

    private int[] PlacesOf(MomentsShare share) => [.. share.Drivers.Select(driver => _order.IndexOf(driver.Key))];
}
