using CsCheck;
using Xunit;

namespace Veinte.Statistics.Tests;

public sealed class CoMomentsTests
{
    private const int Variables = 4;

    private static readonly Gen<double[]> Row =
        Gen.Frequency((4, Gen.Double[0, 20]), (1, Gen.Const(double.NaN))).Array[Variables];

    private static readonly Gen<double[][]> Rows = Row.Array[0, 40];

    [Fact]
    [Trait("merges", nameof(CoMoments))]
    public void Parts_merge_to_what_the_whole_gives_in_any_order()
    {
        Gen.Select(Rows, Rows).Sample((first, second) =>
        {
            var (whole, ab, ba) = (Of([.. first, .. second]), Of(first), Of(second));
            ab.Merge(Of(second));
            ba.Merge(Of(first));
            SameFigures(whole, ab);
            SameFigures(whole, ba);
        });
    }

    [Fact]
    public void A_removed_observation_leaves_what_was_there_before()
    {
        Gen.Select(Rows, Rows, Row).Sample((before, after, gone) =>
        {
            var moments = Of(before);
            moments.Add(gone);
            foreach (var row in after) moments.Add(row);
            moments.Remove(gone);
            SameFigures(Of([.. before, .. after]), moments);
        });
    }

    [Fact]
    public void A_corrected_observation_counts_as_if_it_had_never_been_another()
    {
        Gen.Select(Rows, Row, Row, Gen.Int[0, Variables]).Sample((rows, wrong, right, kept) =>
        {
            // From none to all of its values are corrected.
            double[] corrected = [.. wrong[..kept], .. right[kept..]];
            var moments = Of([.. rows, wrong]);
            moments.Replace(wrong, corrected);
            SameFigures(Of([.. rows, corrected]), moments);
        });
    }

    [Fact]
    public void What_was_never_counted_cannot_be_corrected()
    {
        var moments = new CoMoments(2);
        moments.Add([1, double.NaN]);
        Assert.Throws<InvalidOperationException>(() => moments.Replace([1, 2], [1, 3]));
        Assert.Equal(0, moments.Weight(0, 1));
    }

    [Fact]
    public void They_are_saved_and_restored_to_the_last_bit()
    {
        Rows.Sample(rows =>
        {
            var moments = Of(rows);
            Assert.True(moments.Numbers.SequenceEqual(new CoMoments(Variables, moments.Numbers).Numbers));
        });
    }

    [Fact]
    public void A_weight_of_three_counts_as_three_observations()
    {
        Gen.Select(Rows, Row).Sample((rows, row) =>
        {
            var (weighted, repeated) = (Of(rows), Of([.. rows, row, row, row]));
            weighted.Add(row, 3);
            SameFigures(repeated, weighted);
        });
    }

    [Fact]
    public void Groups_leave_out_one_of_themselves_at_a_time_and_add_up_to_everything()
    {
        Rows.Sample(rows =>
        {
            var grouped = new GroupedCoMoments(Variables, groups: 5);
            for (var i = 0; i < rows.Length; i++) grouped.Add(rows[i], (ulong)i);
            SameFigures(Of(rows), grouped.Total());

            var groups = Enumerable.Range(0, 5).Where(g => grouped.Group(g) is not null).ToArray();
            var left = grouped.LeaveOneOut();
            Assert.Equal(groups.Length, left.Count);
            for (var k = 0; k < groups.Length; k++)
            {
                var back = left[k].Copy();
                back.Merge(grouped.Group(groups[k])!);
                SameFigures(Of(rows), back);
            }
        }, iter: 30);
    }

    [Fact]
    public void What_was_never_counted_cannot_be_removed()
    {
        var moments = new CoMoments(2);
        moments.Add([1, double.NaN]);
        Assert.Throws<InvalidOperationException>(() => moments.Remove([1, 2]));
        Assert.Equal(1, moments.Weight(0, 0));
    }

    private static CoMoments Of(double[][] rows)
    {
        var moments = new CoMoments(Variables);
        foreach (var row in rows) moments.Add(row);
        return moments;
    }

    private static void SameFigures(CoMoments expected, CoMoments actual)
    {
        for (var i = 0; i < Variables; i++)
            for (var j = i; j < Variables; j++)
            {
                Assert.Equal(expected.Weight(i, j), actual.Weight(i, j));
                Assert.Equal(expected.Mean(i), actual.Mean(i), 1e-9);
                Assert.Equal(expected.Covariance(i, j), actual.Covariance(i, j), 1e-8);
            }
    }
}
