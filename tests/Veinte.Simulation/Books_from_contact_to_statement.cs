using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Simulation;

public sealed class Books_from_contact_to_statement
{
    [Fact]
    public async Task A_rating_of_four_posts_five_points_on_both_sides_with_its_reason()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "check-in", 4, staff: "luis", area: "madrid");

        Assert.Equal(5_000, await books.BalanceOf("ana"));
        var line = Assert.Single(await books.StatementOf("ana"));
        Assert.Equal(("posting", "check-in", "luis", "madrid", 15.0, 5_000L), (line.Kind, line.Touchpoint, line.Staff, line.Area, line.Grade!.Value, line.Amount));
        Assert.Equal(line.Grade.Value, line.Reasons.Sum(reason => reason.Contribution));
        foreach (var (kind, key) in new[] { (AccountKind.Touchpoint, "check-in"), (AccountKind.Staff, "luis"), (AccountKind.Area, "madrid") })
            Assert.Equal(5_000, (await books.Node.Books.Account(kind, key, default))!.Balance);
        var totals = await books.Balanced();
        Assert.Equal((5_000L, 5_000L, 1L, 1L), (totals.Customers, totals.Producers, totals.Interactions, totals.Graded));
    }

    [Fact]
    public async Task An_interaction_without_evidence_is_counted_and_posts_nothing()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "home page", null);
        var totals = await books.Balanced();
        Assert.Equal((0L, 1L, 0L), (totals.Customers, totals.Interactions, totals.Graded));
        Assert.Equal("ungraded", Assert.Single(await books.StatementOf("ana")).Kind);
    }

    [Fact]
    public async Task The_same_message_twice_posts_once_also_after_a_restart_and_from_the_journal_alone()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "check-in", 5, "m-1");
        await books.Rates("ana", "check-in", 5, "m-1");
        await books.Restart();
        await books.Rates("ana", "check-in", 5, "m-1");
        Assert.Equal(10_000, await books.BalanceOf("ana"));
        await books.RestartFromJournalAlone();
        await books.Rates("ana", "check-in", 5, "m-1");
        Assert.Equal(10_000, await books.BalanceOf("ana"));
        Assert.Equal(1, (await books.Balanced()).Interactions);
        Assert.Contains(await books.Node.Books.Drops(), drop => drop is { Step: "deduplicate", Reason: "duplicate" });
    }

    [Fact]
    public async Task A_reversal_takes_a_posting_back_once_and_both_lines_stay()
    {
        await using var books = await Scenario.Open();
        var posting = await books.Rates("ana", "gate", 1);
        await books.Rates("ana", "gate", 5);
        var done = await books.Node.Desk.Reverse(posting.Value, "maria", "wrong customer");
        var again = await books.Node.Desk.Reverse(posting.Value, "maria", "wrong customer");

        Assert.Equal((Engine.DeskStatus.Done, Engine.DeskStatus.AlreadyDone), (done.Status, again.Status));
        Assert.Equal(10_000, await books.BalanceOf("ana"));
        var lines = await books.StatementOf("ana");
        Assert.Equal(["reversal", "posting", "posting"], lines.Select(line => line.Kind));
        Assert.True(lines[2].Reversed);
        Assert.Equal((1L, 1L), await CountsOf(books));
    }

    [Fact]
    public async Task An_upheld_dispute_reverses_and_a_rejected_one_does_not()
    {
        await using var books = await Scenario.Open();
        var first = await books.Rates("ana", "gate", 1, staff: "luis");
        var second = await books.Rates("eva", "gate", 2, staff: "luis");
        foreach (var posting in (Position[])[first, second]) await books.Node.Desk.OpenDispute(posting.Value, "luis", "I was not on duty");
        await books.Node.Desk.ResolveDispute(first.Value, "maria", upheld: true, "roster checked");
        await books.Node.Desk.ResolveDispute(second.Value, "maria", upheld: false, "roster says otherwise");

        Assert.Equal((0L, -5_000L), (await books.BalanceOf("ana"), await books.BalanceOf("eva")));
        Assert.Equal(-5_000, (await books.Node.Books.Account(AccountKind.Staff, "luis", default))!.Balance);
        Assert.Equal(["rejected", "upheld"], (await books.Node.Books.Disputes()).Select(dispute => dispute.State).Order());
        await books.Balanced();
    }

    [Fact]
    public async Task A_published_policy_grades_what_comes_after_it_only_and_restating_shows_what_it_would_have_been()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "check-in", 4);
        var policy = PolicyWith("""{"defaultWeight":2}""");
        var published = await books.Node.Desk.PublishPolicy(policy, "maria");
        Assert.True(published.Status == Engine.DeskStatus.Done, published.Detail);
        await books.Rates("ana", "check-in", 4);

        Assert.Equal(15_000, await books.BalanceOf("ana"));
        var restatement = await books.Node.Restate(policy);
        Assert.Equal((15_000L, 20_000L, 0L), (restatement.Before.Customers, restatement.After.Customers, restatement.After.Difference));
        Assert.Equal(20_000, restatement.Accounts.Single(account => account.Key == "check-in").BalanceAfter);
        await books.RestartFromJournalAlone();
        Assert.Equal(15_000, await books.BalanceOf("ana"));
        await books.Balanced();
    }

    [Fact]
    public async Task Customers_may_exceed_memory_and_lists_hold_all_of_them()
    {
        await using var books = await Scenario.Open(new() { CustomersInMemoryMax = 100, CheckpointEntriesMax = 200 });
        using var builder = new EntryBatchBuilder();
        for (var i = 0; i < 6_000; i++)
        {
            books.Add(builder, $"c{i % 3_000:0000}", "shop", 1 + i % 5, $"m{i}");
            if (i % 500 == 499) await books.Node.Journal.Append(builder.Build());
        }
        var totals = await books.Balanced();
        Assert.Equal((6_000L, 6_000L), (totals.Interactions, totals.Graded));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await books.Node.Books.Accounts(new(AccountKind.Customer, Sort: "key", Cursor: cursor, Limit: 500), default);
            seen.AddRange(page.Items.Select(item => item.Key));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 3_000).Select(i => $"c{i:0000}"), seen);
    }

    private static async Task<(long Interactions, long Graded)> CountsOf(Scenario books)
    {
        var totals = await books.Balanced();
        return (totals.Interactions, totals.Graded);
    }

    private static System.Text.Json.JsonElement PolicyWith(string change)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(Grading.ScoringPolicyJson.Write(Grading.ScoringPolicy.Default))!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) node[name] = value!.DeepClone();
        return System.Text.Json.JsonSerializer.SerializeToElement(node);
    }
}
