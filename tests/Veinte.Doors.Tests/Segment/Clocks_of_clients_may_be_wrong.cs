using System.Globalization;
using CsCheck;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Tests.Segment;

public sealed class Clocks_of_clients_may_be_wrong
{
    // Received at 2026-11-24T12:00:00Z.
    [Theory]
    [InlineData("", "", "2026-11-24T12:00:00.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T11:59:00.000Z\"", "", "2026-11-24T11:59:00.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T11:59:00.000Z\"", "\"sentAt\":\"2026-11-24T11:59:01.500Z\"", "2026-11-24T11:59:58.500Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T15:59:00.000Z\"", "\"sentAt\":\"2026-11-24T15:59:01.500Z\"", "2026-11-24T11:59:58.500Z", false)]
    [InlineData("\"originalTimestamp\":\"1970-01-01T00:00:05.000Z\",\"timestamp\":\"2026-11-24T11:00:00Z\"", "\"sentAt\":\"1970-01-01T00:00:06.000Z\"", "2026-11-24T11:59:59.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T11:59:00.000Z\",\"sentAt\":\"2026-11-24T11:59:02.000Z\"", "\"sentAt\":\"2026-11-24T11:59:30.000Z\"", "2026-11-24T11:59:58.000Z", false)]
    [InlineData("\"timestamp\":\"2020-01-02T03:04:05.000Z\"", "\"sentAt\":\"2026-11-24T12:00:00.000Z\"", "2020-01-02T03:04:05.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T11:00:00.1234567+00:00\"", "", "2026-11-24T11:00:00.123Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T13:00:00+02:00\"", "", "2026-11-24T11:00:00.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24 11:00:00\"", "", "2026-11-24T11:00:00.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24\"", "", "2026-11-24T00:00:00.000Z", false)]
    [InlineData("\"timestamp\":\"Tue, 24 Nov 2026 11:00:00 GMT\"", "", "2026-11-24T11:00:00.000Z", false)]
    [InlineData("\"timestamp\":1795518000", "", "2026-11-24T11:00:00.000Z", false)]
    [InlineData("\"timestamp\":1795518000123", "", "2026-11-24T11:00:00.123Z", false)]
    [InlineData("\"timestamp\":\"\"", "", "2026-11-24T12:00:00.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T12:10:00Z\"", "", "2026-11-24T12:10:00.000Z", false)]
    [InlineData("\"timestamp\":\"2026-11-24T12:10:01Z\"", "", "2026-11-24T12:00:00.000Z", true)]
    [InlineData("\"timestamp\":\"2026-11-25T12:00:00Z\"", "", "2026-11-24T12:00:00.000Z", true)]
    [InlineData("\"timestamp\":\"2026-11-24T11:00:00Z\"", "\"sentAt\":\"rubbish\"", "2026-11-24T11:00:00.000Z", false)]
    public void The_time_waited_is_what_counts(string own, string envelope, string occurred, bool clamped)
    {
        var @event = $$"""{"type":"track","userId":"u","event":"E"{{(own.Length > 0 ? "," : "")}}{{own}}}""";
        var (_, entries) = Door.Send($$"""{"batch":[{{@event}}]{{(envelope.Length > 0 ? "," : "")}}{{envelope}}}""");
        var interaction = Assert.Single(entries).Interaction!;
        Assert.Equal(occurred, interaction.OccurredAt.ToString());
        Assert.Equal(clamped, interaction.Flags == EntryFlags.TimeClamped);
    }

    [Fact]
    public void All_four_times_are_kept()
    {
        var (_, entries) = Door.Send("""{"batch":[{"type":"track","userId":"u","event":"E","timestamp":"2026-11-24T10:00:00Z"}],"sentAt":"2026-11-24T10:00:30Z"}""");
        var interaction = Assert.Single(entries).Interaction!;
        Assert.Equal(At("2026-11-24T10:00:00Z"), interaction.OriginalAt);
        Assert.Equal(At("2026-11-24T10:00:30Z"), interaction.SentAt);
        Assert.Equal(Door.Now, interaction.ReceivedAt);
        Assert.Equal(At("2026-11-24T11:59:30Z"), interaction.OccurredAt);
    }

    [Fact]
    public void Absent_times_are_none()
    {
        var interaction = Door.Interaction("""{"type":"track","userId":"u","event":"E"}""");
        Assert.Equal((InteractionDraft.NoTime, InteractionDraft.NoTime), (interaction.OriginalAt, interaction.SentAt));
    }

    [Fact]
    public void Whatever_the_framework_can_write_is_read_back() => Check.Sample(
        Gen.DateTimeOffset.Where(time => time.Year is > 1991 and < 2026),
        time =>
        {
            var written = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
            var (_, entries) = Door.Send($$"""{"userId":"u","event":"E","timestamp":"{{written}}"}""", SegmentRoute.Track);
            return entries.Single().Interaction!.OriginalAt == Instant.From(time);
        });

    private static Instant At(string time) => Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
}
