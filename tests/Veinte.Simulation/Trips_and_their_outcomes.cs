using CsCheck;
using Veinte.Engine.Moments;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>Which grades belong to which outcome, and what the stream keeps of them.</summary>
public sealed class Trips_and_their_outcomes
{
    private static readonly OutcomeDefinition Verdict = new() { Name = "Verdict", Kind = OutcomeKinds.Grade, Touchpoint = "verdict" };

    [Fact]
    public void An_outcome_counts_with_the_grades_since_the_one_before_it_averaged_by_touchpoint()
    {
        var trips = new Trips();
        trips.Rates("ana", "desk", 5, 1);
        trips.Rates("ana", "desk", 3, 2);
        trips.Rates("ana", "gate", 1, 3);
        trips.Recommends("ana", 9, 4);
        Assert.Equal("1 trips, 9: desk 1×15, gate 1×0", trips.Line());
        trips.Rates("ana", "gate", 5, 5);
        trips.Recommends("ana", 5, 6);
        Assert.Equal("2 trips, 7: desk 1×15, gate 2×10", trips.Line());
    }

    [Fact]
    public void What_was_not_met_is_missing_and_never_a_zero()
    {
        var trips = new Trips();
        trips.Rates("ana", "desk", 5, 1);
        trips.Recommends("ana", 10, 2);
        trips.Rates("luis", "gate", 3, 1);
        trips.Recommends("luis", 4, 2);
        trips.Comes("luis", "lounge", 3);
        trips.Recommends("eva", 7, 3);
        Assert.Equal("2 trips, 7: desk 1×20, gate 1×10", trips.Line());
    }

    [Fact]
    public void A_definition_names_the_touchpoints_to_follow_and_none_that_is_met_earlier_takes_their_place()
    {
        var trips = new Trips();
        trips.Defines("verdict", Verdict with { Drivers = ["gate", "lounge"] });
        trips.Rates("ana", "desk", 4, 1);
        trips.Rates("ana", "gate", 5, 2);
        trips.Rates("ana", "verdict", 5, 3);
        trips = trips.Restarted();
        trips.Rates("ben", "desk", 1, 4);
        trips.Rates("ben", "lounge", 1, 5);
        trips.Rates("ben", "verdict", 1, 6);
        Assert.Equal("2 trips, 10: gate 1×20, lounge 1×0", trips.Line("verdict"));
        Assert.Equal([("desk", 2L)], trips.Of("verdict").LeftOut);
    }

    [Fact]
    public void The_recommendation_itself_explains_nothing()
    {
        var trips = new Trips();
        trips.Defines("verdict", Verdict);
        trips.Rates("ana", "desk", 4, 1);
        trips.Recommends("ana", 9, 2);
        trips.Rates("ana", "verdict", 5, 3);
        Assert.Equal("1 trips, 20: desk 1×15", trips.Line("verdict"));
    }

