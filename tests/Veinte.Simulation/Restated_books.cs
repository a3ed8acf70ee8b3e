using System.Text.Json;
using Veinte.Engine;
using Veinte.Model;

namespace Veinte.Simulation;

/// <summary>History graded anew under another policy, put in force by a person's decision.</summary>
public sealed partial class Restated_books
{
    private static readonly JsonElement Strict = JsonDocument.Parse("""{"name":"Strict","par":14,"touchpoints":{"Gate":{"weight":2}}}""").RootElement;

    [Fact]
    public async Task Publishing_a_policy_alone_changes_no_line_that_was_written()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "Gate", 4);
        await books.Node.Desk.PublishPolicy(Strict, "kim");
        await books.Rates("ana", "Gate", 4);
        Assert.Equal(["+2.000 v1", "+5.000 v0"], await Lines(books, "ana"));
        await books.Balanced();
    }

    [Fact]
    public async Task A_restatement_shows_before_and_after_and_changes_nothing()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "Gate", 4);
        await books.Rates("ben", "Cabin", 5);
        await books.Rates("ben", "Cabin", null);
        var restated = await books.Node.Restate(Strict);
        Assert.Equal((15_000, 8_000), (restated.Before.Customers, restated.After.Customers));
        Assert.Equal((0, 0), (restated.Before.Difference, restated.After.Difference));
        Assert.Equal(
            ["Cabin 10000 -> 6000", "Gate 5000 -> 2000"],
            restated.Accounts.Select(account => $"{account.Key} {account.Balance} -> {account.BalanceAfter}"));
        Assert.Equal(15_000, (await books.Balanced()).Customers);
    }

    [Fact]
    public async Task Put_in_force_all_of_history_is_graded_by_the_policy_and_lines_tell_what_they_said()
    {
        await using var books = await Scenario.Open();
        await Story(books);
        var published = await InForce(books);
        Assert.Equal(DeskStatus.Done, published.Status);
        await books.Rates("ana", "Gate", 5);
        Assert.Equal(["+12.000 v1", "+6.000 v1", "-18.000 v1", "+2.000 v1"], await Lines(books, "ana"));
        var line = (await books.StatementOf("ana")).Last(line => line.Kind == "posting");
        Assert.Equal("Restated. Originally: grade 15 and 5.000 points, under policy 0.", line.Note);
        await books.Balanced();
    }

    [Fact]
    public async Task The_same_decision_twice_changes_nothing_and_an_unpublished_version_is_refused()
    {
        await using var books = await Scenario.Open();
        await Story(books);
        Assert.Equal(DeskStatus.NotFound, (await books.Node.PublishRestatement(7, "kim")).Status);
        Assert.Equal(DeskStatus.Done, (await InForce(books)).Status);
        Assert.Equal(DeskStatus.AlreadyDone, (await books.Node.PublishRestatement(1, "kim")).Status);
    }

    [Fact]
    public async Task It_stays_in_force_after_a_restart_and_when_the_books_are_rebuilt_from_the_journal_alone()
    {
        await using var books = await Scenario.Open();
        await Story(books);
        await InForce(books);
        await books.Rates("?device", "Gate", 2);
        var expected = await Figures(books.Node);
        await books.Restart();
        Assert.Equal(expected, await Figures(books.Node));
        await books.RestartFromJournalAlone();
        Assert.Equal(expected, await Figures(books.Node));
        await books.Balanced();
    }

    [Fact]
    public async Task A_second_restatement_takes_the_place_of_the_first()
    {
        await using var books = await Scenario.Open();
        await Story(books);
        var before = await Figures(books.Node);
        await InForce(books);
        Assert.NotEqual(before, await Figures(books.Node));
        Assert.Equal(DeskStatus.Done, (await books.Node.PublishRestatement(0, "kim")).Status);
        Assert.Equal(before, await Figures(books.Node));
        await books.Balanced();
    }

    [Fact]
    public async Task Merges_undone_after_a_restatement_give_back_restated_amounts()
    {
        await using var books = await Scenario.Open();
        await books.Rates("?device", "Gate", 5);
        await books.Rates("?device+ana", "Cabin", 5);
        await books.Balanced();
        await InForce(books);
        Assert.Equal(18_000, await books.BalanceOf("ana"));
        Assert.Equal(DeskStatus.Done, (await books.Node.Desk.Unmerge("device", "ana", "kim", "two people")).Status);
        await books.Balanced();
        Assert.Equal((12_000, 6_000), (await books.BalanceOf("device"), await books.BalanceOf("ana")));
    }

    [Fact]
    public async Task Interactions_that_arrive_meanwhile_are_posted_exactly_once()
    {
        await using var books = await Scenario.Open();
        await Story(books);
        await books.Node.Desk.PublishPolicy(Strict, "kim");
        using var enough = new CancellationTokenSource();
        var sent = 0;
        var writer = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested) await books.Rates($"?visitor-{sent % 7}+known-{sent % 3}", "Gate", 1 + sent % 5, $"meanwhile-{sent++}");
        });
        var before = (await books.Node.Books.TrialBalance()).Interactions;
        var result = await books.Node.PublishRestatement(1, "kim");
        await enough.CancelAsync();
        await writer;
        Assert.Equal(DeskStatus.Done, result.Status);
        var totals = await books.Balanced();
        Assert.Equal(0, totals.Difference);
        Assert.True(totals.Interactions >= before);
        Assert.Equal(StoryInteractions + sent, totals.Interactions);
    }

    private const int StoryInteractions = 62;

    // A visitor becomes known and is merged; a posting is reversed; the rest is traffic.
    private static async Task Story(Scenario books)
    {
        await books.Rates("ana", "Gate", 4);
        await books.Rates("?phone", "Gate", 2);
        await books.Rates("?phone+ana", "Cabin", 5);
        for (var i = 0; i < 60; i++) await books.Rates(i % 4 == 0 ? $"?tab-{i % 5}+customer-{i % 6}" : $"customer-{i % 6}", i % 2 == 0 ? "Gate" : "Cabin", i % 9 == 0 ? null : 1 + i % 5);
        await books.Balanced();
        var wrong = (await books.StatementOf("customer-1")).First(line => line.Kind == "posting");
        await books.Node.Desk.Reverse(long.Parse(wrong.Id, null), "kim", "wrong person");
        await books.Balanced();
    }

    private static async Task<DeskResult> InForce(Scenario books)
    {
        var published = await books.Node.Desk.PublishPolicy(Strict, "kim");
        Assert.Equal(DeskStatus.Done, published.Status);
        return await books.Node.PublishRestatement(1, "kim");
    }

    private static async Task<IReadOnlyList<string>> Lines(Scenario books, string customer) =>
        [.. (await books.StatementOf(customer)).Where(line => line.Kind == "posting").Select(line => $"{(line.Amount < 0 ? "" : "+")}{new Points(line.Amount)} v{line.PolicyVersion}")];

    private static async Task<string> Figures(VeinteNode node)
    {
        var lines = new List<string>();
        foreach (var kind in Enum.GetValues<AccountKind>())
            foreach (var account in (await node.Books.Accounts(new(kind, Sort: "key", Limit: 500), Instant.From(DateTimeOffset.UnixEpoch))).Items)
                lines.Add($"{account.Kind} {account.Key} {account.Balance} {account.Grade} {account.Graded}/{account.Interactions}");
        return string.Join('\n', lines);
    }
}
