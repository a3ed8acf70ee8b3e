using System.Text;
using CsCheck;
using Veinte.Doors.CloudEvents;

namespace Veinte.Doors.Tests.CloudEvents;

public sealed class Bad_events_are_quarantined
{
    private const string Sound = """{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana"}""";

    [Theory]
    [InlineData("null", "not-an-object")]
    [InlineData("[]", "not-an-object")]
    [InlineData("{}", "cloud-event-invalid")]
    [InlineData("""{"id":"1","source":"s","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":1.0,"id":"1","source":"s","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","source":"s","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"","source":"s","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":7,"source":"s","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":" ","type":"T","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data":1,"data_base64":"AQID"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data_base64":"@@"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data_base64":{}}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data_base64":"AQID","datacontenttype":"application/json"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","user_id":"x"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","Subject":"ana"}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","extra":{"a":1}}""", "cloud-event-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","id":"2"}""", "duplicate-member")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T"}""", "missing-customer")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"undefined"}""", "blocked-identifier")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","time":"noon"}""", "time-invalid")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","time":"2999-01-01T00:00:00Z"}""", "time-out-of-range")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","time":"1899-01-01T00:00:00Z"}""", "time-out-of-range")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data":{"rating":6}}""", "rating-off-scale")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data":{"rating":"NaN"}}""", "signal-not-a-number")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"ana","data":{"outcome":"meh"}}""", "unknown-outcome")]
    public void Each_with_its_reason_and_the_good_ones_go_on(string bad, string reason)
    {
        var (result, entries) = CloudEvent.Send($"[{Sound},{bad},{Sound}]", CloudEventMode.Batch);
        Assert.Equal(new DoorResult(2, 1), result);
        var quarantined = Assert.Single(entries, entered => entered.Quarantined is not null).Quarantined!.Value;
        Assert.Equal((reason, CloudEventDoor.Name, "shop"), (quarantined.Reason, quarantined.Door, quarantined.Source));
        Assert.Equal(bad, Encoding.UTF8.GetString(quarantined.Raw));
        Assert.EndsWith(".", quarantined.Detail);
        Assert.DoesNotContain("properties", quarantined.Detail);
    }

    [Fact]
    public void Sizes_depths_lengths_and_bytes_have_their_limits()
    {
        string Long(int length) => new('é', length); // two bytes each
        Assert.Equal("event-too-large", CloudEvent.One(CloudEvent.With($"\"data\":\"{new string('x', 33_000)}\"")).What);
        Assert.Equal("interaction Order", CloudEvent.One(CloudEvent.With($"\"data\":\"{new string('x', 32_000)}\"")).What);
        Assert.Equal("too-deep", CloudEvent.One(CloudEvent.With($"\"data\":{new string('[', 40)}{new string(']', 40)}")).What);
        Assert.Equal("message-id-too-long", CloudEvent.One(CloudEvent.With("").Replace("m1", Long(129), StringComparison.Ordinal)).What);
        Assert.Equal("identifier-too-long", CloudEvent.One(CloudEvent.With("").Replace("ana", Long(129), StringComparison.Ordinal)).What);
        Assert.Equal("touchpoint-too-long", CloudEvent.One(CloudEvent.With("").Replace("Order", Long(129), StringComparison.Ordinal)).What);
        byte[] latin = [.. """[{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"Luc"""u8, 0xED, .. "a\"},"u8, .. Encoding.UTF8.GetBytes(Sound), .. "]"u8];
        Assert.Equal(["invalid-utf8", "interaction T"], CloudEvent.Send(latin, CloudEventMode.Batch).Entries.Select(entered => entered.What));
    }

    [Theory]
    [InlineData("", CloudEventMode.Structured)]
    [InlineData("", CloudEventMode.Batch)]
    [InlineData("{", CloudEventMode.Structured)]
    [InlineData("NaN", CloudEventMode.Structured)]
    [InlineData("[{}", CloudEventMode.Batch)]
    [InlineData("[{},]", CloudEventMode.Batch)]
    [InlineData("{}", CloudEventMode.Batch)]
    [InlineData("null", CloudEventMode.Batch)]
    public void A_body_that_is_no_JSON_or_no_list_is_refused_whole(string body, CloudEventMode mode)
    {
        var (result, entries) = CloudEvent.Send(body, mode);
        Assert.True(result.IsMalformed);
        Assert.EndsWith(".", result.Malformed);
        Assert.Empty(entries);
    }

    private static readonly byte[] SoundBatch = Encoding.UTF8.GetBytes(
        """
        [{"specversion":"1.0","id":"\u0031","source":"s","type":"T\n","subject":"ana","time":"2026-11-24T11:00:00Z","data":{"rating":4,"text":"\ud83d\ude00 ñ"}},
        {"specversion":"1.0","id":"2","source":"s","type":"T","subject":"ana","data_base64":"eyJucHMiOjl9","traceparent":"00-1","n":3},
        {"specversion":"1.0","id":"3","source":"s","type":"T","subject":"ana","datacontenttype":"text/plain","data":"hola \"q\""}]
        """);

    private static readonly byte[][] Tokens =
        [.. new[] { "{", "}", "[", "]", "\"", ",", ":", "null", "NaN", "1e999", "\\", "\\ud800", "\"data\":1,", "\"data_base64\":\"e30=\",", "{}", "[[[[[[[[", "true", "\u0000", "\uFEFF" }.Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void Arbitrary_bytes_are_refused_or_read_in_every_mode() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool, Gen.String[Gen.Char, 0, 20], Gen.String[Gen.Char, 0, 20]).Sample((bytes, list, header, type) =>
        {
            Sent(bytes, list ? CloudEventMode.Batch : CloudEventMode.Structured);
            Sent(BinaryCloudEvent.ToStructured(
                [new("ce-id", header), new("ce-" + type, header), new("ce-specversion", "1.0"), new("ce-type", "T"), new("ce-source", "s"), new("ce-subject", "=?utf-8?q?" + header)],
                type, bytes), CloudEventMode.Structured);
        }, iter: 10_000);

    [Fact]
    public void A_sound_batch_with_parts_changed_is_refused_or_each_event_ends_with_a_reason() =>
        Gen.Select(Gen.Int[0, SoundBatch.Length - 1], Gen.Int[0, 60], Gen.Int[0, Tokens.Length], Gen.Byte.Array[0, 8]).Array[1, 3].Sample(changes =>
        {
            var bytes = SoundBatch;
            foreach (var (at, removed, token, rubbish) in changes)
            {
                var from = Math.Min(at, bytes.Length);
                bytes = [.. bytes[..from], .. token < Tokens.Length ? Tokens[token] : rubbish, .. bytes[Math.Min(from + removed, bytes.Length)..]];
            }
            Sent(bytes, CloudEventMode.Batch);
        }, iter: 20_000);

    private static void Sent(byte[] bytes, CloudEventMode mode)
    {
        // Reads every entry back: texts must be UTF-8, bodies must be whole.
        var (result, entries) = CloudEvent.Send(bytes, mode);
        Assert.Equal(result.IsMalformed, result.Malformed is { Length: > 0 });
        if (result.IsMalformed) Assert.Empty(entries);
        foreach (var entered in entries)
            if (entered.Quarantined is { } quarantined) Assert.True(QuarantineReasons.TryParse(quarantined.Reason, out _), quarantined.Reason);
            else
                foreach (var json in (string[])[entered.Interaction!.Properties, entered.Interaction.Context])
                    if (json.Length > 0)
                        System.Text.Json.JsonDocument.Parse(json, new() { MaxDepth = 100 }).Dispose();
    }
}
