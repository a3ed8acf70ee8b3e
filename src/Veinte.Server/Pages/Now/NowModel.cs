using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;

namespace Veinte.Server.Pages.Now;

/// <summary>All the page <i>Now</i> shows, read in one go.</summary>
/// <param name="Days">Length of the period.</param>
/// <param name="Overview">Course and totals.</param>
/// <param name="Best">Touchpoints whose standing is good even at the lower end of its interval, best first.</param>
/// <param name="Worst">Touchpoints whose standing is poor even at the upper end of its interval, worst first.</param>
/// <param name="Changed">Touchpoints whose change excludes zero, greatest first.</param>
/// <param name="Steady">How many have an interval that includes zero.</param>
/// <param name="Undecided">How many have too little data for an interval.</param>
/// <param name="Latest">The newest lines of the busiest touchpoints, newest first.</param>
/// <param name="Names">Names of the customers in <paramref name="Latest"/> by their identifiers, where they are known.</param>
public sealed record NowModel(
    int Days, Overview Overview, IReadOnlyList<AccountView> Best, IReadOnlyList<AccountView> Worst,
    IReadOnlyList<ProducerChange> Changed, int Steady, int Undecided, IReadOnlyList<StatementLine> Latest,
    IReadOnlyDictionary<string, string> Names)
{
    /// <summary>The periods on offer, in days.</summary>
    public static readonly int[] Periods = [1, 7, 30, 90, 180];

    private const int Ranked = 5;
    private const int ChangedMax = 8;
    private const int LatestTouchpoints = 6;
    private const int LatestMax = 12;

    /// <summary>Graded interactions of the period.</summary>
    public long Graded => Overview.Course.Sum(point => point.Graded);

    /// <summary>What the period posted, milli-points.</summary>
    public long Amount => Overview.Course.Sum(point => point.Amount);

    /// <summary>Whether the course has hours, not days.</summary>
    public bool Hourly => Days <= 7;

    /// <summary>Reads the books; an unknown period becomes 30 days.</summary>
    public static async Task<NowModel> Load(Books books, Instant now, int days, string language, CancellationToken cancel)
    {
        days = Periods.Contains(days) ? days : 30;
        var overview = await books.Overview(now, days, cancel);
        var ascending = await books.Accounts(new(AccountKind.Touchpoint, Sort: "standing", Descending: false, Limit: 500), now, cancel);
        var descending = ascending.Next is null
            ? ascending
            : await books.Accounts(new(AccountKind.Touchpoint, Sort: "standing", Descending: true, Limit: Ranked), now, cancel);
        var best = descending.Items.Where(account => account.Standing is not null)
            .OrderByDescending(account => account.Standing!.Low).Take(Ranked).ToList();
        var worst = ascending.Items.Where(account => account.Standing is not null && !best.Contains(account))
            .OrderBy(account => account.Standing!.High).Take(Ranked).ToList();
        var changed = overview.Touchpoints.Where(touchpoint => touchpoint is { Low: > 0 } or { High: < 0 })
            .OrderByDescending(touchpoint => Math.Abs(touchpoint.Grade!.Value - touchpoint.GradeBefore!.Value)).ToList();
        var undecided = overview.Touchpoints.Count(touchpoint => touchpoint.Low is null);
        var latest = await LoadLatest(books, now, language, cancel);
        return new(days, overview, best, worst, changed.Take(ChangedMax).ToList(),
            overview.Touchpoints.Count - undecided - changed.Count, undecided,
            latest, await LoadNames(books, latest, now, cancel));
    }

    private static async Task<IReadOnlyDictionary<string, string>> LoadNames(
        Books books, IReadOnlyList<StatementLine> lines, Instant now, CancellationToken cancel)
    {
        var accounts = await Task.WhenAll(lines.Select(line => line.Customer).Distinct()
            .Select(async customer => (customer, await books.Account(AccountKind.Customer, customer, now, cancel))));
        return accounts.Where(found => found.Item2?.Name is not null).ToDictionary(found => found.customer, found => found.Item2!.Name!);
    }

    private static async Task<IReadOnlyList<StatementLine>> LoadLatest(Books books, Instant now, string language, CancellationToken cancel)
    {
        var active = await books.Accounts(new(AccountKind.Touchpoint, Sort: "last", Descending: true, Limit: LatestTouchpoints), now, cancel);
        var lines = new List<StatementLine>();
        foreach (var touchpoint in active.Items)
            if (await books.Statement(AccountKind.Touchpoint, touchpoint.Key, null, LatestMax, language, cancel) is { } statement)
                lines.AddRange(statement.Items);
        return lines.OrderByDescending(line => line.OccurredAt).Take(LatestMax).ToList();
    }
}
