using System.Text;
using Veinte.Doors.CloudEvents;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Tests.CloudEvents;

public sealed class Each_event_becomes_an_interaction
{
    [Fact]
    public void Attributes_and_data_are_where_they_belong()
    {
        const string data = """{"rating": 4, "staff": "Lucía", "area": "Norte", "channel": "in-person", "text": "bien"}""";
        var interaction = CloudEvent.Interaction(CloudEvent.With($$"""
            "time":"2026-11-24T11:00:00.5Z","datacontenttype":"application/json","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "attempt":3,"anonymousid":"device-7","data":{{data}}
            """));
        Assert.Equal((EventType.CloudEvent, IdentifierKind.User, "ana", "device-7", "m1", "shop", "Order"),
            (interaction.Type, interaction.CustomerKind, interaction.Customer, interaction.Anonymous, interaction.MessageId, interaction.Source, interaction.Touchpoint));
        Assert.Equal(("Lucía", "Norte", Channel.InPerson), (interaction.Staff, interaction.Area, interaction.Channel));
        Assert.Equal((4, 1, 5, SignalSet.Rating | SignalSet.Tone), (interaction.Signals.Rating, interaction.Signals.RatingMin, interaction.Signals.RatingMax, interaction.Signals.Present));
        Assert.Equal(Instant.From(new DateTimeOffset(2026, 11, 24, 11, 0, 0, 500, TimeSpan.Zero)), interaction.OccurredAt);
        Assert.Equal(data, interaction.Properties);
        Assert.Equal(
            """{"specversion":"1.0","id":"m1","source":"/shop","type":"Order","subject":"ana","time":"2026-11-24T11:00:00.5Z","datacontenttype":"application/json","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","attempt":3,"anonymousid":"device-7"}""",
            interaction.Context);
    }

