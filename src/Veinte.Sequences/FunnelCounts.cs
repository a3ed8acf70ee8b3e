namespace Veinte.Sequences;

/// <summary>How far customers came in a funnel, each by his best attempt. Immutable.</summary>
/// <param name="Customers">Customers with at least one interaction.</param>
/// <param name="Reached">For each step, how many customers came to it or further.</param>
/// <param name="StillOpen">
/// For each step but the last, how many customers came to it and no further but have an attempt whose window has not
/// closed: they have not dropped off yet. The last entry is always 0.
/// </param>
public sealed record FunnelCounts(long Customers, IReadOnlyList<long> Reached, IReadOnlyList<long> StillOpen)
{
    /// <summary>The counts of two groups that share no customer, such as two partitions.</summary>
    /// <exception cref="ArgumentException">They are of funnels with different numbers of steps.</exception>
    public FunnelCounts Merge(FunnelCounts other)
    {
        if (Reached.Count != other.Reached.Count)
            throw new ArgumentException($"A funnel of {Reached.Count} steps does not merge with one of {other.Reached.Count}.", nameof(other));
        var (reached, open) = (new long[Reached.Count], new long[Reached.Count]);
        for (var step = 0; step < reached.Length; step++)
            (reached[step], open[step]) = (Reached[step] + other.Reached[step], StillOpen[step] + other.StillOpen[step]);
        return new(Customers + other.Customers, reached, open);
    }
}
