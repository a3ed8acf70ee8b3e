using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;

namespace Veinte.Simulation;

/// <summary>
/// Books that can be opened, fed in domain words, closed or abandoned, and opened again. Where they lie is said in the other
/// part of this class: a data folder here, a cluster's database in the tests of the cluster, which read this file too.
/// </summary>
internal sealed partial class Scenario : IAsyncDisposable
{
    private int _minutes;

    private Scenario(PartitionOptions options) => Options = options;

    public PartitionOptions Options { get; }

    public static async Task<Scenario> Open(PartitionOptions? options = null)
    {
        var scenario = new Scenario(options ?? new());
        await scenario.Reopen();
        return scenario;
    }

    /// <summary>A rating from 1 to 5 at a touchpoint, by a known customer or, with a leading "?", an anonymous one; "?a+ana" brings both.</summary>
    public Task<Position> Rates(string customer, string touchpoint, double? rating, string? messageId = null, string staff = "", string area = "")
    {
        using var builder = new EntryBatchBuilder();
        Add(builder, customer, touchpoint, rating, messageId ?? $"m{_minutes}", staff, area);
        return Node.Journal.Append(builder.Build()).AsTask();
    }

    public void Add(EntryBatchBuilder builder, string customer, string touchpoint, double? rating, string messageId, string staff = "", string area = "") =>
        Ratings.Add(builder, customer, touchpoint, rating, messageId, staff, area, _minutes++);

    public async Task<long> BalanceOf(string customer) =>
        (await Node.Books.Customer(customer, Ratings.Start))?.Account.Balance ?? throw new InvalidOperationException($"no customer {customer}");

    public async Task<IReadOnlyList<StatementLine>> StatementOf(string customer) =>
        (await Node.Books.Statement(AccountKind.Customer, customer, null, 500, "en"))!.Items;

    /// <summary>Waits until nothing is on its way between two customers, then checks that both sides agree and verify does too.</summary>
    public async Task<TrialBalance> Balanced()
    {
        var (totals, _, _) = await Patience.Until(Stand, stand => stand is { Totals.InTransit: 0, Pending: 0, Moved: false });
        var verification = await Node.Verify();
        if (!verification.Agrees) throw new InvalidOperationException(string.Join(Environment.NewLine, verification.Differences));
        return totals;
    }

    // Each answer holds all that was in the journal before it was asked for. When the second balance ends where the first did,
    // nothing was appended in between, so what the partitions then had to append is all there is on its way.
    private async Task<(TrialBalance Totals, int Pending, bool Moved)> Stand()
    {
        var totals = await Node.Books.TrialBalance();
        if (totals.Difference != 0) throw new InvalidOperationException($"The books do not balance: {totals}");
        var calls = Node.Calls;
        var pending = await Task.WhenAll(Enumerable.Range(0, calls.Count).Select(partition => calls.Ask(partition, new PendingEffectsQuery()).AsTask()));
        return (totals, pending.Sum(), (await Node.Books.TrialBalance()).Position != totals.Position);
    }
}
