using System.Globalization;
using Veinte.Engine.Seams;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>What a partition holds in exact figures, one line per account, so that two of them can be compared. Decayed grades are left out: they are floating.</summary>
/// <param name="partitions">Where to ask.</param>
/// <param name="partition">Which partition.</param>
public sealed class BooksDigest(IPartitionCalls partitions, int partition)
{
    /// <summary>Which partition.</summary>
    public int Partition => partition;

    /// <summary>Its totals as a line.</summary>
    public async Task<string> Totals(CancellationToken cancel)
    {
        var totals = await partitions.Ask(partition, new TotalsQuery(), cancel);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"customers {totals.CustomersMilli}, producers {totals.ProducersMilli}, in transit {totals.InTransitMilli}, interactions {totals.Interactions}, graded {totals.Graded}, known {totals.Customers}");
    }

    /// <summary>A line for each producer account of a kind.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Producers(AccountKind kind, CancellationToken cancel) =>
        (await partitions.Ask(partition, new ProducersQuery(kind, null), cancel)).ToDictionary(account => account.Name, account => Line(account.Figures), StringComparer.Ordinal);

    /// <summary>A line for each fold's state.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Folds(CancellationToken cancel) => await partitions.Ask(partition, new FoldDigestQuery(), cancel);

    /// <summary>A line for each of a page of customers, by identifier.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Customers(int skip, int take, CancellationToken cancel)
    {
        var rows = await partitions.Ask(partition, new CustomersQuery(new(null, CustomerSort.Key, false, skip, take)), cancel);
        return rows.Skip(skip).ToDictionary(row => row.Text, row => Line(CustomerCodec.Decode(row.State).Figures), StringComparer.Ordinal);
    }

    private static string Line(AccountFigures figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"balance {figures.Balance.Milli}, interactions {figures.Interactions}, graded {figures.Graded}, grades {figures.GradeSumMilli}, squares {figures.GradeSquareSumMicro}");
}
