using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Ledger.Tests;

public sealed class CourseTests
{
    private static readonly Instant Ever = new(-3000 * Instant.MicrosPerDay);
    private static readonly Instant After = new(3000 * Instant.MicrosPerDay);

    [Fact]
    public void A_course_holds_the_sums_of_each_day_that_ends_its_window() => Some.History.Sample(history =>
    {
        var newest = history.Length == 0 ? 0 : history.Max(c => Day(c.At));
        var expected = history.GroupBy(c => Day(c.At)).Where(day => day.Key > newest - DailyCourse.DaysKept).OrderBy(day => day.Key)
            .Select(day => new CourseSum(
                new(day.Key * Instant.MicrosPerDay), day.Count(), day.Count(c => c.Grade is not null), day.Sum(c => (long)(c.Grade?.Milli ?? 0)),
                day.Sum(c => (long)(c.Grade?.Milli ?? 0) * (c.Grade?.Milli ?? 0)), new(day.Sum(c => c.Amount.Milli))));
        Assert.Equal(expected, Course(history).Between(Ever, After));
    });

    [Fact]
    public void The_order_in_which_things_arrive_does_not_matter() =>
        Some.History.SelectMany(h => Gen.Shuffle(h.ToArray()).Select(s => (h, s))).Sample((history, shuffled) =>
            Assert.Equal(Course(history).Between(Ever, After), Course(shuffled).Between(Ever, After)));

    [Fact]
    public void What_is_taken_out_again_leaves_the_days_as_they_were() =>
        Gen.Select(Some.History, Some.History).Sample((kept, undone) =>
        {
            // All within one window: what has left it cannot come back.
            (kept, undone) = ([.. kept.Select(Recent)], [.. undone.Select(Recent)]);
            var course = Course(kept.Concat(undone));
            foreach (var contact in undone) contact.AddTo(course, -1);
            Assert.Equal(Course(kept).Between(Ever, After), course.Between(Ever, After));
        });

    [Fact]
    [Trait("merges", nameof(DailyCourse))]
    [Trait("merges", "CourseWindow")]
    public void Courses_of_partitions_merge_in_any_order() => Gen.Select(Some.History, Some.History).Sample((a, b) =>
    {
        var (ab, ba) = (Course(a), Course(b));
        ab.Merge(Course(b));
        ba.Merge(Course(a));
        Assert.Equal(Course(a.Concat(b)).Between(Ever, After), ab.Between(Ever, After));
        Assert.Equal(ab.Between(Ever, After), ba.Between(Ever, After));
    });

    [Fact]
    public void A_sum_over_some_days_is_the_sum_of_those_days() =>
        Gen.Select(Some.History, Gen.Long[-500, 600], Gen.Long[0, 200]).Sample((history, first, days) =>
        {
            var (from, to) = (new Instant(first * Instant.MicrosPerDay), new Instant((first + days) * Instant.MicrosPerDay));
            var course = Course(history);
            var sum = course.Sum(from, to);
            var parts = course.Between(from, to);
            Assert.All(parts, day => Assert.True(day.Start >= from && day.Start < to));
            Assert.Equal((parts.Sum(d => d.Interactions), parts.Sum(d => d.Graded), parts.Sum(d => d.Amount.Milli)), (sum.Interactions, sum.Graded, sum.Amount.Milli));
        });

    [Fact]
    public void A_day_that_has_begun_before_the_time_asked_for_is_left_out()
    {
        var course = Course([new(null, default, new(Instant.MicrosPerDay)), new(null, default, new(2 * Instant.MicrosPerDay))]);
        Assert.Single(course.Between(new(Instant.MicrosPerDay + 1), After));
        Assert.Equal(2, course.Between(new(Instant.MicrosPerDay), After).Count);
        Assert.Single(course.Between(Ever, new(2 * Instant.MicrosPerDay)));
        Assert.Equal(2, course.Between(Ever, new(2 * Instant.MicrosPerDay + 1)).Count);
    }

    [Fact]
    public void Mean_and_variance_are_those_of_the_grades()
    {
        var day = Assert.Single(Course([.. new[] { 12_000, 15_000, 18_000 }.Select(milli => new Contact(new(milli), default, default))]).Between(Ever, After));
        Assert.Equal(15, day.Mean);
        Assert.Equal(9, day.Variance);

        var ungraded = Assert.Single(Course([new(null, default, default)]).Between(Ever, After));
        Assert.Null(ungraded.Mean);
        Assert.Null(ungraded.Variance);
    }

    [Fact]
    public void Hours_are_kept_sixty_days_and_days_ten_years()
    {
        var course = new HourlyCourse();
        for (var day = 0; day <= 4000; day += 5) course.Add(new(day * Instant.MicrosPerDay + 7 * Instant.MicrosPerHour), 1, 1, 15_000, 5_000);
        var (hours, days) = (course.Hours(Ever, new(5000 * Instant.MicrosPerDay)), course.Days(Ever, new(5000 * Instant.MicrosPerDay)));

        Assert.Equal(new Instant((4000 - 55) * Instant.MicrosPerDay + 7 * Instant.MicrosPerHour), hours[0].Start);
        Assert.Equal(12, hours.Count);
        Assert.Equal(new Instant(350 * Instant.MicrosPerDay), days[0].Start);
        Assert.Equal((4000 - 350) / 5 + 1, days.Count);
        Assert.Equal(new Points(5_000 * 12), course.SumOfHours(Ever, new(5000 * Instant.MicrosPerDay)).Amount);
        Assert.Equal(days.Count, course.SumOfDays(Ever, new(5000 * Instant.MicrosPerDay)).Graded);
    }

    [Fact]
    [Trait("merges", nameof(HourlyCourse))]
    public void Hours_read_back_as_they_were_written_and_merge() => Gen.Select(Some.History, Some.History).Sample((a, b) =>
    {
        var (whole, merged) = (Hours(a.Concat(b)), HourlyCourse.Read(Some.Bytes(Hours(a).Write)));
        merged.Merge(Hours(b).Copy());
        Assert.Equal(whole.Hours(Ever, After), merged.Hours(Ever, After));
        Assert.Equal(whole.Days(Ever, After), merged.Days(Ever, After));
        Assert.Equal(Some.Bytes(whole.Write), Some.Bytes(merged.Write));
    });

    [Fact]
    public void The_written_form_of_hours_never_changes()
    {
        var course = new HourlyCourse();
        course.Add(new(-1), 1, 1, 8_000, -2_000);   // the last microsecond of 1969

        const string Sums = "0202" + "807D" + "80C0843D" + "9F1F";
        Assert.Equal("01" + "0101" + "01" + Sums + "0101" + "01" + Sums, Convert.ToHexString(Some.Bytes(course.Write)));
    }

    private static Contact Recent(Contact contact) => contact with { At = new(contact.At.UnixMicros % (300 * Instant.MicrosPerDay) / 2) };

    private static long Day(Instant at) => (long)Math.Floor(at.UnixMicros / (decimal)Instant.MicrosPerDay);

    private static DailyCourse Course(IEnumerable<Contact> history)
    {
        var course = new DailyCourse();
        foreach (var contact in history) contact.AddTo(course, 1);
        return course;
    }

    private static HourlyCourse Hours(IEnumerable<Contact> history)
    {
        var course = new HourlyCourse();
        foreach (var c in history) course.Add(c.At, 1, c.Grade is null ? 0 : 1, c.Grade?.Milli ?? 0, c.Amount.Milli);
        return course;
    }
}
