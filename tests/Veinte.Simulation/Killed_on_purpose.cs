using System.Diagnostics;
using System.Globalization;
using Veinte.Embedded;
using Veinte.KillTarget;

namespace Veinte.Simulation;

/// <summary>
/// A child process keeps books under load from several writers and says which messages were acknowledged; it is killed
/// (SIGKILL) at random instants, and whoever opens the folder next must find each acknowledged message exactly once.
/// </summary>
public sealed class Killed_on_purpose
{
    private const int Rounds = 20;

    [Fact]
    public async Task Killed_twenty_times_under_load_every_acknowledged_interaction_is_in_the_books_exactly_once()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("VEINTE_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("VEINTE_KILLS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : Rounds;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {rounds} kills");
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("veinte-kill-").FullName;
        var acknowledged = new HashSet<string>();
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++) await KillOnce(folder, round, random.Next(60, 500), acknowledged);

        Assert.NotEmpty(acknowledged);
        await using (var node = await EmbeddedNode.Open(folder, TimeProvider.System))
        {
            // What was on its way between accounts when the last process was killed arrives first.
            for (var patience = 0; (await node.Books.TrialBalance()).InTransit != 0 && patience < 1_000; patience++) await Task.Delay(10);
            var posted = new Dictionary<string, int>();
            for (var writer = 0; writer < Ratings.Writers; writer++)
            {
                string? cursor = null;
                do
                {
                    var page = await node.Books.Statement(Model.AccountKind.Customer, $"writer-{writer}", cursor, 500, "en");
                    if (page is null) break;
                    foreach (var line in page.Items.Where(line => line.Kind is "posting" or "ungraded")) posted[line.MessageId!] = posted.GetValueOrDefault(line.MessageId!) + 1;
                    cursor = page.Next;
                }
                while (cursor is not null);
            }
            Assert.DoesNotContain(acknowledged, message => !posted.ContainsKey(message));
            Assert.DoesNotContain(posted, message => message.Value != 1);
            var verification = await node.Verify();
            Assert.True(verification.Agrees, string.Join("; ", verification.Differences));
            Assert.Equal(0, verification.Totals.Difference);
            Assert.Equal((posted.Count, 0L), ((int)verification.Totals.Interactions, verification.Totals.InTransit));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{rounds} kills, {acknowledged.Count} acknowledged, {acknowledged.Count(posted.ContainsKey)} of them found, {posted.Count} in the books, "
                + $"{node.Journal.Head} journal entries, {clock.Elapsed.TotalSeconds:0} s");
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task KillOnce(string folder, int round, int afterMilliseconds, HashSet<string> acknowledged)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Ratings).Assembly.Location, folder, round.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        })!;
        var lines = new List<string>();
        // It is open and writes; from here on it may be killed at any instant.
        lines.Add(await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process under test ended by itself."));
        var rest = child.StandardOutput.ReadToEndAsync();
        await Task.Delay(afterMilliseconds);
        child.Kill();
        await child.WaitForExitAsync();
        lines.AddRange((await rest).Split('\n'));
        // A line torn by the kill has no end mark: whether it was acknowledged, nobody was told.
        foreach (var line in lines)
            if (line.EndsWith('.'))
                acknowledged.Add(line[..^1]);
    }
}
