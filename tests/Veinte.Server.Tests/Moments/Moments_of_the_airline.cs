using System.Globalization;
using System.Text.Json;
using Veinte.Doors.Importing;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Engine.Moments;
using Veinte.Server.Importing;
using Veinte.Statistics;

namespace Veinte.Server.Tests.Moments;

/// <summary>
/// The first passengers of a real survey through the import and the stream: what moves their verdict is what anybody can compute from
/// the file. The whole file is run by benchmarks/long/moments_airline.sh.
/// </summary>
public sealed class Moments_of_the_airline : IDisposable
{
    private const int Passengers = 4_000;
    private const int FirstRating = 9;
    private const int Ratings = 14;
    private const string Outcome = "satisfied";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static OutcomeDefinition Verdict => new()
    {
        Name = "Satisfied", Kind = OutcomeKinds.Property, Touchpoint = "Overall verdict", Property = "satisfied", Segment = "property:class",
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_stream_finds_what_the_file_holds_and_keeps_it_through_restart_replay_and_undoing()
    {
        var file = Head(Shared("airline_satisfaction/airline_train.csv"));
        var survey = Survey.Read(file);
        MomentsView first;
        string import;
        await using (var node = await Open())
        {
            var reader = new MomentsReader(node.Books);
            Assert.Equal(DeskStatus.Done, (await new MomentsDesk(node.Desk, reader).Define(Outcome, 0, Verdict, "test", Cancel)).Status);
            var order = ImportRequest.Of(file, ImportMapping.Read(await File.ReadAllBytesAsync(Path.Combine(Root(), "samples/import/airline_satisfaction.json"), Cancel)).Mapping!, null);
            await new ImportRunner(node.Journal, node.Books, new(), TimeProvider.System).Run(order, "test", null, Cancel);
            import = Assert.Single(await node.Books.Imports(Cancel)).Id;
            first = (await reader.Of(new(Outcome), Cancel))!;
            survey.AgreesWith(first);

            var agreement = (await new MomentsHistory(node).Compare(Outcome, null, Cancel))!;
            Assert.True(agreement.Agrees, agreement.ToString());
            Assert.Equal(Passengers, agreement.TripsFromHistory);
            var refused = await Assert.ThrowsAsync<HistoryTooLargeException>(() => new MomentsHistory(node, linesMax: Passengers).Compare(Outcome, null, Cancel));
            Assert.Contains("keeps the grades of all of them in memory", refused.Message, StringComparison.Ordinal);

            // Business and personal seats are two populations: each can be asked for, and compared.
            var comparison = (await reader.Compare(new(Outcome, Segment: "Business"), new(Outcome, Segment: "Economy"), Cancel))!;
            Assert.Equal(Passengers, comparison.First.Trips + comparison.Second.Trips + (await reader.Of(new(Outcome, Segment: "Economy Plus"), Cancel))!.Trips);
            Assert.NotEmpty(comparison.Changes);
        }
        await using (var node = await Open()) Same(first, (await new MomentsReader(node.Books).Of(new(Outcome), Cancel))!);
        Directory.Delete(Path.Combine(_folder.Path, "books"), recursive: true);
        await using (var node = await Open())
        {
            Same(first, (await new MomentsReader(node.Books).Of(new(Outcome), Cancel))!);
            Assert.Equal(DeskStatus.Done, (await node.Desk.UndoImport(import, "test", null, Cancel)).Status);
            var undone = (await new MomentsReader(node.Books).Of(new(Outcome), Cancel))!;
            Assert.Equal((0, false), (undone.Trips, undone.Enough));
            Assert.True((await node.Verify(null, Cancel)).Agrees);
        }
    }

    private Task<EmbeddedNode> Open() => EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel);

    private static void Same(MomentsView a, MomentsView b) => Assert.Equal(JsonSerializer.Serialize(a), JsonSerializer.Serialize(b));

    private string Head(string file)
    {
        var head = Path.Combine(_folder.Path, "first.csv");
        File.WriteAllLines(head, File.ReadLines(file).Take(1 + Passengers));
        return head;
    }

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

    /// <summary>The file as columns, and the textbook's two passes over them: no code of the stream.</summary>
    private sealed record Survey(string[] Names, double[] Satisfied, double[][] Columns)
    {
        public static Survey Read(string file)
        {
            var rows = File.ReadLines(file).Select(line => line.Split(',')).ToArray();
            var data = rows.Skip(1).ToArray();
            // 0 is "not applicable"; 1 to 5 is 0 to 20.
            double Grade(string cell) => cell == "0" ? double.NaN : (double.Parse(cell, CultureInfo.InvariantCulture) - 1) * 5;
            return new(
                rows[0][FirstRating..(FirstRating + Ratings)], [.. data.Select(row => row[^1] == "Satisfied" ? 1.0 : 0)],
                [.. Enumerable.Range(FirstRating, Ratings).Select(column => data.Select(row => Grade(row[column])).ToArray())]);
        }

        public void AgreesWith(MomentsView view)
        {
            Assert.True(view.Enough && view.TooFew.Count == 0);
            Assert.Equal(Satisfied.Length, view.Trips);
            Assert.Equal(Satisfied.Average(), view.OutcomeMean!.Value, 1e-12);
            double[][] all = [Satisfied, .. Columns];
            var correlations = new double[1 + Ratings, 1 + Ratings];
            for (var i = 0; i <= Ratings; i++)
                for (var j = 0; j <= Ratings; j++) correlations[i, j] = i == j ? 1 : Pearson(all[i], all[j]);
            var weights = RelativeWeights.Of(CorrelationMatrix.From(correlations));
            var lmg = LmgImportance.Of(CorrelationMatrix.From(correlations));
            Assert.Equal(weights.R2, view.Explained!.Value, 1e-9 * weights.R2);
            for (var j = 0; j < Ratings; j++)
            {
                var item = view.Items.Single(item => item.Touchpoint == Names[j]);
                var met = Columns[j].Where(grade => !double.IsNaN(grade)).ToArray();
                Assert.Equal(met.Length, item.N);
                Assert.Equal(met.Average(), item.Grade, 1e-9);
                Close(correlations[0, 1 + j], item.Correlation);
                Close(weights.Raw[j], item.Weight);
                Close(weights.Shares[j], item.Share);
                Close(lmg.Raw[j] / lmg.R2, item.ShareLmg!.Value);
                Assert.True(item.ShareLow < item.Share && item.Share < item.ShareHigh, item.ToString());
            }
            var ranked = view.Items.Where(item => item.Rank is not null).Select(item => item.Share).ToArray();
            Assert.Equal(ranked.OrderDescending(), ranked);
            Assert.Equal("Online Boarding", view.Items[0].Touchpoint);
            Assert.True(view.Items[0].MomentOfTruth);
        }

        private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Max(1e-3, Math.Abs(expected)));

        private static double Pearson(double[] a, double[] b)
        {
            var both = Enumerable.Range(0, a.Length).Where(row => !double.IsNaN(a[row]) && !double.IsNaN(b[row])).ToArray();
            var (meanA, meanB) = (both.Average(row => a[row]), both.Average(row => b[row]));
            double Product(double[] x, double mean, double[] y, double meanY) => both.Sum(row => (x[row] - mean) * (y[row] - meanY));
            return Product(a, meanA, b, meanB) / Math.Sqrt(Product(a, meanA, a, meanA) * Product(b, meanB, b, meanB));
        }
    }
}
