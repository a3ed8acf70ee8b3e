using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Veinte.Embedded;
using Veinte.Engine.Views;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Collect;
using Veinte.Server.Demo;
using Veinte.Simulator;

namespace Veinte.Server.Tests.Demo;

public sealed class The_demo_is_posted_once_and_wiped_whole : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-demo-").FullName;
    private static readonly DateTimeOffset Today = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    // Long enough for several appends, short enough for a test.
    private static readonly DemoBooks FiveDays = new(20, Today.AddDays(-5), Today, Today);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_history_is_what_Aurora_tells_and_the_books_balance()
    {
        await using var node = await EmbeddedNode.Open(_folder, TimeProvider.System);
        await new DemoHistory(node, FiveDays, new()).Append(new Everything(), default);

        var told = Told();
        var import = Assert.Single(await node.Books.Imports());
        var totals = await node.Books.TrialBalance();
        Assert.Equal(("finished", told.Count), (import.State, import.Rows));
        Assert.Equal(told.Count(e => e.Kind == SimulatedKind.Interaction), totals.Interactions);
        Assert.Equal(told.Count(e => e.Kind == SimulatedKind.Broken), import.Bad);
        Assert.Equal(0, totals.Difference);
        Assert.True(totals.Graded > totals.Interactions / 2);
        var someone = told.First(e => e.Kind == SimulatedKind.Identify).Passenger!;
        var profile = await node.Books.Customer(someone.CustomerId, Instant.From(Today));
        Assert.Equal(someone.Name, profile!.Account.Name);
        Assert.Equal(someone.TierWord, profile.Traits.GetProperty("tier").GetString());
    }

    [Fact]
    public async Task A_history_that_was_broken_off_anywhere_goes_on_and_posts_nothing_twice()
    {
        TrialBalance whole;
        await using (var node = await EmbeddedNode.Open(Path.Combine(_folder, "whole"), TimeProvider.System))
        {
            await new DemoHistory(node, FiveDays, new()).Append(new Everything(), default);
            whole = await node.Books.TrialBalance();
        }

        var broken = Path.Combine(_folder, "broken");
        for (var runs = 0; ; runs++)
        {
            await using var node = await EmbeddedNode.Open(broken, TimeProvider.System);
            using var stop = new CancellationTokenSource();
            try
            {
                // Each run is stopped while its second append is on its way.
                Assert.True(runs < 20, "The history never gets on.");
                await new DemoHistory(node, FiveDays, new()).Append(new StopAtSecond(stop), stop.Token);
            }
            catch (OperationCanceledException)
            {
                continue;
            }
            var totals = await node.Books.TrialBalance();
            Assert.True(runs > 1, "The history was never broken off.");
            Assert.Equal(
                (whole.Customers, whole.Producers, whole.Interactions, whole.Graded),
                (totals.Customers, totals.Producers, totals.Interactions, totals.Graded));
            Assert.Equal(("finished", Told().Count), (Assert.Single(await node.Books.Imports()).State, (int)Assert.Single(await node.Books.Imports()).Rows));
            break;
        }
    }

    [Fact]
    public async Task What_is_asked_to_be_wiped_goes_and_accounts_stay()
    {
        await using (var node = await EmbeddedNode.Open(_folder, TimeProvider.System))
            await new DemoHistory(node, FiveDays, new()).Append(new Everything(), default);
        File.WriteAllText(Path.Combine(_folder, "app.db"), "accounts");
        (FiveDays with { Wiping = true, Again = true }).Write(_folder);

        var wiped = DemoBooks.FinishWipe(_folder);

        Assert.True(wiped!.Again);
        // The file by which a change of the folder is held stays: whoever deletes one that another process has open holds nothing.
        Assert.Equal(["app.db", "change.lock"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var empty = await EmbeddedNode.Open(_folder, TimeProvider.System);
        Assert.Equal(0, (await empty.Books.TrialBalance()).Position);
    }

    [Fact]
    public async Task Books_that_somebody_has_open_are_not_wiped_under_him()
    {
        await using (var node = await EmbeddedNode.Open(_folder, TimeProvider.System))
        {
            await new DemoHistory(node, FiveDays, new()).Append(new Everything(), default);
            (FiveDays with { Wiping = true }).Write(_folder);
            Assert.Contains("Stop it first", Assert.ThrowsAny<IOException>(() => DemoBooks.FinishWipe(_folder)).Message);
            await AppendOwn(node);
        }
        Assert.NotNull(DemoBooks.FinishWipe(_folder));
    }

    [Fact]
    public void A_folder_without_the_note_or_without_the_wish_is_never_wiped()
    {
        File.WriteAllText(Path.Combine(_folder, "books.json"), "{}");
        Assert.Null(DemoBooks.FinishWipe(_folder));
        FiveDays.Write(_folder);
        Assert.Null(DemoBooks.FinishWipe(_folder));

        Assert.True(File.Exists(Path.Combine(_folder, "books.json")));
        Assert.Equal(FiveDays, DemoBooks.Read(_folder));
    }

    [Fact]
    public void A_note_that_cannot_be_read_stops_everything_and_says_what_to_do()
    {
        File.WriteAllText(Path.Combine(_folder, "aurora.json"), "{\"seed\":");

        Assert.Contains("cannot be read", Assert.Throws<InvalidDataException>(() => DemoBooks.FinishWipe(_folder)).Message);
    }

    [Fact]
    public async Task Books_that_hold_something_are_not_filled_with_the_demo()
    {
        await using var node = await EmbeddedNode.Open(_folder, TimeProvider.System);
        await AppendOwn(node);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Service(node, demo: true).Load(default));

        Assert.Contains("hold 1 interactions", refusal.Message);
        Assert.Null(DemoBooks.Read(_folder));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "1 interactions came from elsewhere, the first of them from shop.")]
    public async Task Own_interactions_beside_the_demo_keep_a_served_folder_from_being_wiped(bool demo, string? refusal)
    {
        await using var node = await EmbeddedNode.Open(_folder, TimeProvider.System);
        await new DemoHistory(node, FiveDays, new()).Append(new Everything(), default);
        await AppendOwn(node);
        FiveDays.Write(_folder);
        var service = Service(node, demo);

        var answer = await service.Wipe(again: false, default);

        Assert.Equal(refusal is not null, answer?.StartsWith(refusal ?? "", StringComparison.Ordinal) ?? false);
        Assert.Equal(refusal is null, service.WipeWanted);
        Assert.Equal(refusal is null, DemoBooks.Read(_folder)!.Wiping);
    }

    [Fact]
    public async Task A_folder_that_is_not_the_demos_is_not_wiped_whoever_asks()
    {
        await using var node = await EmbeddedNode.Open(_folder, TimeProvider.System);
        var service = Service(node, demo: true);

        Assert.Contains("not the demo's", await service.Wipe(again: false, default));
        Assert.False(service.WipeWanted);
    }

    [Fact]
    public async Task What_Aurora_sends_is_posted_and_shown_like_what_anybody_sends()
    {
        await using var node = await EmbeddedNode.Open(_folder, TimeProvider.System);
        var (pipeline, debugger) = (Pipeline(), new CollectDebugger(TimeProvider.System));
        using var door = new DemoDoor(node.Journal, new(), pipeline, debugger);
        var at = Instant.From(Today);

        await door.Send(DemoHistory.Airline(FiveDays).CheckInQueue(1, at), at, default);

        Assert.Equal(1, (await node.Books.TrialBalance()).Interactions);
        Assert.Equal(1, pipeline.Accepted);
        Assert.Equal("aurora", Assert.Single(debugger.Recent()).Source);
    }

    private DemoService Service(EmbeddedNode node, bool demo) =>
        new(node, new() { Data = _folder, Demo = demo }, new(), Pipeline(), new(TimeProvider.System), null!, null!, TimeProvider.System, new NoLifetime(), NullLogger<DemoService>.Instance);

    private static CollectPipeline Pipeline() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private static async Task AppendOwn(EmbeddedNode node)
    {
        using var builder = new EntryBatchBuilder();
        builder.Add(new InteractionDraft
        {
            Type = EventType.Track,
            CustomerKind = IdentifierKind.User,
            Channel = Channel.Web,
            Intent = Intent.Unknown,
            Customer = "anna"u8,
            Source = "shop"u8,
            MessageId = "1"u8,
            Message = StableHash.Message(StableHash.Source("shop"), "1"u8),
            Touchpoint = "Checkout"u8,
            OccurredAt = Instant.From(Today),
            ReceivedAt = Instant.From(Today),
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
        });
        await node.Journal.Append(builder.Build());
    }

    private static List<SimulatedInteraction> Told() =>
        [.. DemoHistory.Airline(FiveDays).Between(Instant.From(FiveDays.From), Instant.From(Today))];

    private sealed class Everything : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }

    private sealed class StopAtSecond(CancellationTokenSource stop) : IProgress<double>
    {
        private int _reports;

        public void Report(double value)
        {
            if (value < 1 && ++_reports == 2) stop.Cancel();
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;
        public CancellationToken ApplicationStopping => default;
        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
