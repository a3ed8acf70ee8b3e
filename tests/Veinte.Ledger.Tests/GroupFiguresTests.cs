using CsCheck;
using Xunit;

namespace Veinte.Ledger.Tests;

public sealed class GroupFiguresTests
{
    private static readonly Gen<AccountFigures[]> Accounts = Some.Account.Array[0, 12];

    [Fact]
    public void An_account_that_is_added_and_removed_leaves_no_trace() => Gen.Select(Accounts, Some.Account).Sample((accounts, account) =>
    {
        var group = Some.Group(accounts);
        group.Add(account);
        group.Remove(account);
        Assert.Equal(Bytes(Some.Group(accounts)), Bytes(group));
    });

    [Fact]
    public void Following_each_change_is_the_same_as_adding_the_accounts_as_they_are_at_last() =>
        Gen.Select(Some.Contact, Gen.Int[0, 4]).Array[0, 60].Sample(contacts =>
        {
            var (accounts, group) = (Enumerable.Range(0, 5).Select(_ => new AccountFigures()).ToArray(), new GroupFigures());
            foreach (var (contact, owner) in contacts)
            {
                group.Remove(accounts[owner]);
                contact.PostTo(accounts[owner], Some.HalfLifeDays);
                group.Add(accounts[owner]);
            }
            Assert.Equal(Bytes(Some.Group(accounts)), Bytes(group));
        });

    [Fact]
    [Trait("merges", nameof(GroupFigures))]
    public void Partitions_merge_in_any_order() => Gen.Select(Accounts, Accounts).Sample((a, b) =>
    {
        var (ab, ba) = (Some.Group(a), Some.Group(b));
        ab.Merge(Some.Group(b));
        ba.Merge(Some.Group(a));
        Assert.Equal(Bytes(ab), Bytes(ba));
        Assert.Equal(Bytes(Some.Group(a.Concat(b))), Bytes(ab));
    });

    [Fact]
    public void Figures_read_back_as_they_were_written() => Accounts.Sample(accounts =>
        Assert.Equal(Bytes(Some.Group(accounts)), Bytes(GroupFigures.Read(Bytes(Some.Group(accounts))))));

    [Fact]
    public void A_copy_does_not_change_with_the_original()
    {
        var group = Some.Group([Some.Graded(4, 12, 3)]);
        var (copy, bytes) = (group.Copy(), Bytes(group));
        group.Add(Some.Graded(3, 8));
        Assert.Equal(bytes, Bytes(copy));
    }

    [Fact]
    public void Neither_variance_is_ever_zero() => Accounts.Sample(accounts =>
    {
        var prior = Some.Group(accounts).Estimate();
        return prior.Within > 0 && prior.Between > 0 && prior.CollectiveVariance > 0 && prior.Collective is >= 0 and <= 20
            && prior.Accounts == accounts.Count(a => a.Graded > 0);
    });

    [Theory]
    // With few data the product's expectations stand: within 9 (worth 4 degrees of freedom), between 4 (worth 3 accounts).
    [InlineData("", 10, 9, 4)]
    [InlineData("1×20", 20, 9, 4)]
    [InlineData("5×14", 14, 4.5, 4)]                 // 9·4 / (4 + 4): equal grades speak for little spread, not for none
    [InlineData("1×14 1×14 1×14", 14, 9, 2.4)]       // accounts do not differ at all: 4·3 / (3 + 2)
    public void With_few_accounts_the_prior_is_what_is_expected_of_any_group(string table, double collective, double within, double between)
    {
        var accounts = table.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Split('×'))
            .Select(cell => Some.Graded(int.Parse(cell[0], null), double.Parse(cell[1], System.Globalization.CultureInfo.InvariantCulture)));
        var prior = Some.Group(accounts).Estimate();

        Assert.Equal(collective, prior.Collective, 9);
        Assert.Equal(within, prior.Within, 9);
        Assert.Equal(between, prior.Between, 9);
    }

    [Fact]
    public void With_many_accounts_the_estimate_is_that_of_Bühlmann_and_Straub() =>
        Gen.Select(Gen.Double[4, 16], Gen.Select(Gen.Double[-3, 3], Gen.Int[2, 60], Gen.Double[0.5, 4]).Array[400, 500]).Sample((centre, shapes) =>
        {
            var accounts = shapes.Select(s => Some.Graded(s.Item2, Math.Clamp(centre + s.Item1, 4, 16), s.Item3)).ToArray();
            var grades = shapes.Select(s => Grades(s.Item2, Math.Clamp(centre + s.Item1, 4, 16), s.Item3)).ToArray();
            var exact = Credibility.BuhlmannStraub(grades, [.. grades.Select(g => g.Select(_ => 1.0).ToArray())]);
            var prior = Some.Group(accounts).Estimate();

            // The expectations are worth 3 accounts in 400 and 4 grades in thousands; classes of n are half an octave wide.
            Assert.Equal(exact.Within, prior.Within, exact.Within * 0.01);
            Assert.Equal(exact.Between, prior.Between, Math.Max(exact.Between, 4) * 0.015);
            Assert.Equal(exact.Collective, prior.Collective, 0.02);
        }, iter: 20);

    [Fact]
    public void Sums_hold_for_accounts_of_billions()
    {
        // An account of 2²⁸ grades, made by absorbing itself; the group's integers must follow without overflow.
        var account = Some.Graded(2, 15, 5);
        for (var doubling = 0; doubling < 27; doubling++) account.Absorb(account.Copy(), Some.HalfLifeDays);
        Assert.Equal(1L << 28, account.Graded);
        var group = Some.Group(Enumerable.Repeat(account, 60));
        var prior = group.Estimate();

        Assert.Equal(60L << 28, group.Graded);
        Assert.Equal(15, prior.Collective, 9);
        Assert.Equal(25, prior.Within, 6);
    }

    private static double[] Grades(int count, double mean, double spread) =>
        [.. Enumerable.Range(0, count).Select(i => mean + (count % 2 == 1 && i == count - 1 ? 0 : i % 2 == 0 ? spread : -spread))];

    private static byte[] Bytes(GroupFigures group) => Some.Bytes(group.Write);
}
