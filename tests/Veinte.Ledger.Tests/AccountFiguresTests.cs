using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Ledger.Tests;

public sealed class AccountFiguresTests
{
    private const double HalfLife = Some.HalfLifeDays;

    [Fact]
    public void Figures_are_the_plain_sums_of_what_was_posted() => Some.History.Sample(history =>
    {
        var figures = Some.Figures(history);
        var grades = history.Where(c => c.Grade is not null).Select(c => (long)c.Grade!.Value.Milli).ToArray();
        Assert.Equal(history.Sum(c => c.Amount.Milli), figures.Balance.Milli);
        Assert.Equal(history.Length, figures.Interactions);
        Assert.Equal(grades.Length, figures.Graded);
        Assert.Equal(grades.Sum(), figures.GradeSumMilli);
        Assert.Equal(grades.Sum(g => g * g), figures.GradeSquareSumMicro);
        Assert.Equal(
            grades.Length == 0 ? null : new Grade((int)Math.Round(grades.Sum() / (decimal)grades.Length, MidpointRounding.AwayFromZero)), figures.Mean);
        if (history.Length == 0) return;
        Assert.Equal(history.Min(c => c.At.UnixMicros), figures.FirstAt.UnixMicros);
        Assert.Equal(history.Max(c => c.At.UnixMicros), figures.LastAt.UnixMicros);
    });

    [Fact]
    public void A_reversal_brings_every_integer_back_and_the_decayed_grade_up_to_error() =>
        Gen.Select(Some.History, Some.Contact).Sample((history, contact) =>
        {
            var (before, figures) = (Some.Figures(history), Some.Figures(history));
            contact.PostTo(figures, HalfLife);
            figures.Reverse(contact.Grade, contact.Amount, contact.At, HalfLife);
            Assert.Equal(before.Integers(), figures.Integers());
            Assert.True(before.Decayed.Close(figures.Decayed, 1e-6));
        });

    [Fact]
    public void Reversing_everything_in_any_order_leaves_an_account_that_never_was() =>
        Some.History.SelectMany(h => Gen.Shuffle(h).Select(shuffled => (h, shuffled))).Sample((history, shuffled) =>
        {
            var figures = Some.Figures(history);
            foreach (var contact in shuffled) figures.Reverse(contact.Grade, contact.Amount, contact.At, HalfLife);
            Assert.Equal(Some.Bytes(new AccountFigures()), Some.Bytes(figures));
        });

    [Fact]
    public void Nothing_of_a_grade_remains_once_all_are_reversed_however_far_apart_they_were()
    {
        for (var days = 1; days <= 1_300; days++)
        {
            var (figures, newest) = (new AccountFigures(), new Instant(days * Instant.MicrosPerDay));
            figures.Post(new(7_000), default, default, HalfLife);
            figures.Post(new(13_000), default, newest, HalfLife);
            figures.Reverse(new Grade(13_000), default, newest, HalfLife);
            figures.Reverse(new Grade(7_000), default, default, HalfLife);
            Assert.True(figures.Decayed.IsEmpty, $"{days} days apart");
        }
    }

    [Fact]
    public void A_merge_that_is_undone_leaves_the_integers_as_they_were() =>
        Gen.Select(Some.Account, Some.Account).Sample((into, from) =>
        {
            var before = into.Copy();
            into.Absorb(from, HalfLife);
            into.Release(from, HalfLife);
            Assert.Equal(before.Integers(), into.Integers());
            Assert.True(before.Decayed.Close(into.Decayed, 1e-6));
        });

    [Fact]
    public void A_merge_that_is_undone_after_more_was_posted_leaves_what_was_posted_on_each() =>
        Gen.Select(Some.History, Some.History, Some.History).Sample((mine, theirs, later) =>
        {
            var (into, from) = (Some.Figures(mine), Some.Figures(theirs));
            into.Absorb(from, HalfLife);
            foreach (var contact in later) contact.PostTo(into, HalfLife);
            into.Release(from, HalfLife);
            var alone = Some.Figures(mine.Concat(later));
            Assert.Equal(alone.Integers(), into.Integers());
            Assert.True(alone.Decayed.Close(into.Decayed, 1e-6));
        });

