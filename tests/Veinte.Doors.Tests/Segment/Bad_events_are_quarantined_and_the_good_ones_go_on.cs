using System.Text;
using Veinte.Doors.Segment;

namespace Veinte.Doors.Tests.Segment;

public sealed class Bad_events_are_quarantined_and_the_good_ones_go_on
{
    [Theory]
    [InlineData("null", "not-an-object")]
    [InlineData("42", "not-an-object")]
    [InlineData("\"text\"", "not-an-object")]
    [InlineData("[[]]", "not-an-object")]
    [InlineData("{}", "unknown-type")]
    [InlineData("""{"type":"purchase","userId":"u"}""", "unknown-type")]
    [InlineData("""{"type":"batch","userId":"u"}""", "unknown-type")]
    [InlineData("""{"type":{},"userId":"u"}""", "wrong-type")]
    [InlineData("""{"type":"track","event":"E"}""", "missing-customer")]
    [InlineData("""{"type":"track","event":"E","userId":"","anonymousId":null}""", "missing-customer")]
    [InlineData("""{"type":"track","event":"E","userId":"undefined"}""", "blocked-identifier")]
    [InlineData("""{"type":"track","event":"E","userId":"[object Object]"}""", "blocked-identifier")]
    [InlineData("""{"type":"track","event":"E","userId":" NULL "}""", "blocked-identifier")]
    [InlineData("""{"type":"track","event":"E","userId":0}""", "blocked-identifier")]
    [InlineData("""{"type":"track","event":"E","anonymousId":"00000000-0000-0000-0000-000000000000"}""", "blocked-identifier")]
    [InlineData("""{"type":"track","event":"E","userId":{"id":1}}""", "wrong-type")]
    [InlineData("""{"type":"track","event":"E","userId":true}""", "wrong-type")]
    [InlineData("""{"type":"track","event":"E","userId":1.5}""", "wrong-type")]
    [InlineData("""{"type":"track","userId":"u"}""", "missing-event")]
    [InlineData("""{"type":"track","userId":"u","event":"  "}""", "missing-event")]
    [InlineData("""{"type":"track","userId":"u","event":["E"]}""", "wrong-type")]
    [InlineData("""{"type":"group","userId":"u"}""", "missing-group")]
    [InlineData("""{"type":"alias","userId":"u"}""", "missing-previous-id")]
    [InlineData("""{"type":"alias","userId":"u","previousId":"null"}""", "missing-previous-id")]
    [InlineData("""{"type":"alias","previousId":"p"}""", "missing-customer")]
    [InlineData("""{"type":"track","userId":"u","event":"E","properties":"x"}""", "wrong-type")]
    [InlineData("""{"type":"track","userId":"u","event":"E","context":[]}""", "wrong-type")]
    [InlineData("""{"type":"identify","userId":"u","traits":7}""", "wrong-type")]
    [InlineData("""{"type":"track","userId":"u","event":"E","userId":"v"}""", "duplicate-member")]
    [InlineData("""{"type":"track","userId":"u","event":"E","userId":null}""", "duplicate-member")]
    [InlineData("""{"type":"track","userId":"u","event":"E","properties":{},"properties":{}}""", "duplicate-member")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":"yesterday"}""", "time-invalid")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":"2026-02-30T00:00:00Z"}""", "time-invalid")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":{}}""", "time-invalid")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":"9999-12-31T23:59:59Z"}""", "time-out-of-range")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":"1969-12-31T23:59:59Z"}""", "time-out-of-range")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":0}""", "time-out-of-range")]
    [InlineData("""{"type":"track","userId":"u","event":"E","timestamp":1e999}""", "time-invalid")]
    public void Each_with_its_reason(string bad, string reason)
    {
        var good = """{"type":"track","userId":"u","event":"Good"}""";
        var (result, entries) = Door.Send($$"""{"batch":[{{good}},{{bad}},{{good}}]}""");
        Assert.Equal(new DoorResult(2, 1), result);
        Assert.Equal(["interaction Good", reason, "interaction Good"], entries.Select(entry => entry.What));
        var quarantined = entries[1].Quarantined!.Value;
        Assert.Equal(bad, Encoding.UTF8.GetString(quarantined.Raw));
        Assert.EndsWith(".", quarantined.Detail);
        Assert.Equal("shop", quarantined.Source);
        Assert.True(QuarantineReasons.TryParse(quarantined.Reason, out _));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_spoil_only_their_event()
    {
        byte[] body = [.. """{"batch":[{"type":"track","userId":"u","event":"Good"},{"type":"track","userId":"u","event":"caf"""u8, 0xE9, .. "\"}]}"u8];
        var (result, entries) = Door.Send(body);
        Assert.Equal(new DoorResult(1, 1), result);
        Assert.Equal(["interaction Good", "invalid-utf8"], entries.Select(entry => entry.What));
        Assert.Contains((byte)0xE9, entries[1].Quarantined!.Value.Raw);
    }

    [Fact]
    public void Half_an_emoji_becomes_the_replacement_character()
    {
        var interaction = Door.Interaction("""{"type":"track","userId":"u","event":"E \\ud83d \ud83d","properties":{"text":"cut \ud83d","pair":"\ud83d\ude00","low":"\ude00"}}""");
        Assert.Equal("E \\ud83d \ufffd", interaction.Touchpoint);
        Assert.Equal("""{"text":"cut \ufffd","pair":"\ud83d\ude00","low":"\ufffd"}""", interaction.Properties);
    }

    [Fact]
    public void A_name_full_of_escapes_that_is_far_too_long_is_refused_like_any_other()
    {
        // Several steps look at the name, so its escapes are resolved more than once.
        var name = string.Concat(Enumerable.Repeat("\\n", 9_000)) + new string('x', 10_000);
        Assert.Equal("touchpoint-too-long", Door.One($$"""{"type":"track","userId":"u","event":"x{{name}}x"}""").What);
        Assert.Equal("touchpoint-too-long", Door.One($$"""{"type":"page","userId":"u","name":"x{{name}}x"}""").What);
    }

    [Fact]
    public void An_event_of_more_than_32_KB_is_too_large_and_kept_whole()
    {
        var large = Door.Track($$"""{"text":"{{new string('x', 33_000)}}"}""");
        var entered = Door.One(large);
        Assert.Equal("event-too-large", entered.What);
        Assert.Equal(large.Length, entered.Quarantined!.Value.Raw.Length);
        Assert.Equal("interaction Order Completed", Door.One(Door.Track($$"""{"text":"{{new string('x', 32_000)}}"}""")).What);
    }

    [Theory]
    [InlineData(30, "interaction Order Completed")]
    [InlineData(31, "too-deep")]
    [InlineData(5_000, "too-deep")]
    public void Nesting_has_an_end(int levels, string what) =>
        Assert.Equal(what, Door.One(Door.Track($$"""{"x":{{new string('[', levels)}}{{new string(']', levels)}}}""")).What);

    [Fact]
    public void Identifiers_names_and_message_ids_have_a_length()
    {
        string Long(int length) => new('é', length); // two bytes each
        Assert.Equal("identifier-too-long", Door.One($$"""{"type":"track","userId":"{{Long(129)}}","event":"E"}""").What);
        Assert.Equal("interaction E", Door.One($$"""{"type":"track","userId":"{{Long(128)}}","event":"E"}""").What);
        Assert.Equal("touchpoint-too-long", Door.One($$"""{"type":"track","userId":"u","event":"{{Long(129)}}"}""").What);
        Assert.Equal("name-too-long", Door.One(Door.Track($$"""{"staff":"{{Long(129)}}"}""")).What);
        Assert.Equal("message-id-too-long", Door.One($$"""{"type":"track","userId":"u","event":"E","messageId":"{{Long(101)}}"}""").What);
        Assert.Equal("interaction E", Door.One($$"""{"type":"track","userId":"u","event":"E","messageId":"{{Long(100)}}"}""").What);
    }

    [Fact]
    public void What_stands_beyond_2500_events_is_kept_together_and_can_be_sent_again()
    {
        var events = Enumerable.Range(0, 2_503).Select(i => $$"""{"type":"track","userId":"u","event":"E","messageId":"m{{i}}"}""");
        var (result, entries) = Door.Send($$"""{"batch":[{{string.Join(" , ", events)}} ] }""");
        Assert.Equal(new DoorResult(2_500, 3), result);
        Assert.Equal(2_501, entries.Count);
        var rest = entries[^1].Quarantined!.Value;
        Assert.Equal("batch-too-long", rest.Reason);

        var (again, replayed) = Door.Send(rest.Raw);
        Assert.Equal(new DoorResult(3, 0), again);
        Assert.Equal(["m2500", "m2501", "m2502"], replayed.Select(entry => entry.Interaction!.MessageId));
    }

    [Fact]
    public void A_source_may_not_open_a_million_touchpoints()
    {
        var source = new DoorSource("noisy");
        var limits = new DoorLimits { TouchpointsPerSourceMax = 100 };
        string Batch(int from) => $$"""{"batch":[{{string.Join(',', Enumerable.Range(from, 80).Select(i => $$"""{"type":"track","userId":"u","event":"Order {{i}}"}"""))}}]}""";
        Assert.Equal(new DoorResult(80, 0), Door.Send(Batch(0), source: source, limits: limits).Result);
        var (second, entries) = Door.Send(Batch(40), source: source, limits: limits);
        Assert.Equal(new DoorResult(60, 20), second);
        Assert.All(entries.Where(entry => entry.Quarantined is not null), entry => Assert.Equal("too-many-touchpoints", entry.What));
        Assert.Equal(new DoorResult(80, 0), Door.Send(Batch(0), source: source, limits: limits).Result);
        Assert.Equal(100, source.Touchpoints.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"batch":{}}""")]
    [InlineData("""{"batch":null}""")]
    [InlineData("""{"batch":[],"batch":[]}""")]
    [InlineData("""{"batch":[{"type":"track","userId":"u","event":"E"},]}""")]
    [InlineData("""{"batch":[{"type":"track","userId":"u","event":"E"}""")]
    [InlineData("""{"batch":[{"type":"track","userId":"u","event":"E"}]} {}""")]
    [InlineData("""{"batch":[{"type":"track","userId":"u","event":NaN}]}""")]
    [InlineData("""{"batch":[{"type":"track","userId":"u","event":"\x"}]}""")]
    [InlineData("{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"line\nbreak\"}]}")]
    public void A_body_that_is_no_batch_is_malformed_and_leaves_nothing_behind(string body)
    {
        var (result, entries) = Door.Send(body);
        Assert.True(result.IsMalformed);
        Assert.Empty(entries);
        Assert.Equal((0, 0), (result.Accepted, result.Quarantined));
    }

    [Fact]
    public void A_malformed_body_leaves_what_was_in_the_batch_before()
    {
        using var batch = new Journal.Entries.EntryBatchBuilder();
        SegmentDoor.Read("""{"type":"track","userId":"u","event":"E"}"""u8, SegmentRoute.Track, new("shop"), Door.Now, new DoorLimits(), batch);
        var result = SegmentDoor.Read("""{"batch":[{"type":"track","userId":"u","event":"E"}"""u8, SegmentRoute.Batch, new("shop"), Door.Now, new DoorLimits(), batch);
        Assert.True(result.IsMalformed);
        Assert.True(result.Position > 0);
        Assert.Single(Entered.Of(batch));
    }

    [Fact]
    public void An_empty_batch_is_no_error() => Assert.Equal(new DoorResult(0, 0), Door.Send("\uFEFF{\"batch\":[]}").Result);

    [Fact]
    public void A_context_that_every_event_would_copy_has_a_limit() =>
        Assert.True(Door.Send("{\"batch\":[],\"context\":{\"x\":\"" + new string('x', 9_000) + "\"}}").Result.IsMalformed);

    [Fact]
    public void A_quarantined_single_event_says_by_which_route_it_came() =>
        Assert.Equal("segment:page", Door.Send("{}", SegmentRoute.Page).Entries.Single().Quarantined!.Value.Door);
}
