using Veinte.Engine;

namespace Veinte.Simulation;

public sealed class Anonymous_becomes_known
{
    [Fact]
    public async Task What_a_device_earned_moves_to_the_customer_who_signs_in_on_it()
    {
        await using var books = await Scenario.Open();
        await books.Rates("?device", "search", 5);
        await books.Rates("?device+ana", "booking", 4);
        await books.Balanced();

        Assert.Equal(15_000, await books.BalanceOf("ana"));
        Assert.Equal(15_000, await books.BalanceOf("device"));
        Assert.Equal(15_000, (await books.StatementOf("ana")).Sum(line => line.Amount));
        Assert.Contains(await books.StatementOf("ana"), line => line.Touchpoint == "search");
    }

    [Fact]
    public async Task What_the_device_does_later_without_saying_who_is_the_customers_too()
    {
        await using var books = await Scenario.Open();
        await books.Rates("?device+ana", "booking", 4);
        await books.Balanced();
        await books.Rates("?device", "search", 1);
        await books.Balanced();
        Assert.Equal(-5_000, await books.BalanceOf("ana"));
    }

    [Fact]
    public async Task A_device_that_two_people_use_stays_with_the_first_and_never_joins_them()
    {
        await using var books = await Scenario.Open();
        await books.Rates("?kiosk+ana", "kiosk", 5);
        await books.Balanced();
        await books.Rates("?kiosk+eva", "kiosk", 1);
        await books.Balanced();
        Assert.Equal((10_000L, -10_000L), (await books.BalanceOf("ana"), await books.BalanceOf("eva")));
        Assert.Contains(await books.Node.Books.Drops(), drop => drop is { Step: "merge", Reason: "merged-elsewhere" });
    }

    [Fact]
    public async Task Undoing_a_merge_gives_back_all_that_came_that_way_and_being_seen_together_does_not_merge_again()
    {
        await using var books = await Scenario.Open();
        await books.Rates("?device", "search", 5);
        await books.Rates("?device+ana", "booking", 4);
        await books.Balanced();
        await books.Rates("?device", "search", 2);
        await books.Balanced();
        var undone = await books.Node.Desk.Unmerge("device", "ana", "maria", "shared tablet");
        Assert.True(undone.Status == DeskStatus.Done, undone.Detail);
        await books.Rates("?device+ana", "booking", 3);
        await books.Balanced();

        Assert.Equal((5_000L, 5_000L), (await books.BalanceOf("ana"), await books.BalanceOf("device")));
        await books.RestartFromJournalAlone();
        await books.Balanced();
        Assert.Equal((5_000L, 5_000L), (await books.BalanceOf("ana"), await books.BalanceOf("device")));
    }

    [Fact]
    public async Task Reversing_what_a_merged_device_did_takes_it_from_the_customer_who_has_it_now()
    {
        await using var books = await Scenario.Open();
        var posting = await books.Rates("?device", "search", 5);
        await books.Rates("?device+ana", "booking", 4);
        await books.Balanced();
        await books.Node.Desk.Reverse(posting.Value, "maria", "robot");
        await books.Balanced();
        Assert.Equal(5_000, await books.BalanceOf("ana"));
        await books.Node.Desk.Unmerge("device", "ana", "maria", "shared tablet");
        await books.Balanced();
        Assert.Equal((5_000L, 0L), (await books.BalanceOf("ana"), await books.BalanceOf("device")));
    }

    [Fact]
    public async Task Merges_that_form_a_circle_are_refused_and_the_books_balance()
    {
        await using var books = await Scenario.Open();
        await books.Rates("ana", "shop", 5);
        await books.Rates("eva", "shop", 4);
        Assert.Equal(DeskStatus.Done, (await books.Node.Desk.Merge("ana", "eva", "maria")).Status);
        Assert.Equal(DeskStatus.Refused, (await books.Node.Desk.Merge("eva", "ana", "maria")).Status);
        await books.Balanced();
        Assert.Equal(15_000, await books.BalanceOf("eva"));
    }
}
