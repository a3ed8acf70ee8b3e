using System.Text.Json;
using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Simulator.Tests;

public sealed class Bodies_for_the_door
{
    [Fact]
    public void A_batch_is_what_a_Segment_client_sends()
    {
        var events = Periods.Small().Between(Periods.DaysAgo(30), Periods.Today).ToList();
        using var json = new SegmentJson();
        using var body = JsonDocument.Parse(json.Batch(events, Periods.Today));

        Assert.Equal("2026-03-01T00:00:00.000000Z", body.RootElement.GetProperty("sentAt").GetString());
        var batch = body.RootElement.GetProperty("batch");
        Assert.Equal(events.Count, batch.GetArrayLength());
        foreach (var (e, sent) in events.Zip(batch.EnumerateArray()))
        {
            Assert.Equal(e.MessageId, sent.GetProperty("messageId").GetString());
            Assert.Equal(e.Defect != Defect.NoCustomer, sent.TryGetProperty("userId", out _) || sent.TryGetProperty("anonymousId", out _));
            var type = sent.GetProperty("type").GetString();
            if (type == "track")
            {
                Assert.Equal(e.Defect != Defect.NoEventName, sent.TryGetProperty("event", out _));
                var properties = sent.GetProperty("properties");
                Assert.Equal(e.Channel.Name(), properties.GetProperty("channel").GetString());
                if (e.Defect == Defect.None && e.Signals.Has(SignalSet.Rating))
                    Assert.Equal(e.Signals.Rating, properties.GetProperty("rating").GetDouble());
            }
            else if (type == "identify") Assert.Equal(e.Passenger!.Name, sent.GetProperty("traits").GetProperty("name").GetString());
            else Assert.Equal((e.AnonymousId, e.CustomerId), (sent.GetProperty("previousId").GetString(), sent.GetProperty("userId").GetString()));
        }
    }

    [Fact]
    public void A_load_batch_is_valid_and_holds_what_its_tally_says()
    {
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[1, 200], Gen.Int[1, 100], Gen.Int[0, 10]).Sample((number, size, touchpoints, staff) =>
        {
            var generator = new LoadGenerator(3, new() { BatchSize = size, Touchpoints = touchpoints, Staff = staff, Customers = int.MaxValue });
            var target = new byte[generator.BatchBytesMax];
            var length = generator.Write(number, target, out var tally);
            using var body = JsonDocument.Parse(target.AsMemory(0, length));

            var batch = body.RootElement.GetProperty("batch").EnumerateArray().ToList();
            Assert.Equal(size, batch.Count);
            Assert.Distinct(batch.Select(e => e.GetProperty("messageId").GetString()));
            var ratings = batch.Select(e => e.GetProperty("properties")).Where(p => p.TryGetProperty("rating", out _)).Select(p => p.GetProperty("rating").GetInt64()).ToList();
            Assert.All(ratings, rating => Assert.InRange(rating, 1, 5));
            Assert.Equal(
                new LoadTally(batch.Count, ratings.Count, ratings.Sum(), batch.Count(e => e.GetProperty("properties").TryGetProperty("outcome", out _)), length),
                tally);
        }, iter: 60);
    }

    [Fact]
    public void The_same_number_makes_the_same_batch_in_whatever_order()
    {
        var one = new LoadGenerator(3);
        var other = new LoadGenerator(3);

        Assert.Equal(one.Batch(8), other.Batches(7, 2)[1]);
        Assert.NotEqual(one.Batch(8), one.Batch(9));
        Assert.NotEqual(one.Batch(8), new LoadGenerator(4).Batch(8));
        Assert.Equal(one.Tally(5, 10), one.Tally(5, 4) + one.Tally(9, 6));
    }

    [Fact]
    public void Load_touchpoints_beyond_Auroras_own_have_names_too()
    {
        var generator = new LoadGenerator(1);

        Assert.Equal("Flight search", generator.TouchpointName(0));
        Assert.Equal("Touchpoint 1000", generator.TouchpointName(999));
    }
}
