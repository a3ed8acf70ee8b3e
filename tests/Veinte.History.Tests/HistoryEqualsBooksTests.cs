using System.Text;
using CsCheck;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;
using Xunit;
using static Veinte.History.Tests.Rows;

namespace Veinte.History.Tests;

/// <summary>What the history says of an account is what the books say, to the milli-point, whatever has happened.</summary>
public sealed class HistoryEqualsBooksTests
{
    private static readonly HistoryOptions Options = new() { MemoryMiB = 256, Threads = 1, PollEvery = TimeSpan.FromMilliseconds(20), BatchRows = 7 };

    private static readonly Gen<Said[][]> Talk =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 9], Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 500])
            .Select((message, who, device, where, rating, hour) => new Said(
                $"m{message}", who < 5 ? $"user{who}" : null, who < 8 || device < 3 ? $"device{device}" : $"device{device}x", $"t{where}",
                rating == 0 ? null : rating, new(Start.UnixMicros + hour * Instant.MicrosPerHour), device < 2 ? $"s{device}" : null, where < 2 ? $"a{where}" : null))
            .Array[1, 8].Array[1, 12];

    [Fact]
    public async Task After_repeats_merges_reversals_and_restarts() => await Talk.SampleAsync(async records =>
    {
        await using var books = await TestBooks.Open();
        var folder = Directory.CreateTempSubdirectory("veinte-history-").FullName;
        var appended = new List<long>();
        for (var round = 0; round < records.Length; round++)
        {
            await using (var fed = new FedHistory(books, folder, Options))
            {
                // Nothing of user1 may be on its way to user2 when the merge is undone: it would stay there.
                if (round == 4) await books.Node.Desk.Merge("user1", "user2", "ana");
                if (round == 6) await books.Node.Desk.Unmerge("user1", "user2", "ana", "test");
                var first = await books.Append(records[round]);
                appended.AddRange(Enumerable.Range(0, records[round].Length).Select(i => first + i));
                if (round % 3 == 1) await books.Node.Desk.Reverse(appended[(round * 5) % appended.Count], "ana", "test");
                if (round == 8) await fed.Restart();
                await AssertSame(books, fed);
            }
            if (round == 5) await books.Reopen();
        }
        Directory.Delete(folder, recursive: true);
    }, iter: 8, threads: 1);

    /// <summary>
    /// Merges go on for some entries after a decision, and what is in transit between two customers is in neither account:
    /// both are read until they agree, which they must once nothing moves any more.
    /// </summary>
    private static async Task AssertSame(TestBooks books, FedHistory fed)
    {
        var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
        string ofBooks, ofHistory;
        do
        {
            var totals = await books.Node.Books.TrialBalance();
            await fed.Index.WaitFor(new(totals.Position), limit);
            (ofBooks, ofHistory) = await Describe(books.Node.Books, totals, fed.Queries);
        }
        while (ofBooks != ofHistory && !limit.IsCancellationRequested);
        Assert.Equal(ofBooks, ofHistory);
    }

    private static async Task<(string Books, string History)> Describe(Books books, TrialBalance totals, HistoryQueries history)
    {
        var ofBooks = new StringBuilder($"{totals.Interactions} {totals.Graded} {totals.Customers}\n");
        var ofHistory = new StringBuilder(Line("", "", await history.Totals(HistoryFilter.All)).TrimStart());
        foreach (var kind in new[] { AccountKind.Touchpoint, AccountKind.Staff, AccountKind.Area, AccountKind.Customer })
        {
            foreach (var account in (await books.Accounts(new(kind, Limit: 500), default)).Items)
            {
                var filter = kind switch
                {
                    AccountKind.Touchpoint => new HistoryFilter(Touchpoint: account.Key),
                    AccountKind.Staff => new(Staff: account.Key),
                    AccountKind.Area => new(Area: account.Key),
                    AccountKind.Customer => new(Customer: account.Key),
                };
                ofBooks.Append(Line(account.Kind, account.Key, new(account.Interactions, account.Graded, new(account.Balance))));
                ofHistory.Append(Line(account.Kind, account.Key, await history.Totals(filter)));
            }
        }
        return (ofBooks.ToString(), ofHistory.ToString());
    }

    private static string Line(string kind, string key, HistoryTotals totals) =>
        $"{kind} {key} {totals.Interactions} {totals.Graded} {totals.Amount.Milli}\n";

    /// <summary>A history fed by the books.</summary>
    private sealed class FedHistory : IAsyncDisposable
    {
        private readonly TestBooks _books;
        private readonly string _folder;
        private readonly HistoryOptions _options;
        private CancellationTokenSource _stop = new();
        private Task _run = Task.CompletedTask;

        public FedHistory(TestBooks books, string folder, HistoryOptions options)
        {
            (_books, _folder, _options) = (books, folder, options);
            (Index, Queries) = Start();
        }

        public HistoryIndex Index { get; private set; }

        public HistoryQueries Queries { get; private set; }

        public async Task Restart()
        {
            await DisposeAsync();
            (Index, Queries) = Start();
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run;
            Queries.Dispose();
            Index.Dispose();
        }

        private (HistoryIndex, HistoryQueries) Start()
        {
            _stop = new();
            var index = new HistoryIndex(_folder, _options, TimeProvider.System);
            _run = Task.Run(() => index.Run(new BooksHistorySource(_books.Node, _options, TimeProvider.System), _stop.Token));
            return (index, new(index));
        }
    }
}
