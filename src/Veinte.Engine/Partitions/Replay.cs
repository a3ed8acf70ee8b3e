using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>
/// All partitions computed anew from the journal's beginning, in one go and in memory, by the very code that runs live:
/// for <c>verify</c>, and for restating under another policy. Effects are not appended: the journal has them.
/// </summary>
internal sealed class Replay
{
    private const int DifferencesMax = 100;
    private const int CustomersPerPage = 1_000;

    private readonly ReplayedPartitions _partitions;
    private long _entries;
    private long _position;

    public Replay(int partitions, PartitionOptions options, Restated? restated)
    {
        // A replay has no checkpoints to load a customer from: all of them stay in memory.
        _partitions = new(partitions, options with { CustomersInMemoryMax = int.MaxValue / 2 }, restated);
    }

    /// <summary>Goes on from where it is up to a position.</summary>
    public async Task Run(IJournal journal, long upTo, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        await foreach (var record in journal.Read(new(_position), cancel))
        {
            if (record.First.Value > upTo) break;
            _partitions.Apply(record);
            _entries += record.Count;
            _position = record.Last.Value;
            progress?.Report((record.Last.Value, upTo));
        }
    }

    /// <summary>Compares the books as they are kept with the books computed anew, account by account.</summary>
    public async Task<Verification> CompareWith(IPartitionCalls kept, CancellationToken cancel)
    {
        var differences = new List<string>();
        var accounts = 0L;
        for (var partition = 0; partition < kept.Count; partition++)
        {
            var (stored, computed) = (new BooksDigest(kept, partition), new BooksDigest(_partitions, partition));
            await Compare(stored, computed, differences, count => accounts += count, cancel);
        }
        var totals = await Totals(cancel);
        if (totals.Difference != 0) differences.Insert(0, $"the two sides computed anew differ by {totals.Difference} milli-points");
        return new(differences.Count == 0, totals.Position, _entries, accounts, totals, [.. differences.Take(DifferencesMax)]);
    }

    /// <summary>Sets the books computed anew beside the books as they are kept.</summary>
    public async Task<Restatement> Restatement(Books kept, int version, long upTo, CancellationToken cancel)
    {
        var restated = new Books(_partitions, NoJournal.Instance);
        var accounts = new List<RestatedAccount>();
        foreach (var kind in (AccountKind[])[AccountKind.Touchpoint, AccountKind.Staff, AccountKind.Area])
        {
            var before = await All(kept, kind, cancel);
            var after = (await All(restated, kind, cancel)).ToDictionary(account => account.Key, StringComparer.Ordinal);
            foreach (var account in before)
            {
                after.TryGetValue(account.Key, out var other);
                accounts.Add(new(
                    account.Kind, account.Key, account.Balance, other?.Balance ?? 0, account.Grade, other?.Grade, account.Graded, other?.Graded ?? 0));
            }
        }
        return new(
            version, upTo, await kept.TrialBalance(cancel), await Totals(cancel),
            [.. accounts.OrderByDescending(account => Math.Abs(account.BalanceAfter - account.Balance)).ThenBy(account => account.Key, StringComparer.Ordinal)]);
    }

    private async Task<TrialBalance> Totals(CancellationToken cancel) => await new Books(_partitions, NoJournal.Instance).TrialBalance(cancel);

    private static async Task<List<AccountView>> All(Books books, AccountKind kind, CancellationToken cancel)
    {
        var all = new List<AccountView>();
        string? cursor = null;
        do
        {
            var page = await books.Accounts(new(kind, Sort: "key", Cursor: cursor, Limit: Books.LimitMax), default, cancel);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static async Task Compare(
        BooksDigest stored, BooksDigest computed, List<string> differences, Action<long> counted, CancellationToken cancel)
    {
        var (a, b) = (await stored.Totals(cancel), await computed.Totals(cancel));
        if (a != b) differences.Add($"partition {stored.Partition} keeps {a}, computed anew {b}");
        foreach (var kind in (AccountKind[])[AccountKind.Touchpoint, AccountKind.Staff, AccountKind.Area])
        {
            var (kept, anew) = (await stored.Producers(kind, cancel), await computed.Producers(kind, cancel));
            counted(kept.Count);
            CompareLines(kept, anew, $"{kind.Name()} in partition {stored.Partition}", differences);
        }
        CompareLines(await stored.Folds(cancel), await computed.Folds(cancel), $"state of the fold in partition {stored.Partition}", differences);
        for (var skip = 0; ; skip += CustomersPerPage)
        {
            var (kept, anew) = (await stored.Customers(skip, CustomersPerPage, cancel), await computed.Customers(skip, CustomersPerPage, cancel));
            counted(kept.Count);
            CompareLines(kept, anew, $"customer in partition {stored.Partition}", differences);
            if (kept.Count < CustomersPerPage && anew.Count < CustomersPerPage) return;
        }
    }

    private static void CompareLines(IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> anew, string what, List<string> differences)
    {
        foreach (var (key, line) in kept)
        {
            if (differences.Count >= DifferencesMax) return;
            if (!anew.TryGetValue(key, out var other)) differences.Add($"{what} '{key}' is kept but cannot be computed from the journal");
            else if (other != line) differences.Add($"{what} '{key}' is kept as {line}, computed anew as {other}");
        }
        foreach (var key in anew.Keys)
            if (!kept.ContainsKey(key) && differences.Count < DifferencesMax)
                differences.Add($"{what} '{key}' can be computed from the journal but is not kept");
    }
}