    [Fact]
    public void The_order_of_arrival_changes_nothing() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 40], Gen.Int[1, 5]).List[1, 30].Select(
        Gen.ULong, (met, seed) => (met, seed)).Sample(given =>
    {
        // Times differ, but for the outcomes and what was met at the same minute.
        var events = given.met.Select((one, i) => (Customer: $"c{one.Item1}", Place: one.Item2, Minute: one.Item3 + (one.Item2 == 0 ? 0.5 + i / 1000.0 : i / 1000.0), Rating: one.Item4)).ToArray();
        var (ordered, shuffled) = (new Trips(), new Trips());
        foreach (var trips in (Trips[])[ordered, shuffled])
        {
            var random = new Random(unchecked((int)given.seed));
            foreach (var one in ReferenceEquals(trips, ordered) ? events.OrderBy(e => e.Minute) : events.OrderBy(_ => random.Next()))
                if (one.Place == 0) trips.Recommends(one.Customer, one.Rating, one.Minute);
                else trips.Rates(one.Customer, $"t{one.Place}", one.Rating, one.Minute);
        }
        Assert.Equal(ordered.Line(), shuffled.Line());
    });

    [Fact]
    public void An_outcome_that_arrives_before_its_grades_or_at_the_same_time_finds_them()
    {
        var trips = new Trips();
        trips.Recommends("ana", 9, 10);
        trips.Rates("ana", "desk", 5, 4);
        trips.Rates("ana", "gate", 3, 10);
        trips.Rates("ana", "lounge", 3, 11);
        Assert.Equal("1 trips, 9: desk 1×20, gate 1×10", trips.Line());
    }

    [Fact]
    public void A_trip_begun_anonymously_is_the_known_customers()
    {
        foreach (var partitions in (int[])[1, 4])
        {
            var trips = new Trips(partitions);
            trips.Rates("?phone", "search", 2, 1);
            trips.Rates("?phone+ana", "booking", 4, 2);
            trips.Settle();
            trips.Rates("ana", "gate", 3, 3);
            trips.Recommends("ana", 6, 4);
            trips.Settle();
            Assert.Equal("1 trips, 6: booking 1×15, gate 1×10, search 1×5", trips.Line());
        }
    }

    [Fact]
    public void What_was_counted_before_two_were_known_to_be_one_stays_and_is_not_counted_again()
    {
        var trips = new Trips(2);
        trips.Rates("?phone", "search", 2, 1);
        trips.Recommends("?phone", 3, 2);
        trips.Rates("?phone+ana", "booking", 4, 3);
        trips.Settle();
        trips.Recommends("ana", 8, 4);
        Assert.Equal("2 trips, 5.5: booking 1×15, search 1×5", trips.Line());
    }

    [Fact]
    public void What_was_counted_of_a_device_stays_where_it_was_when_the_customer_it_belongs_to_is_new()
    {
        foreach (var partitions in (int[])[1, 4, 8])
        {
            var trips = new Trips(partitions);
            trips.Rates("?phone", "search", 2, 1);
            trips.Recommends("?phone", 3, 2);
            // Nothing of his is graded yet: the device's trip is all that is remembered of him.
            trips.Comes("?phone+ana", "page", 3);
            trips.Settle();
            // Late, and from before what was said: the trip was counted under the device and is not taken out under the customer.
            trips.Rates("ana", "search", 4, 1.5);
            Assert.Equal("1 trips, 3: search 1×5", trips.Line());
        }
    }

    [Fact]
    public void What_is_reversed_leaves_the_figures_and_the_outcome_finds_what_is_left()
    {
        var trips = new Trips();
        trips.Rates("ana", "desk", 5, 1);
        var wrong = trips.Rates("ana", "gate", 1, 2);
        trips.Recommends("ana", 9, 3);
        var withdrawn = trips.Recommends("luis", 1, 3);
        trips.Rates("luis", "gate", 2, 2);
        trips.Reverses("ana", wrong);
        trips.Reverses("luis", withdrawn);
        Assert.Equal("1 trips, 9: desk 1×20", trips.Line());
    }

    [Fact]
    public void A_grade_defined_as_outcome_after_its_data_is_filled_back()
    {
        var (before, after) = (new Trips(2), new Trips(2));
        before.Defines("verdict", Verdict);
        foreach (var trips in (Trips[])[before, after])
            for (var i = 0; i < 40; i++)
            {
                trips.Rates($"c{i % 10}", "desk", 1 + i % 5, 3 * i);
                trips.Rates($"c{i % 10}", "gate", 1 + i / 7 % 5, 3 * i + 1);
                trips.Rates($"c{i % 10}", "verdict", 1 + i / 3 % 5, 3 * i + 2);
            }
        after.Defines("verdict", Verdict);
        Assert.Equal(before.Line("verdict"), after.Line("verdict"));
        // And the next outcome goes on from the last one that was filled back.
        foreach (var trips in (Trips[])[before, after])
        {
            trips.Rates("c3", "desk", 5, 500);
            trips.Rates("c3", "verdict", 1, 501);
        }
        Assert.Equal(before.Line("verdict"), after.Line("verdict"));
        Assert.Equal(40, after.Of("verdict").Shares.Sum(share => share.BackFilled));
    }

    [Fact]
    public void A_property_that_says_yes_or_no_is_an_outcome_and_divides_trips()
    {
        var trips = new Trips();
        trips.Defines("happy", new() { Name = "Happy", Kind = OutcomeKinds.Property, Touchpoint = "verdict", Property = "satisfied", Segment = "property:class" });
        trips.Rates("ana", "desk", 5, 1);
        trips.Comes("ana", "verdict", 2, """{"class":"Business","satisfied":true}""");
        trips.Rates("luis", "desk", 1, 1);
        trips.Comes("luis", "verdict", 2, """{"class":"Economy","satisfied":false}""");
        trips.Comes("luis", "verdict", 3, """{"satisfied":"perhaps"}""");
        Assert.Equal("2 trips, 0.5: desk 2×10", trips.Line("happy"));
        Assert.Equal(1, trips.Of("happy", segment: "Business").Trips.Trips);
    }

    [Fact]
    public void Who_comes_back_in_time_has_returned_and_who_may_still_come_is_not_counted_yet()
    {
        const double day = 24 * 60;
        var trips = new Trips();
        trips.Defines("back", new() { Name = "Back", Kind = OutcomeKinds.Return, WithinDays = 30, GapDays = 2 });
        trips.Rates("ana", "desk", 5, 1);
        trips.Rates("ana", "gate", 3, 0.5 * day);
        trips.Rates("luis", "desk", 1, 1);
        trips.Rates("?nobody", "desk", 1, 1);
        trips.Comes("ana", "desk", 20 * day);
        trips.Rates("luis", "desk", 2, 50 * day);
        Assert.Equal("0 trips, NaN: ", trips.Line("back"));
        trips.Comes("eva", "desk", 100 * day);
        Assert.Equal("3 trips, 0.333: desk 3×8.333, gate 1×10", trips.Line("back"));
    }

    [Fact]
    public void A_restart_goes_on_bit_by_bit_where_it_was()
    {
        var trips = new Trips(2);
        trips.Defines("verdict", Verdict);
        Live(trips, 0);
        var restarted = trips.Restarted();
        foreach (var each in (Trips[])[trips, restarted]) Live(each, 60);
        for (var i = 0; i < 2; i++) Assert.Equal(trips.Partitions[i].Folds.Digest(), restarted.Partitions[i].Folds.Digest());
        Assert.Equal(trips.Line("verdict"), restarted.Line("verdict"));

        static void Live(Trips trips, int from)
        {
            for (var i = from; i < from + 60; i++)
            {
                trips.Rates($"c{i % 7}", $"t{i % 5}", 1 + i % 5, i);
                if (i % 4 == 0) trips.Recommends($"c{i % 7}", i % 11, i);
                if (i % 9 == 0) trips.Rates($"c{i % 7}", "verdict", 1 + i % 4, i);
                // Late: what was counted is taken out and counted again.
                if (i % 13 == 0) trips.Rates($"c{i % 7}", "t1", 2, i - 9.5);
            }
        }
    }

    [Fact]
    public void A_touchpoint_that_is_not_followed_counts_once_for_each_trip_however_often_the_trip_is_counted_anew()
    {
        var trips = new Trips();
        trips.Defines("verdict", Verdict with { Drivers = ["gate"] });
        trips.Rates("ana", "desk", 4, 1);
        trips.Rates("ana", "desk", 2, 2);
        trips.Rates("ana", "gate", 5, 3);
        var told = trips.Rates("ana", "verdict", 5, 9);
        for (var late = 4; late < 8; late++) trips.Rates("ana", "gate", 3, late);
        var lounge = trips.Rates("ana", "lounge", 3, 8);
        Assert.Equal([("desk", 1L), ("lounge", 1L)], trips.Of("verdict").LeftOut.Order());
        trips.Reverses("ana", lounge);
        Assert.Equal([("desk", 1L)], trips.Of("verdict").LeftOut);
        trips.Reverses("ana", told);
        Assert.Empty(trips.Of("verdict").LeftOut);
    }

    [Fact]
    public void A_touchpoint_that_was_met_before_a_merge_only_has_its_name_wherever_it_was_met()
    {
        for (var phone = 0; phone < 6; phone++)
        {
            var trips = new Trips(4);
            trips.Rates($"?phone-{phone}", "search", 2, 1);
            trips.Comes($"?phone-{phone}+ana", "page", 2);
            trips.Settle();
            trips.Recommends("ana", 6, 4);
            Assert.Equal("1 trips, 6: search 1×5", trips.Line());
        }
    }

    [Fact]
    public void More_than_forty_touchpoints_are_told_and_not_followed()
    {
        var trips = new Trips();
        for (var i = 0; i < 45; i++) trips.Rates("ana", $"t{i:00}", 1 + i % 5, i);
        trips.Recommends("ana", 7, 100);
        var merge = trips.Of();
        Assert.Equal((40, 5), (merge.Names.Count, merge.LeftOut.Count));
    }
}
