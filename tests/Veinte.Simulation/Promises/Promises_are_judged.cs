using CsCheck;
using Veinte.Engine.Folds.Promises;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Statistics;
using static Veinte.Simulation.Promises.PromiseBooks;

namespace Veinte.Simulation.Promises;

/// <summary>From a question in words to a verdict: every interaction is evidence, and a verdict is a fact.</summary>
public sealed class Promises_are_judged
{
    [Fact]
    public void A_promise_that_is_kept_is_said_to_be_kept_and_then_found_to_be_lost_within_a_few_customers()
    {
        var books = new PromiseBooks(partitions: 3);
        books.Define("quick", 1, Quick);
        VerdictReached? verdict = null;
        for (var i = 0; i < 300 && verdict is null; i++)
        {
            Pass(books, i, quick: i % 20 != 0);
            verdict = books.Look("quick");
        }
        Assert.Equal((PromiseWords.Kept, "average", 1), (verdict!.Verdict, verdict.Cause, verdict.Number));
        Assert.True(verdict.Low < verdict.Mean && verdict.Mean < verdict.High && verdict.LogEKept >= Math.Log(20));

        for (var i = 300; i < 400; i++) Pass(books, i, quick: i % 20 != 0);
        Assert.Null(books.Look("quick"));
        var late = 0;
        for (verdict = null; verdict is null && late < 100; late++)
        {
            Pass(books, 400 + late, quick: false);
            verdict = books.Look("quick");
        }
        Assert.Equal((PromiseWords.Broken, "change", true), (verdict!.Verdict, verdict.Cause, verdict.Reopens));
        Assert.True(late <= 15, $"It took {late} late customers to notice.");
        Assert.Equal(0, books.Read("quick").Evidence!.Seen);
        Assert.Null(books.Look("quick"));
    }