    [Theory]
    [InlineData("", "Order", "")]
    [InlineData("""  "data":{"touchpoint":" Mostrador "}  """, "Mostrador", """{"touchpoint":" Mostrador "}""")]
    [InlineData(""" "data":null,"comment":null """, "Order", "")]
    [InlineData(""" "data":"a text" """, "Order", """{"data":"a text"}""")]
    [InlineData(""" "data":"rating: 5 \" ñ \u00f1","datacontenttype":"text/plain" """, "Order", """{"data":"rating: 5 \" ñ \u00f1"}""")]
    [InlineData(""" "data":[1,2] """, "Order", """{"data":[1,2]}""")]
    [InlineData(""" "data":17 """, "Order", """{"data":17}""")]
    [InlineData(""" "data_base64":"AQID","datacontenttype":"image/png" """, "Order", """{"data_base64":"AQID"}""")]
    [InlineData(""" "data_base64":"AQID" """, "Order", """{"data_base64":"AQID"}""")]
    public void Data_that_is_no_object_is_kept_and_says_nothing(string members, string touchpoint, string properties)
    {
        var interaction = CloudEvent.Interaction(CloudEvent.With(members));
        Assert.Equal((touchpoint, properties, SignalSet.None), (interaction.Touchpoint, interaction.Properties, interaction.Signals.Present));
        Assert.Equal(Door.Now, interaction.OccurredAt);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.shop.order+json; charset=utf-8")]
    [InlineData(null)]
    public void Data_in_Base64_that_is_JSON_is_read(string? type)
    {
        var packed = Convert.ToBase64String("""{"nps":9}"""u8).Replace("/", "\\/", StringComparison.Ordinal);
        var interaction = CloudEvent.Interaction(CloudEvent.With($"\"data_base64\":\"{packed}\"" + (type is null ? "" : $",\"datacontenttype\":\"{type}\"")));
        Assert.Equal((9, """{"nps":9}"""), (interaction.Signals.Nps, interaction.Properties));
        Assert.DoesNotContain("data_base64", interaction.Context);
    }

    [Fact]
    public void The_same_id_of_another_source_is_another_event_and_of_the_same_source_it_is_a_repeat()
    {
        var messages = ((string[])["/shop", "/shop", "/shopm", "/till"]).Zip((string[])["m1", "m1", "1", "m1"],
            (source, id) => CloudEvent.One($$"""{"specversion":"1.0","id":"{{id}}","source":"{{source}}","type":"T","subject":"ana"}""").Header.Message).ToList();
        Assert.Equal(messages[0], messages[1]);
        Assert.Equal(3, messages.Distinct().Count());
    }

    [Fact]
    public void The_extension_userid_goes_before_a_subject_that_is_something_else()
    {
        var interaction = CloudEvent.Interaction("""{"specversion":"1.0","id":"1","source":"s","type":"T","subject":"orders/17","userid":"ana"}""");
        Assert.Equal((IdentifierKind.User, "ana", ""), (interaction.CustomerKind, interaction.Customer, interaction.Anonymous));
        interaction = CloudEvent.Interaction("""{"specversion":"1.0","id":"1","source":"s","type":"T","anonymousid":"d7"}""");
        Assert.Equal((IdentifierKind.Anonymous, "d7", ""), (interaction.CustomerKind, interaction.Customer, interaction.Anonymous));
    }

    [Fact]
    public void A_batch_may_be_empty()
    {
        var (result, entries) = CloudEvent.Send("[]", CloudEventMode.Batch);
        Assert.Equal(new DoorResult(0, 0), result);
        Assert.Empty(entries);
    }

    [Fact]
    public void Binary_mode_is_the_same_event()
    {
        var interaction = CloudEvent.Binary("""{"rating":2}""", "application/json",
            ("CE-SpecVersion", "1.0"), ("ce-id", "7"), ("ce-source", "/till"), ("ce-type", "Queue"), ("ce-subject", "ana"), ("ce-time", "2026-11-24T10:00:00Z"),
            ("ce-datacontenttype", "text/plain"), ("ce-traceparent", "00-1"), ("host", "here"));
        Assert.Equal(("Queue", "ana", "7", 2), (interaction.Touchpoint, interaction.Customer, interaction.MessageId, interaction.Signals.Rating));
        Assert.Equal("""{"specversion":"1.0","id":"7","source":"/till","type":"Queue","subject":"ana","time":"2026-11-24T10:00:00Z","traceparent":"00-1","datacontenttype":"application/json"}""", interaction.Context);
        var structured = CloudEvent.One("""{"specversion":"1.0","id":"7","source":"/till","type":"Queue","subject":"ana"}""");
        Assert.Equal(structured.Header.Message, CloudEvent.One(CloudEvent.Structured([], null, ("ce-specversion", "1.0"), ("ce-id", "7"), ("ce-source", "/till"), ("ce-type", "Queue"), ("ce-subject", "ana"))).Header.Message);
    }

    [Theory]
    [InlineData("text/plain; charset=UTF-8", "hola ñ", """{"data":"hola ñ"}""")]
    [InlineData("text/plain; charset=iso-8859-1", "hola", """{"data_base64":"aG9sYQ=="}""")]
    [InlineData("image/png", "hola", """{"data_base64":"aG9sYQ=="}""")]
    [InlineData(null, "hola", """{"data_base64":"aG9sYQ=="}""")]
    [InlineData("application/json", "[1]", """{"data":[1]}""")]
    [InlineData("application/json", "", "")]
    public void The_body_of_binary_mode_is_kept_as_what_its_content_type_says(string? type, string body, string properties) =>
        Assert.Equal(properties, CloudEvent.Binary(body, type, ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "T"), ("ce-subject", "ana")).Properties);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%C3%BC1", "ü1")]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀")]
    [InlineData("100%25", "100%")]
    [InlineData("100%", "100%")]
    [InlineData("%zz", "%zz")]
    [InlineData("=?utf-8?b?w7wx?=", "ü1")]
    [InlineData("=?UTF-8?Q?Luc=C3=ADa_P=C3=A9rez?=", "Lucía Pérez")]
    [InlineData("=?utf-8?b?THVj?= =?utf-8?b?w61h?=", "Lucía")]
    [InlineData("=?iso-8859-1?q?Luc=EDa?=", "Lucía")]
    [InlineData("=?utf-8?b?@@?=", "=?utf-8?b?@@?=")]
    [InlineData("=?no-such-charset?q?a?=", "=?no-such-charset?q?a?=")]
    [InlineData("\"quoted \\\"value\\\"\"", "quoted \"value\"")]
    [InlineData("é", "é")] // Latin-1
    [InlineData("\u00C3\u00A9", "é")] // UTF-8, a character for each byte
    public void Header_values_are_decoded_in_every_way_clients_write_them(string header, string subject) =>
        Assert.Equal(subject, CloudEvent.Binary("", null, ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "T"), ("ce-subject", header)).Customer);

    [Theory]
    [InlineData("application/cloudevents+json", false, CloudEventMode.Structured)]
    [InlineData("Application/CloudEvents+JSON; charset=utf-8", true, CloudEventMode.Structured)]
    [InlineData("application/cloudevents-batch+json", true, CloudEventMode.Batch)]
    [InlineData("application/cloudevents+avro", true, CloudEventMode.Unsupported)]
    [InlineData("application/cloudevents+protobuf", false, CloudEventMode.Unsupported)]
    [InlineData("application/json", true, CloudEventMode.Binary)]
    [InlineData("application/json", false, CloudEventMode.None)]
    [InlineData(null, true, CloudEventMode.Binary)]
    [InlineData(null, false, CloudEventMode.None)]
    public void Only_the_content_type_decides_the_mode(string? type, bool hasVersion, CloudEventMode mode) => Assert.Equal(mode, CloudEventModes.Of(type, hasVersion));

    [Fact]
    public void What_stands_beyond_2500_events_is_kept_together_and_can_be_sent_again()
    {
        var events = Enumerable.Range(0, 2_503).Select(i => CloudEvent.With("").Replace("m1", $"m{i}", StringComparison.Ordinal));
        var (result, entries) = CloudEvent.Send($"[{string.Join(',', events)}]", CloudEventMode.Batch);
        Assert.Equal(new DoorResult(2_500, 3), result);
        var (_, reason, _, door, raw) = entries[^1].Quarantined!.Value;
        Assert.Equal(("batch-too-long", CloudEventDoor.Name), (reason, door));
        using var batch = new EntryBatchBuilder();
        Assert.Equal(new DoorResult(3, 0), CloudEventDoor.Replay(raw, new("shop"), Door.Now, new DoorLimits(), batch));
        Assert.Equal(["m2500", "m2501", "m2502"], Entered.Of(batch).Select(entered => entered.Interaction!.MessageId));
    }

    [Fact]
    public void A_quarantined_event_is_read_again_as_it_was_corrected()
    {
        var bad = CloudEvent.One(CloudEvent.With(""" "data":{"rating":9} """));
        Assert.Equal("rating-off-scale", bad.What);
        Assert.Contains("data.rating", CloudEvent.One(CloudEvent.With(""" "data":{"nps":"?"} """)).Quarantined!.Value.Detail.Replace("nps", "rating", StringComparison.Ordinal));
        using var batch = new EntryBatchBuilder();
        var corrected = Encoding.UTF8.GetString(bad.Quarantined!.Value.Raw).Replace("9", "4", StringComparison.Ordinal);
        Assert.Equal(new DoorResult(1, 0), CloudEventDoor.Replay(Encoding.UTF8.GetBytes(corrected), new("shop"), Door.Now, new DoorLimits(), batch));
    }
}