    [Fact]
    public void It_does_not_matter_which_account_absorbs_which() =>
        Gen.Select(Some.Account, Some.Account).Sample((a, b) =>
        {
            var (ab, ba) = (a.Copy(), b.Copy());
            ab.Absorb(b, HalfLife);
            ba.Absorb(a, HalfLife);
            Assert.Equal(ab.Integers(), ba.Integers());
            Assert.True(ab.Decayed.Close(ba.Decayed));
            Assert.Equal((ab.FirstAt, ab.LastAt), (ba.FirstAt, ba.LastAt));
        });

    [Fact]
    [Trait("merges", nameof(AccountFigures))]
    public void Merged_accounts_hold_what_one_account_would_hold() =>
        Gen.Select(Some.History, Some.History).Sample((a, b) =>
        {
            var (merged, whole) = (Some.Figures(a), Some.Figures(a.Concat(b)));
            merged.Absorb(Some.Figures(b), HalfLife);
            Assert.Equal(whole.Integers(), merged.Integers());
            Assert.True(whole.Decayed.Close(merged.Decayed));
            Assert.Equal((whole.FirstAt, whole.LastAt), (merged.FirstAt, merged.LastAt));
        });

    [Fact]
    public void A_balance_without_interactions_is_absorbed_too()
    {
        var (into, from) = (Some.Graded(1, 12), new AccountFigures());
        from.Post(new(15_000), new(5_000), default, HalfLife);
        from.Reverse(new Grade(15_000), new(2_000), default, HalfLife);
        Assert.Equal((new Points(3_000), 0L), (from.Balance, from.Interactions));

        into.Absorb(from, HalfLife);
        Assert.Equal((new Points(3_000), 1L), (into.Balance, into.Interactions));
    }

    [Fact]
    public void A_copy_does_not_change_with_the_original() => Gen.Select(Some.History, Some.Contact).Sample((history, contact) =>
    {
        var figures = Some.Figures(history);
        var (copy, bytes) = (figures.Copy(), Some.Bytes(figures));
        contact.PostTo(figures, HalfLife);
        Assert.Equal(bytes, Some.Bytes(copy));
    });

    [Fact]
    public void An_overflow_throws_and_leaves_every_figure_as_it_was()
    {
        var figures = new AccountFigures();
        figures.Post(new(20_000), new(long.MaxValue), new(1), HalfLife);
        var before = Some.Bytes(figures);

        Assert.Throws<OverflowException>(() => figures.Post(new(20_000), new(1), new(2), HalfLife));
        Assert.Equal(before, Some.Bytes(figures));
    }

    [Fact]
    public void What_an_account_never_held_cannot_be_taken_back()
    {
        var figures = new AccountFigures();
        figures.Post(new(8_000), new(-2_000), new(1), HalfLife);
        var before = Some.Bytes(figures);

        Assert.Throws<InvalidOperationException>(() => figures.Reverse(new Grade(9_000), new(-1_000), new(1), HalfLife));
        Assert.Throws<InvalidOperationException>(() => figures.Reverse(null, default, new(1), HalfLife));
        Assert.Throws<InvalidOperationException>(() => figures.Release(Some.Graded(2, 3), HalfLife));
        Assert.Equal(before, Some.Bytes(figures));
    }

    [Fact]
    public void Figures_read_back_as_they_were_written() =>
        Some.Account.Sample(figures => Assert.Equal(Some.Bytes(figures), Some.Bytes(AccountFigures.Read(Some.Bytes(figures)))));

    [Fact]
    public void Bytes_that_are_too_few_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AccountFigures.Read(new byte[AccountFigures.EncodedSize - 1]));

    [Fact]
    public void The_written_form_never_changes()
    {
        // Three interactions at the same instant, so every number is exact: 15 for +5,000, 8 for −2,000, one ungraded later.
        var figures = new AccountFigures();
        figures.Post(new(15_000), new(5_000), new(1_000_000), HalfLife);
        figures.Post(new(8_000), new(-2_000), new(1_000_000), HalfLife);
        figures.Count(new(2_000_000));

        Assert.Equal(96, AccountFigures.EncodedSize);
        Assert.Equal(
            "B80B000000000000" + "0300000000000000" + "0200000000000000" + "D859000000000000"     // balance, interactions, graded, Σg
            + "40CA391100000000" + "40420F0000000000" + "80841E0000000000"                           // Σg², first, last
            + "0000000000003740" + "0000000000000040" + "0000000000000040" + "0000000000107240"     // S 23, W 2, W2 2, Q 289
            + "40420F0000000000",                                                                    // reference time
            Convert.ToHexString(Some.Bytes(figures)));
    }
}
