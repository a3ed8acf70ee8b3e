using Veinte.Engine.Seams;

namespace Veinte.Engine.Partitions;

/// <summary>The orders of customers, the same in memory as behind the checkpoints.</summary>
internal static class CustomerOrder
{
    internal static IEnumerable<CustomerRow> Sort(IEnumerable<CustomerRow> rows, CustomerListing listing)
    {
        var ungradedLast = rows.OrderBy(row => listing.Sort == CustomerSort.Grade && row.GradeMilli < 0);
        if (listing.Sort == CustomerSort.Key)
            return listing.Descending ? ungradedLast.ThenByDescending(row => row.Text, StringComparer.Ordinal) : ungradedLast.ThenBy(row => row.Text, StringComparer.Ordinal);
        Func<CustomerRow, long> by = listing.Sort switch
        {
            CustomerSort.Balance => row => row.BalanceMilli,
            CustomerSort.Grade => row => row.GradeMilli,
            CustomerSort.Interactions => row => row.Interactions,
            CustomerSort.LastAt => row => row.LastAt,
            CustomerSort.Key => throw new ArgumentOutOfRangeException(nameof(listing)),
        };
        return (listing.Descending ? ungradedLast.ThenByDescending(by) : ungradedLast.ThenBy(by)).ThenBy(row => row.Text, StringComparer.Ordinal);
    }
}
