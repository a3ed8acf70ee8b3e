using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Journal;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine;

/// <summary>
/// Reads the books: asks every partition and merges what they answer. What was acknowledged before a call is in its
/// answer. Thread-safe; holds no state but graders of published policies. Times of day are arguments: nothing here reads
/// a clock.
/// </summary>
/// <param name="partitions">The partitions' owners.</param>
/// <param name="journal">Where the interactions behind the lines are looked up.</param>
public sealed partial class Books(IPartitionCalls partitions, IJournal journal)
{
    /// <summary>Items of a page at most.</summary>
    public const int LimitMax = 500;

    private readonly IPartitionCalls _partitions = partitions;
    private readonly IJournal _journal = journal;

    /// <summary>Both sides of the books.</summary>
    public async Task<TrialBalance> TrialBalance(CancellationToken cancel = default)
    {
        var totals = await AskAll(new TotalsQuery(), cancel);
        return TrialBalanceOf(totals);
    }

    /// <summary>Accounts of a kind. Default order: lower end of the standing, best first, so that a small account never outranks a proven one.</summary>
    /// <exception cref="ArgumentException">The cursor or the sort is not one of ours.</exception>
    public async Task<Page<AccountView>> Accounts(AccountsQuery query, Instant now, CancellationToken cancel = default)
    {
        var skip = Cursors.ReadSkip(query.Cursor);
        var take = Math.Clamp(query.Limit, 1, LimitMax);
        var sorted = query.Kind == AccountKind.Customer
            ? await SortedCustomers(query, skip + take + 1, cancel)
            : await SortedProducers(query, cancel);
        var items = sorted.Skip(skip).Take(take).ToArray();
        return new(items, sorted.Count > skip + take ? Cursors.WriteSkip(skip + take) : null);
    }

    /// <summary>One account, or null.</summary>
    public async Task<AccountView?> Account(AccountKind kind, string key, Instant now, CancellationToken cancel = default)
    {
        if (kind == AccountKind.Customer) return (await Customer(key, now, cancel))?.Account;
        var accounts = await Producers(kind, null, cancel);
        var prior = PriorOf(accounts.Values);
        return accounts.TryGetValue(key, out var figures) ? ViewOf(kind, key, null, figures, prior) : null;
    }

    /// <summary>A customer by any of his identifiers, or null.</summary>
    public async Task<CustomerProfile?> Customer(string id, Instant now, CancellationToken cancel = default)
    {
        if (await FindCustomer(id, cancel) is not { } found) return null;
        var state = found.State;
        var group = await Group(cancel);
        var account = ViewOf(AccountKind.Customer, state.Identifier.Value, state.Name, state.Figures, group.Estimate());
        return new(
            state.Identifier.Value,
            KindName(state.Identifier.Kind),
            account,
            [
                .. state.Merged.Select(m => new IdentifierView(KindName(m.Identifier.Kind), m.Identifier.Value, m.RequestedAt, m.Cause)),
                .. state.SeenTogether
                    .Where(seen => !state.Merged.Exists(m => m.Identifier.Value == seen))
                    .Select(seen => new IdentifierView("anonymous", seen, null, null)),
            ],
            Json.Parse(state.Traits.Length == 0 ? "{}"u8 : state.Traits),
            state.Groups,
            found.Touchpoints);
    }

    /// <summary>Names of the touchpoints, staff members or areas known, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> Names(AccountKind kind, CancellationToken cancel = default) =>
        [.. (await Producers(kind, null, cancel)).Keys.Order(StringComparer.Ordinal)];

    /// <summary>Asks one partition for what all of them know alike.</summary>
    internal ValueTask<TAnswer> AskOne<TAnswer>(PartitionQuery<TAnswer> query, CancellationToken cancel) => _partitions.Ask(0, query, cancel);

    /// <summary>Asks every partition for its share; the caller merges.</summary>
    internal Task<TAnswer[]> AskEach<TAnswer>(PartitionQuery<TAnswer> query, CancellationToken cancel) => AskAll(query, cancel);

    /// <summary>Which version a definition has now and where it stands; zeros when there is none.</summary>
    internal async Task<(int Version, long Position)> DefinitionAt(string capability, string id, CancellationToken cancel) =>
        await _partitions.Ask(0, new DefinitionQuery(capability, id), cancel);

    private async Task<IReadOnlyList<AccountView>> SortedCustomers(AccountsQuery query, int wanted, CancellationToken cancel)
    {
        var sort = query.Sort switch
        {
            null or "standing" or "grade" => CustomerSort.Grade,
            "balance" => CustomerSort.Balance,
            "interactions" => CustomerSort.Interactions,
            "last" => CustomerSort.LastAt,
            "key" => CustomerSort.Key,
            _ => throw UnknownSort(query.Sort),
        };
        var listing = new CustomerListing(
            string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim(), sort, query.Descending ?? sort != CustomerSort.Key, 0, wanted);
        var rows = (await AskAll(new CustomersQuery(listing), cancel)).SelectMany(part => part);
        var group = await Group(cancel);
        var prior = group.Estimate();
        return
        [
            .. CustomerOrder.Sort(rows, listing).Take(wanted).Select(row =>
            {
                var state = CustomerCodec.Decode(row.State);
                return ViewOf(AccountKind.Customer, state.Identifier.Value, state.Name, state.Figures, prior);
            }),
        ];
    }

