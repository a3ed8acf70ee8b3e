using System.Diagnostics;
using System.Globalization;
using Veinte.Doors.Importing;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;
using Veinte.Server.Importing;

namespace Veinte.Server.Tests.Importing;

/// <summary>The committed mappings on the real files they are made for: what the books hold is what anybody can count in the files.</summary>
public sealed class Real_files_go_into_the_books : IDisposable
{
    private const int Ratings = 14;
    private const int FirstRating = 9;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_airline_survey_killed_on_the_way_and_gone_on_with_is_in_the_books_once_and_can_be_undone()
    {
        var file = Shared("airline_satisfaction/airline_train.csv");
        await KillOnTheWay(file, MapOf("airline_satisfaction"));
        var plain = Plain.Count(file);
        await using (var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel))
        {
            var runner = new ImportRunner(node.Journal, node.Books, new(), TimeProvider.System);
            var order = OrderOf(file, "airline_satisfaction");
            var result = await runner.Run(order, "test", null, Cancel);
            Assert.True(result.ResumedAtRow > 0, "It was killed before its first row.");
            var import = Assert.Single(await node.Books.Imports(Cancel));
            Assert.Equal(("finished", plain.Rows, plain.Graded + plain.Rows, 0L), (import.State, import.Rows, import.Interactions, import.Bad));
            Assert.Equal(plain.Rows - result.ResumedAtRow, result.Report.Rows);

            await AgreesWith(plain, node);
            var head = node.Journal.Head;
            Assert.Equal("already-imported", (await runner.Run(order, "test", null, Cancel)).State);
            Assert.Equal(head, node.Journal.Head);

            Assert.Equal(DeskStatus.Done, (await node.Desk.UndoImport(import.Id, "test", null, Cancel)).Status);
            var undone = await node.Books.TrialBalance(Cancel);
            Assert.Equal((0, 0, 0), (undone.Customers, undone.Producers, undone.Difference));
            Assert.All(await Touchpoints(node), account => Assert.Equal(0, account.Balance));
        }
    }

    [Fact]
    public async Task A_dry_run_says_what_the_import_then_does_and_posts_nothing()
    {
        var file = Shared("olist_sample/olist_orders_dataset.csv");
        await using var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel);
        var runner = new ImportRunner(node.Journal, node.Books, new(), TimeProvider.System);
        var head = node.Journal.Head;
        var tried = await runner.DryRun(OrderOf(file, "olist_sample"), null, Cancel);
        Assert.Equal(head, node.Journal.Head);
        var done = await runner.Run(OrderOf(file, "olist_sample"), "test", null, Cancel);
        Assert.Equal((tried.Report.Interactions, tried.Report.Graded, tried.Report.Dropped), (done.Report.Interactions, done.Report.Graded, done.Report.Dropped));

        // 6,075 orders, of which 3,855 were delivered, and 6,135 reviews of them.
        var balance = await node.Books.TrialBalance(Cancel);
        Assert.Equal((0L, done.Report.Interactions, 3_855L + 6_135), (balance.Difference, balance.Interactions, balance.Graded));
        Assert.Equal(0, done.Report.BadRows);
        var accounts = (await Touchpoints(node)).ToDictionary(account => account.Key);
        Assert.Equal((3_855, 6_135, 6_075), (accounts["Delivery"].Graded, accounts["Review"].Graded, accounts["Purchase"].Interactions));
        Assert.True((await node.Verify(null, Cancel)).Agrees);
    }

    [Fact]
    public async Task Tweets_are_graded_by_their_tone_where_they_have_one_and_repeated_ones_dropped()
    {
        var file = Shared("us_airline_tweets/tweets_give.csv");
        await using var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel);
        var result = await new ImportRunner(node.Journal, node.Books, new(), TimeProvider.System).Run(OrderOf(file, "us_airline_tweets"), "test", null, Cancel);
        Assert.Equal((9_505, 9_350, 155, 0), (result.Report.Rows, result.Report.Ungraded + result.Report.Graded, result.Report.Dropped, result.Report.BadRows));
        Assert.InRange(result.Report.Graded, 6_500, 8_500);
        var balance = await node.Books.TrialBalance(Cancel);
        Assert.Equal((9_350, result.Report.Graded, 0), (balance.Interactions, balance.Graded, balance.Difference));
        // Two thirds of them complain.
        Assert.True(balance.Customers < 0);
    }

    private async Task KillOnTheWay(string file, string map)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "veinte.dll");
        using var import = Process.Start(new ProcessStartInfo("dotnet", [program, "import", file, "--map", map, "--data", _folder.Path])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var journal = Path.Combine(_folder.Path, "journal");
        // Until some of it is durable; the whole is more than 200 MB.
        while (!import.HasExited && (!Directory.Exists(journal) || Directory.GetFiles(journal).Sum(path => new FileInfo(path).Length) < 20_000_000))
            await Task.Delay(5, Cancel);
        import.Kill();
        await import.WaitForExitAsync(Cancel);
    }

    private static async Task AgreesWith(Plain plain, EmbeddedNode node)
    {
        var balance = await node.Books.TrialBalance(Cancel);
        Assert.Equal((0L, plain.Graded + plain.Rows, plain.Graded), (balance.Difference, balance.Interactions, balance.Graded));
        var accounts = (await Touchpoints(node)).ToDictionary(account => account.Key);
        Assert.Equal(Ratings + 1, accounts.Count);
        Assert.Equal((plain.Rows, 0L), (accounts["Overall verdict"].Interactions, accounts["Overall verdict"].Graded));
        foreach (var (name, column) in plain.Columns)
        {
            Assert.Equal(column.Count, accounts[name].Graded);
            // A rating from 1 to 5 is a grade from 0 to 20, and par is 10.
            Assert.Equal((column.Mean - 1) * 5, accounts[name].Grade!.Value, 6);
            Assert.Equal(column.Sum * 5_000 - column.Count * 15_000, accounts[name].Balance);
        }
        Assert.Equal(
            plain.Columns.OrderByDescending(column => column.Value.Mean).Select(column => column.Key),
            accounts.Values.Where(account => account.Graded > 0).OrderByDescending(account => account.Grade).Select(account => account.Key));
        var verification = await node.Verify(null, Cancel);
        Assert.True(verification.Agrees, string.Join('\n', verification.Differences));
    }

    private static async Task<IReadOnlyList<AccountView>> Touchpoints(EmbeddedNode node) =>
        (await node.Books.Accounts(new AccountsQuery(AccountKind.Touchpoint, Limit: 500), Instant.From(DateTimeOffset.UtcNow), Cancel)).Items;

    private static ImportRequest OrderOf(string file, string map) => ImportRequest.Of(file, ImportMapping.Read(File.ReadAllBytes(MapOf(map))).Mapping!, null);

    private static string MapOf(string map) => Path.Combine(Root(), "samples", "import", map + ".json");

    private static string Shared(string file)
    {
        var shared = Environment.GetEnvironmentVariable("VEINTE_SHARED") is { Length: > 0 } given ? given : Path.Combine(Root(), "..", "shared");
        var path = Path.Combine(shared, "data", file);
        Assert.SkipUnless(File.Exists(path), $"There is no {file} under ../shared/data; set VEINTE_SHARED to where it lies.");
        return path;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Veinte.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No Veinte.slnx above the test.");
    }

    /// <summary>The file counted without any of our code.</summary>
    private sealed record Plain(long Rows, long Graded, Dictionary<string, (long Count, long Sum, double Mean)> Columns)
    {
        public static Plain Count(string file)
        {
            var lines = File.ReadLines(file).ToList();
            var names = lines[0].Split(',');
            var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();
            var columns = Enumerable.Range(FirstRating, Ratings).ToDictionary(column => names[column], column =>
            {
                var rated = rows.Select(row => long.Parse(row[column], CultureInfo.InvariantCulture)).Where(rating => rating != 0).ToList();
                return ((long)rated.Count, rated.Sum(), rated.Average());
            });
            return new(rows.Count, columns.Values.Sum(column => column.Item1), columns);
        }
    }
}