    [Fact]
    public void One_that_is_broken_can_be_kept_again_on_evidence_of_its_own()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        for (var i = 0; books.Read("quick").VerdictWord != PromiseWords.Broken; i++)
        {
            Assert.True(i < 200);
            Pass(books, i, quick: i % 2 == 0);
            books.Look("quick");
        }
        for (var i = 200; books.Read("quick").VerdictWord != PromiseWords.Kept; i++)
        {
            Assert.True(i < 500);
            Pass(books, i, quick: true);
            books.Look("quick");
        }
        Assert.Equal([PromiseWords.Broken, PromiseWords.Kept], books.Read("quick").Verdicts.Select(verdict => verdict.Reached.Verdict));
    }

    [Fact]
    public void How_a_verdict_was_reached_can_be_seen_until_the_promise_is_written_anew()
    {
        var books = new PromiseBooks(partitions: 3);
        books.Define("quick", 1, Quick);
        VerdictReached? verdict = null;
        for (var i = 0; i < 200 && verdict is null; i++)
        {
            Pass(books, i, quick: i % 2 == 0);
            Assert.Null(books.Read("quick").Proof);
            verdict = books.Look("quick");
        }
        Assert.Equal((PromiseWords.Broken, true), (verdict!.Verdict, verdict.Reopens));
        Pass(books, 200, quick: true);
        for (var restarts = 0; restarts < 2; restarts++)
        {
            var reading = books.Read("quick");
            Assert.Equal((verdict.N, 1), (reading.Proof!.Track(0).N, reading.Evidence!.Seen));
            Assert.Equal(verdict.N, reading.Proof.Minutes.Sum(step => step.N));
            books.Restart();
        }
        books.Define("quick", 2, Quick);
        Assert.Null(books.Read("quick").Proof);
    }

    [Fact]
    public void When_the_budget_is_spent_it_is_undecided_and_evidence_may_still_decide_it()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick with { BudgetDays = 7 });
        for (var i = 0; i < 20; i++) Pass(books, i, quick: i % 5 != 0);
        Assert.Null(books.Look("quick"));
        books.Wait(TimeSpan.FromDays(8));
        Assert.Equal((PromiseWords.Undecided, "budget"), books.Look("quick") is { } verdict ? (verdict.Verdict, verdict.Cause) : default);
        Assert.Null(books.Look("quick"));
        for (var i = 20; i < 400; i++) Pass(books, i, quick: true);
        Assert.Equal(PromiseWords.Kept, books.Look("quick")!.Verdict);
    }

    [Fact]
    public void A_verdict_counts_once_and_not_for_evidence_that_has_been_replaced()
    {
        var books = new PromiseBooks(partitions: 2);
        books.Define("quick", 1, Quick);
        for (var i = 0; i < 300; i++) Pass(books, i, quick: true);
        var verdict = books.Look("quick")!;
        books.Enter(verdict);
        books.Enter(verdict with { Number = 3 });
        Assert.Single(books.Read("quick").Verdicts);
        books.Define("quick", 2, Quick with { Target = 0.9 });
        books.Enter(verdict with { Number = 2 });
        var read = books.Read("quick");
        Assert.Single(read.Verdicts);
        Assert.Equal((PromiseWords.Open, 0L, 2), (read.VerdictWord, read.Evidence!.Seen, read.Versions.Count));
    }

    [Fact]
    public void Answers_of_one_customer_on_one_day_count_once_as_their_mean()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        books.Define("each", 1, Quick with { EachAnswerCounts = true });
        foreach (var seconds in (double[])[100, 2_000, 100, 2_000]) books.Waits("ana", seconds);
        books.Wait(TimeSpan.FromDays(1));
        books.Waits("ana", 100);
        Assert.Equal((2L, 1.5), (books.Read("quick").Evidence!.Sums[0].N, books.Read("quick").Evidence!.Sums[0].Sum));
        Assert.Equal((5L, 3.0), (books.Read("each").Evidence!.Sums[0].N, books.Read("each").Evidence!.Sums[0].Sum));
    }

    [Fact]
    public void A_reversed_posting_is_taken_out_while_it_is_remembered_and_counted_when_it_is_not()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        books.Waits("ana", 100);
        books.Waits("ana", 100);
        var last = books.Waits("ana", 2_000);
        var other = books.Waits("ben", 100);
        books.Reverse("ana", last);
        Assert.Equal((2L, 2.0, 0L), Figures(books));
        books.Reverse("ben", other);
        Assert.Equal((1L, 1.0, 0L), Figures(books));
        var old = books.Waits("ana", 100);
        books.Waits("ana", 2_000);
        books.Reverse("ana", old);
        Assert.Equal(1, Figures(books).Uncorrected);

        static (long N, double Sum, long Uncorrected) Figures(PromiseBooks books)
        {
            var evidence = books.Read("quick").Evidence!;
            return (evidence.Sums[0].N, evidence.Sums[0].Sum, evidence.Uncorrected);
        }
    }

    [Fact]
    public void A_reversal_reaches_a_promise_about_an_area_that_has_no_account_any_more()
    {
        var books = new PromiseBooks(namesMax: 1);
        books.Define("south", 1, Quick with { Where = Quick.Where with { Areas = ["South"] } });
        books.Waits("eva", 100, area: "North");
        books.Waits("ana", 100, area: "South");
        var last = books.Waits("ben", 2_000, area: "South");
        Assert.Equal((2, 1.0), Figures());
        books.Reverse("ben", last);
        Assert.Equal((1, 1.0), Figures());

        (long N, double Sum) Figures() => books.Read("south").Evidence!.Sums[0] is var sums ? (sums.N, sums.Sum) : default;
    }

    [Fact]
    public void A_reversal_without_an_area_is_no_doubt_about_a_promise_for_an_area_that_has_an_account()
    {
        var books = new PromiseBooks(namesMax: 1);
        books.Define("north", 1, Quick with { Where = Quick.Where with { Areas = ["North"] } });
        books.Define("south", 1, Quick with { Where = Quick.Where with { Areas = ["South"] } });
        books.Waits("eva", 100, area: "North");
        books.Waits("ana", 100, area: "South");
        books.Reverse("ben", books.Waits("ben", 2_000));
        // A line in the North would say so. One in the South could be this one, for all that is kept of it.
        Assert.Equal((0, 1), (Doubts("north"), Doubts("south")));

        long Doubts(string promise) => books.Read(promise).Evidence!.Uncorrected;
    }

    [Fact]
    public void A_conversion_is_known_when_its_window_has_passed_whether_the_customer_came_back_or_not()
    {
        var books = new PromiseBooks();
        books.Define("books", 1, Quick with
        {
            Where = new() { Touchpoints = ["Search"] },
            Measure = new() { Kind = PromiseWords.Conversion, Goal = ["Booking"], WithinHours = 24 },
            Target = 0.3,
        });
        books.Meets("ana", "Search");
        books.Meets("ben", "Search");
        books.Meets("eva", "Search");
        books.Wait(TimeSpan.FromHours(2));
        books.Meets("ana", "Booking");
        books.Meets("ana", "Booking");
        books.Meets("ana", "Search");
        Assert.Equal((0L, 3L), (books.Read("books").Evidence!.Sums[0].N, books.Read("books").Evidence!.Waiting));
        books.Wait(TimeSpan.FromHours(24));
        books.Meets("ben", "Booking");
        books.Meets("leo", "Gate");
        var evidence = books.Read("books").Evidence!;
        Assert.Equal((3L, 1.0), (evidence.Sums[0].N, evidence.Sums[0].Sum));
    }

    [Fact]
    public void Resolved_at_first_contact_is_lost_by_a_further_contact_in_the_window()
    {
        var books = new PromiseBooks();
        books.Define("first", 1, Quick with { Where = new() { Touchpoints = ["Call"] }, Measure = new() { Kind = PromiseWords.FirstContact, WithinHours = 72 } });
        books.Meets("ana", "Call");
        books.Meets("ben", "Call");
        books.Wait(TimeSpan.FromHours(10));
        books.Meets("ana", "Call");
        books.Wait(TimeSpan.FromHours(80));
        books.Meets("leo", "Gate");
        var sums = books.Read("first").Evidence!.Sums[0];
        Assert.Equal((2L, 1.0), (sums.N, sums.Sum));
    }

    [Fact]
    public void What_lacks_the_data_is_counted_as_missing_not_as_a_failure()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        books.Waits("ana", 100);
        books.Meets("ben", "Check-in");
        books.Meets("eva", "Gate");
        var evidence = books.Read("quick").Evidence!;
        Assert.Equal((2L, 1L, 1L), (evidence.Seen, evidence.Carried, evidence.Sums[0].N));
    }

    [Fact]
    public void At_most_turns_the_scale_over()
    {
        var books = new PromiseBooks();
        books.Define("short", 1, Quick with
        {
            Measure = new() { Kind = PromiseWords.Number, Signal = "waitSeconds", Min = 0, Max = 3_600 },
            Direction = PromiseWords.AtMost,
            Target = 900,
            SmallestDifference = 60,
        });
        for (var i = 0; i < 200; i++) books.Waits($"c{i}", 300 + i % 3 * 100);
        var judged = books.Judge("short");
        Assert.Equal(PromiseWords.Kept, judged.Decision.Verdict);
        Assert.InRange(judged.Mean!.Value, 390, 410);
        Assert.True(judged.Interval.Low < judged.Mean && judged.Mean < judged.Interval.High && judged.Interval.High < 900);
    }

    [Fact]
    public void A_guardrail_stops_it()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick with
        {
            Guardrails = [new() { Name = "kindness", Measure = new() { Kind = PromiseWords.Number, Signal = "csat" }, Limit = 3 }],
        });
        for (var i = 0; i < 100; i++)
            books.Meets($"c{i}", "Check-in", new() { Present = SignalSet.Wait | SignalSet.Csat, WaitSeconds = 100, PromisedWaitSeconds = 900, Csat = 1 + i % 2 });
        var verdict = books.Look("quick")!;
        Assert.Equal((PromiseWords.Broken, "guardrail", "kindness"), (verdict.Verdict, verdict.Cause, verdict.Detail));
    }

    [Fact]
    public void Where_lots_are_drawn_a_customer_counts_once_in_all_for_the_arm_met_first()
    {
        var books = new PromiseBooks(partitions: 2);
        books.Define("scripts", 1, Scripts(drawn: true));
        Answers(books, "ana", "old", 5);
        books.Wait(TimeSpan.FromDays(3));
        Answers(books, "ana", "new", 1);
        Answers(books, "ben", "new", 4);
        var evidence = books.Read("scripts").Evidence!;
        Assert.Equal([(1L, 0.5), (1L, 0.75)], evidence.Sums.Take(2).Select(sums => (sums.N, sums.Sum)));
        Assert.Equal([1L, 1L], evidence.Customers);
    }

    [Fact]
    public void Arms_that_are_drawn_are_compared_from_the_first_customer_and_others_after_a_hundred_each()
    {
        var (drawn, observed) = (new PromiseBooks(partitions: 3), new PromiseBooks(partitions: 3));
        drawn.Define("scripts", 1, Scripts(drawn: true));
        observed.Define("scripts", 1, Scripts(drawn: false));
        for (var i = 0; i < 198; i++)
        {
            foreach (var books in (PromiseBooks[])[drawn, observed]) Answers(books, $"c{i}", i % 2 == 0 ? "old" : "new", i % 2 == 0 ? 1 + i % 4 : 5);
        }
        Assert.True(drawn.Judge("scripts").Arms[1] is { Speaks: true, Better: true });
        Assert.Equal((PromiseWords.Kept, "arms", "New script"), drawn.Judge("scripts").Decision is var verdict ? (verdict.Verdict, verdict.Cause, verdict.Detail) : default);
        Assert.True(observed.Judge("scripts").Arms[1] is { Speaks: false, Better: false, LogE: 0 });
        for (var i = 198; i < 204; i++) Answers(observed, $"c{i}", i % 2 == 0 ? "old" : "new", i % 2 == 0 ? 1 + i % 4 : 5);
        Assert.True(observed.Judge("scripts").Arms[1] is { Speaks: true, Better: true });
    }

    [Fact]
    public void An_arm_that_gains_nothing_is_found_to_gain_too_little()
    {
        var books = new PromiseBooks();
        books.Define("scripts", 1, Scripts(drawn: true) with { SmallestDifference = 1.2 });
        for (var i = 0; i < 1_200; i++) Answers(books, $"c{i}", i % 2 == 0 ? "old" : "new", 2 + i / 2 % 3);
        Assert.Equal((PromiseWords.Broken, "arms"), books.Judge("scripts").Decision is var verdict ? (verdict.Verdict, verdict.Cause) : default);
    }

    [Fact]
    public void Answers_without_the_number_from_before_are_missing_where_it_is_taken_off_and_what_it_explains_is_no_difference()
    {
        var books = new PromiseBooks(partitions: 2);
        books.Define("scripts", 1, Scripts(drawn: true) with { Arms = Scripts(drawn: true).Arms! with { Before = "last" } });
        for (var i = 0; i < 600; i++)
        {
            // Whoever was content before still is; the new script was met by the more content ones a little more often.
            var last = 1 + (i + i % 2 * (i % 5 == 0 ? 1 : 0)) % 4;
            books.Meets($"c{i}", "Check-in", new() { Present = SignalSet.Csat, Csat = last + i / 20 % 2 }, $"{{\"script\":\"{(i % 2 == 0 ? "old" : "new")}\",\"last\":{last}}}");
        }
        books.Meets("eva", "Check-in", new() { Present = SignalSet.Csat, Csat = 5 }, "{\"script\":\"new\"}");
        var arm = books.Judge("scripts").Arms[1];
        Assert.Equal((600L, 601L), (books.Read("scripts").Evidence!.Carried, books.Read("scripts").Evidence!.Seen));
        Assert.Equal(0, arm.Difference!.Value, 1e-9);
        Assert.Equal(books.Digest(), books.Replayed(2).Digest());
    }

    [Fact]
    public void Reversals_restarts_and_partitions_leave_the_comparison_of_arms_as_it_was()
    {
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 5], Gen.Int[0, 9]).Array[1, 100].Sample(steps =>
        {
            var (books, never) = (new PromiseBooks(partitions: 3), new PromiseBooks(partitions: 3));
            foreach (var each in (PromiseBooks[])[books, never])
            {
                each.Define("scripts", 1, Scripts(drawn: true));
                each.Define("adjusted", 1, Scripts(drawn: true) with { Arms = Scripts(drawn: true).Arms! with { Before = "last" } });
                foreach (var (who, csat, what) in steps)
                {
                    var posting = each.Meets($"c{who}", "Check-in", new() { Present = SignalSet.Csat, Csat = csat }, $"{{\"script\":\"{(who % 2 == 0 ? "old" : "new")}\",\"last\":{who % 3}}}");
                    if (what == 0) each.Reverse($"c{who}", posting);
                    if (what == 1 && ReferenceEquals(each, books)) each.Restart();
                }
            }
            Assert.Equal(never.Digest(), books.Digest());
            var one = books.Replayed(1).Read("adjusted").Evidence!;
            var many = books.Read("adjusted").Evidence!;
            Assert.Equal(one.Customers, many.Customers);
            foreach (var (single, merged) in one.Adjusted.Zip(many.Adjusted))
                foreach (var (expected, actual) in Numbers(single).Zip(Numbers(merged)))
                    Assert.Equal(expected, actual, 1e-8);

            static double[] Numbers(AdjustedArmSums sums) => [sums.N, sums.Post, sums.PostSquares, sums.Pre, sums.PreSquares, sums.Products];
        }, iter: 40);
    }

    [Fact]
    [Trait("merges", nameof(EvidenceShare))]
    public void A_restart_and_a_replay_give_the_same_state_and_many_partitions_the_same_evidence_as_one()
    {
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 3_000], Gen.Int[0, 9]).Array[1, 120].Sample(steps =>
        {
            var books = new PromiseBooks(partitions: 3);
            var never = new PromiseBooks(partitions: 3);
            foreach (var each in (PromiseBooks[])[books, never])
            {
                each.Define("quick", 1, Quick);
                each.Define("first", 1, Quick with { Measure = new() { Kind = PromiseWords.FirstContact, WithinHours = 2 } });
                foreach (var (who, seconds, what) in steps)
                {
                    each.Wait(TimeSpan.FromSeconds(seconds));
                    var posting = each.Waits($"c{who}", seconds);
                    if (what == 0) each.Reverse($"c{who}", posting);
                    if (what == 1) each.Look("quick");
                    if (what == 2 && ReferenceEquals(each, books)) each.Restart();
                }
            }
            Assert.Equal(never.Digest(), books.Digest());
            Assert.Equal(books.Digest(), books.Replayed(3).Digest());
            var one = books.Replayed(1);
            foreach (var id in (string[])["quick", "first"])
            {
                var (many, single) = (books.Read(id).Evidence!, one.Read(id).Evidence!);
                Assert.Equal(single.Seen, many.Seen);
                // What waits is settled by each partition's own clock.
                if (id == "first") continue;
                Assert.Equal((single.Sums[0].N, single.Carried, single.Customers[0], single.LastAt), (many.Sums[0].N, many.Carried, many.Customers[0], many.LastAt));
                Assert.Equal((single.OutsideArms, single.Uncorrected, single.Waiting), (many.OutsideArms, many.Uncorrected, many.Waiting));
                Assert.Equal(single.Sums[0].Sum, many.Sums[0].Sum, 1e-9);
                Assert.Equal(single.Squares[0], many.Squares[0], 1e-9);
            }
        }, iter: 40);
    }

    private static PromiseDefinition Scripts(bool drawn) => new()
    {
        Question = "Which script?",
        State = PromiseWords.Running,
        Measure = new() { Kind = PromiseWords.Number, Signal = "csat" },
        Target = 3,
        SmallestDifference = 0.2,
        Arms = new()
        {
            By = "property",
            Property = "script",
            Drawn = drawn,
            Items = [new() { Name = "Old script", Values = ["old"], Share = 0.5 }, new() { Name = "New script", Values = ["new"], Share = 0.5 }],
        },
    };

    private static void Answers(PromiseBooks books, string customer, string script, double csat) =>
        books.Meets(customer, "Check-in", new() { Present = SignalSet.Csat, Csat = csat }, $"{{\"script\":\"{script}\"}}");

    private static void Pass(PromiseBooks books, int customer, bool quick)
    {
        books.Wait(TimeSpan.FromMinutes(1));
        books.Waits($"c{customer}", quick ? 300 : 1_800);
    }
}
