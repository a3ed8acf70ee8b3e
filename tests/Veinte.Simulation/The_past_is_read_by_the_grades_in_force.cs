using System.Text.Json;
using Veinte.Engine;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;

namespace Veinte.Simulation;

/// <summary>Whoever reads the past beside the stream reads it as the books have it: after a restatement, by the policy that was put in force.</summary>
public sealed class The_past_is_read_by_the_grades_in_force
{
    private static readonly JsonElement RatingsDoNotCount = JsonDocument.Parse("""{"name":"Other signals only","signals":{"rating":{"enabled":false}}}""").RootElement;

    [Fact]
    public async Task A_draft_is_tried_on_them()
    {
        await using var books = await Told();
        Assert.Equal((3, 3), await Tried(books));
        await books.Node.Desk.PublishPolicy(RatingsDoNotCount, "kim");
        Assert.Equal((3, 3), await Tried(books));
        Assert.Equal(DeskStatus.Done, (await books.Node.PublishRestatement(1, "kim")).Status);
        Assert.Equal((3, 0), await Tried(books));
        Assert.Equal(DeskStatus.Done, (await books.Node.PublishRestatement(0, "kim")).Status);
        Assert.Equal((3, 3), await Tried(books));
    }

    [Fact]
    public async Task What_came_before_an_outcome_is_told_by_them()
    {
        await using var books = await Told();
        Assert.Equal((1, 0), await Trips(books));
        await books.Node.Desk.PublishPolicy(RatingsDoNotCount, "kim");
        Assert.Equal(DeskStatus.Done, (await books.Node.PublishRestatement(1, "kim")).Status);
        Assert.Equal((0, await books.Node.Books.RestatedAt()), await Trips(books));
    }

    [Fact]
    public void A_past_that_takes_more_memory_than_it_leaves_is_told_and_not_half_read()
    {
        // Three customers with an interaction each.
        const long Kept = 3 * (PastMemory.BytesPerCustomer + PastMemory.BytesPerInteraction);
        Read(new PastMemory(() => Kept, step: 0));
        var told = Assert.Throws<PastTooLargeException>(() => Read(new PastMemory(() => Kept - 1, step: 0)));
        Assert.Contains("3 customers with 3 interactions", told.Message, StringComparison.Ordinal);
        Assert.Contains("more memory", told.Message, StringComparison.Ordinal);
        // Of what is nothing to speak of nobody asks; and of what is, not at every record.
        Read(new PastMemory(() => throw new InvalidOperationException("asked"), step: Kept + 1));
        var asked = 0;
        var memory = new PastMemory(() => long.MaxValue - asked++, step: 1_000_000);
        for (var customers = 1; customers <= 10_000; customers++) memory.Hold(customers, customers);
        Assert.InRange(asked, 10, 20);
    }

    [Fact]
    public void What_nobody_uses_any_more_is_given_up_before_a_past_is_said_to_be_too_large()
    {
        const long Kept = 3 * (PastMemory.BytesPerCustomer + PastMemory.BytesPerInteraction);
        var (free, collected) = (Kept - 1, 0);
        void Collect()
        {
            collected++;
            free++;
        }
        Read(new PastMemory(() => free, step: 0, Collect));
        Assert.Equal(1, collected);
        Read(new PastMemory(() => free, step: 0, Collect));
        Assert.Equal(1, collected);
        Assert.Throws<PastTooLargeException>(() => Read(new PastMemory(() => Kept - 1, step: 0, Collect)));
        Assert.Equal(2, collected);
    }

    [Fact]
    public async Task An_identifier_that_points_to_another_s_account_takes_memory_too()
    {
        await using var books = await Scenario.Open();
        await books.Rates("?device", "Cabin", 4);
        await books.Rates("?device+ana", "Gate", 5);
        await books.Balanced();
        const long Kept = 2 * (PastMemory.BytesPerCustomer + PastMemory.BytesPerInteraction);
        await Read(new PastMemory(() => Kept, step: 0));
        var told = await Assert.ThrowsAsync<PastTooLargeException>(() => Read(new PastMemory(() => Kept - 1, step: 0)));
        Assert.Contains("2 customers with 2 interactions", told.Message, StringComparison.Ordinal);

        async Task Read(PastMemory memory)
        {
            var past = new PastPartition(new MomentsFold(), inForce: null, partitions: 1, memory);
            await foreach (var record in books.Node.Journal.Read(new Position(0), TestContext.Current.CancellationToken)) past.Apply(record);
        }
    }

    private static void Read(PastMemory memory)
    {
        using var builder = new EntryBatchBuilder();
        foreach (var customer in (string[])["ana", "ben", "eva"]) Ratings.Add(builder, customer, "shop", 4, customer, "luis", "madrid");
        Take(builder, memory);
    }

    private static void Take(EntryBatchBuilder builder, PastMemory memory)
    {
        var batch = builder.Build();
        new PastPartition(new MomentsFold(), inForce: null, partitions: 1, memory).Apply(new JournalRecord(new(1), batch.Count, batch.Payload));
    }

    private static async Task<Scenario> Told()
    {
        var books = await Scenario.Open();
        await books.Rates("ana", "Cabin", 4);
        await books.Rates("ana", "Gate", 5);
        await books.Rates("ben", "Cabin", 2);
        return books;
    }

    private static async Task<(long Seen, long Carried)> Tried(Scenario books)
    {
        var draft = new PromiseDefinition { Question = "Is it good?", Measure = new() { Kind = PromiseWords.Grade }, Target = 12, SmallestDifference = 1 };
        var result = await PromiseBacktest.Run(books.Node.Journal, books.Node.Books, draft, new Instant(0), progress: null, TestContext.Current.CancellationToken);
        return (result.Seen, result.Carried);
    }

    private static async Task<(long Trips, long RestatedAt)> Trips(Scenario books)
    {
        var outcome = new OutcomeView("gate", 1, new() { Name = "The gate", Kind = OutcomeKinds.Grade, Touchpoint = "Gate" }, 0, null, 0, 0);
        var past = await OutcomePast.Read(books.Node.Journal, books.Node.Books, outcome, books.Node.Journal.Head.Value, TestContext.Current.CancellationToken);
        return (past.Completing(outcome).Trips, past.RestatedAt);
    }
}