    private async Task<IReadOnlyList<AccountView>> SortedProducers(AccountsQuery query, CancellationToken cancel)
    {
        var accounts = await Producers(query.Kind, null, cancel);
        var prior = PriorOf(accounts.Values);
        var search = query.Search?.Trim() ?? "";
        var views = accounts
            .Where(account => account.Key.Contains(search, StringComparison.OrdinalIgnoreCase))
            .Select(account => ViewOf(query.Kind, account.Key, null, account.Value, prior));
        Func<AccountView, IComparable?> by = query.Sort switch
        {
            null or "standing" => view => view.Standing?.Low,
            "grade" => view => view.Grade,
            "balance" => view => view.Balance,
            "interactions" => view => view.Interactions,
            "last" => view => view.LastAt,
            "key" => view => view.Key,
            _ => throw UnknownSort(query.Sort),
        };
        var emptyLast = views.OrderBy(view => by(view) is null);
        var descending = query.Descending ?? query.Sort != "key";
        return [.. (descending ? emptyLast.ThenByDescending(by) : emptyLast.ThenBy(by)).ThenBy(view => view.Key, StringComparer.Ordinal)];
    }

    private async Task<Dictionary<string, AccountFigures>> Producers(AccountKind kind, string? only, CancellationToken cancel)
    {
        var merged = new Dictionary<string, AccountFigures>(StringComparer.Ordinal);
        var halfLife = await HalfLife(cancel);
        foreach (var part in await AskAll(new ProducersQuery(kind, only), cancel))
        {
            foreach (var account in part)
            {
                if (merged.TryGetValue(account.Name, out var figures)) figures.Absorb(account.Figures, halfLife);
                else merged.Add(account.Name, account.Figures);
            }
        }
        return merged;
    }

    // A producer's history lies in every partition: the group is estimated from the merged accounts.
    private static GroupPrior PriorOf(IEnumerable<AccountFigures> accounts)
    {
        var group = new GroupFigures();
        foreach (var account in accounts) group.Add(account);
        return group.Estimate();
    }

    private async Task<GroupFigures> Group(CancellationToken cancel)
    {
        var group = new GroupFigures();
        foreach (var part in await AskAll(new GroupQuery(), cancel)) group.Merge(part.Group);
        return group;
    }

    private async Task<double> HalfLife(CancellationToken cancel) =>
        (await _partitions.Ask(0, new GroupQuery(), cancel)).HalfLifeDays;

    /// <summary>Follows an identifier to the customer it belongs to now.</summary>
    private async Task<CustomerAnswer?> FindCustomer(string id, CancellationToken cancel)
    {
        var found = await FindOwn(new(IdentifierKind.User, id), cancel) ?? await FindOwn(new(IdentifierKind.Anonymous, id), cancel);
        for (var hops = 0; found?.State.PointsTo is { } target && hops < 10; hops++)
            found = await FindOwn(target, cancel) ?? found;
        return found;
    }

    private ValueTask<CustomerAnswer?> FindOwn(Journal.Entries.Identifier identifier, CancellationToken cancel)
    {
        var key = identifier.Key;
        return _partitions.Ask(StableHash.Partition(key, _partitions.Count), new CustomerQuery(key), cancel);
    }

    private async Task<TAnswer[]> AskAll<TAnswer>(PartitionQuery<TAnswer> query, CancellationToken cancel)
    {
        var asked = new Task<TAnswer>[_partitions.Count];
        for (var i = 0; i < asked.Length; i++) asked[i] = _partitions.Ask(i, query, cancel).AsTask();
        return await Task.WhenAll(asked);
    }

    internal static TrialBalance TrialBalanceOf(IReadOnlyList<PartitionTotals> totals)
    {
        var inTransit = totals.Sum(t => t.InTransitMilli);
        var customers = totals.Sum(t => t.CustomersMilli) + inTransit;
        var producers = totals.Sum(t => t.ProducersMilli);
        return new(
            customers, producers, customers - producers, inTransit, totals.Sum(t => t.Interactions), totals.Sum(t => t.Graded),
            totals.Min(t => t.Position));
    }

    private static AccountView ViewOf(AccountKind kind, string key, string? name, AccountFigures figures, GroupPrior prior)
    {
        StandingView? standing = null;
        if (figures.Graded > 0)
        {
            var s = Standing.Of(figures, prior);
            standing = new(s.Value, s.Low, s.High, s.Credibility, s.EffectiveN);
        }
        return new(
            kind.Name(), key, name, figures.Balance.Milli,
            figures.Graded > 0 ? figures.GradeSumMilli / 1000.0 / figures.Graded : null,
            standing, figures.Interactions, figures.Graded,
            figures.Interactions > 0 ? figures.FirstAt.ToDateTimeOffset() : null,
            figures.Interactions > 0 ? figures.LastAt.ToDateTimeOffset() : null);
    }

    private static string KindName(IdentifierKind kind) => kind == IdentifierKind.User ? "user" : "anonymous";

    private static ArgumentException UnknownSort(string sort) =>
        new($"Accounts cannot be sorted by '{sort}'. Use standing, grade, balance, interactions, last or key.");
}

/// <summary>Which accounts are wanted.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Search">Part of the key or name, whatever its case; null for all.</param>
/// <param name="Sort"><c>standing</c> (for customers the same as <c>grade</c>), <c>grade</c>, <c>balance</c>, <c>interactions</c>, <c>last</c>, <c>key</c>; null for the default.</param>
/// <param name="Descending">Greatest first; null for the sort's own default.</param>
/// <param name="Cursor">From where on; null for the beginning.</param>
/// <param name="Limit">How many at most, 1–500.</param>
public sealed record AccountsQuery(
    AccountKind Kind, string? Search = null, string? Sort = null, bool? Descending = null, string? Cursor = null, int Limit = 50);
