using System.Text.Json;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Tests.Segment;

public sealed class Each_call_becomes_its_entry
{
    [Theory]
    [InlineData("""{"type":"track","userId":"u1","event":"Order Completed"}""", "Order Completed", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":{"touchpoint":"Checkout"}}""", "Checkout", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"track","userId":"u1","event":" X ","properties":{"touchpoint":"  "}}""", "X", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":{"touchpoint":7}}""", "7", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":null}""", "X", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","context":{"library":{"name":"analytics.js"}}}""", "X", EventType.Track, Channel.Web)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","context":{"library":{"name":"RudderLabs JavaScript SDK"}}}""", "X", EventType.Track, Channel.Web)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":{"channel":"WhatsApp"}}""", "X", EventType.Track, Channel.Whatsapp)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":{"channel":"in-person"}}""", "X", EventType.Track, Channel.InPerson)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":{"channel":"paid_search"}}""", "X", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"track","userId":"u1","event":"X","properties":{"channel":{"id":1}}}""", "X", EventType.Track, Channel.Other)]
    [InlineData("""{"type":"page","userId":"u1","name":"Home","properties":{"path":"/a"}}""", "Home", EventType.Page, Channel.Web)]
    [InlineData("""{"type":"page","userId":"u1","properties":{"path":"/shop/cart?x=1#y"}}""", "/shop/cart", EventType.Page, Channel.Web)]
    [InlineData("""{"type":"page","userId":"u1","properties":{"url":"https://shop.example/help/?q=1"}}""", "/help/", EventType.Page, Channel.Web)]
    [InlineData("""{"type":"page","userId":"u1","properties":{"url":"https://shop.example"}}""", "/", EventType.Page, Channel.Web)]
    [InlineData("""{"type":"page","userId":"u1"}""", "page", EventType.Page, Channel.Web)]
    [InlineData("""{"type":"screen","userId":"u1","name":"Main"}""", "Main", EventType.Screen, Channel.App)]
    [InlineData("""{"type":"screen","userId":"u1"}""", "screen", EventType.Screen, Channel.App)]
    [InlineData("""{"type":"Track","userId":"u1","event":"caf\u00e9 \ud83d\ude00"}""", "café 😀", EventType.Track, Channel.Other)]
    [InlineData("""{"t\u0079pe":"track","userId":"u1","event":"X"}""", "X", EventType.Track, Channel.Other)]
    public void Something_that_happened_is_an_interaction_at_its_touchpoint(string sent, string touchpoint, EventType type, Channel channel)
    {
        var interaction = Door.Interaction(sent);
        Assert.Equal((touchpoint, type, channel), (interaction.Touchpoint, interaction.Type, interaction.Channel));
        Assert.Equal(("u1", IdentifierKind.User, "shop"), (interaction.Customer, interaction.CustomerKind, interaction.Source));
    }

    [Fact]
    public void Everything_an_event_says_is_kept()
    {
        var properties = """{"staff":"Ana","area":"Madrid","stage":"buy","journey":"first order","intent":"BUY","text":"gracias","x":[1,{"y":null}]}""";
        var context = """{"library":{"name":"x","version":"1"},"ip":"192.0.2.1"}""";
        var sent = $$"""{"type":"track","userId":"u1","anonymousId":"a1","event":"E","messageId":"m-1","properties":{{properties}},"context":{{context}}}""";

        var entered = Door.One(sent);

        var interaction = entered.Interaction!;
        Assert.Equal(("Ana", "Madrid", "buy", "first order", Intent.Buy),
            (interaction.Staff, interaction.Area, interaction.Stage, interaction.Journey, interaction.Intent));
        Assert.Equal((properties, context, "a1", "m-1"), (interaction.Properties, interaction.Context, interaction.Anonymous, interaction.MessageId));
        Assert.Equal(StableHash.Message(StableHash.Source("shop"), "m-1"), entered.Header.Message);
        Assert.Equal(StableHash.Customer(IdentifierKind.User, "u1"), entered.Header.Key);
    }

    [Theory]
    [InlineData("""{"type":"track","anonymousId":"a1","event":"X"}""", "a1", IdentifierKind.Anonymous, "")]
    [InlineData("""{"type":"track","anonymousId":"a1","userId":"","event":"X"}""", "a1", IdentifierKind.Anonymous, "")]
    [InlineData("""{"type":"track","anonymousId":"a1","userId":null,"event":"X"}""", "a1", IdentifierKind.Anonymous, "")]
    [InlineData("""{"type":"track","anonymousId":"a1","userId":"undefined","event":"X"}""", "a1", IdentifierKind.Anonymous, "")]
    [InlineData("""{"type":"track","anonymousId":"NULL","userId":"u1","event":"X"}""", "u1", IdentifierKind.User, "")]
    [InlineData("""{"type":"track","anonymousId":"a1","userId":"u1","event":"X"}""", "u1", IdentifierKind.User, "a1")]
    [InlineData("""{"type":"track","userId":1042,"event":"X"}""", "1042", IdentifierKind.User, "")]
    [InlineData("""{"type":"track","userId":"ana\u0040example.com","event":"X"}""", "ana@example.com", IdentifierKind.User, "")]
    public void The_customer_is_the_user_when_known_else_the_anonymous_one(string sent, string customer, IdentifierKind kind, string anonymous)
    {
        var interaction = Door.Interaction(sent);
        Assert.Equal((customer, kind, anonymous), (interaction.Customer, interaction.CustomerKind, interaction.Anonymous));
    }

    [Fact]
    public void Identify_carries_traits_and_the_anonymous_identifier()
    {
        var entered = Door.One("""{"type":"identify","userId":"u1","anonymousId":"a1","messageId":"m1","traits":{"name":"Jané \"J\"","age":null}}""");
        var identified = entered.Identified!;
        Assert.Equal(new Identifier(IdentifierKind.User, "u1"), identified.Customer);
        Assert.Equal(("a1", null, "shop", "m1"), (identified.Anonymous, identified.GroupId, identified.Source, identified.MessageId));
        Assert.Equal("Jané \"J\"", identified.Traits.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, identified.Traits.GetProperty("age").ValueKind);
        Assert.Equal(identified.Customer.Key, entered.Header.Key);
        Assert.Equal(StableHash.Message(StableHash.Source("shop"), "m1"), entered.Header.Message);
    }

    [Theory]
    [InlineData("""{"type":"identify","userId":"u1","context":{"traits":{"email":"j@example.com"}}}""", """{"email":"j@example.com"}""")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"a":1},"context":{"traits":{"b":2}}}""", """{"a":1}""")]
    [InlineData("""{"type":"identify","userId":"u1"}""", "{}")]
    [InlineData("""{"type":"group","userId":"u1","groupId":"g1","traits":{"name":"Initech"}}""", """{"company":{"name":"Initech"}}""")]
    [InlineData("""{"type":"group","userId":"u1","groupId":"g1","context":{"traits":{"b":2}}}""", "{}")]
    public void Traits_come_from_where_clients_put_them(string sent, string traits) =>
        Assert.Equal(traits, Door.One(sent).Identified!.Traits.GetRawText());

    [Fact]
    public void Group_names_the_organisation() =>
        Assert.Equal("g1", Door.One("""{"type":"group","userId":"u1","groupId":"g1"}""").Identified!.GroupId);

    [Fact]
    public void Alias_asks_for_a_merge_of_the_former_identifier()
    {
        var entered = Door.One("""{"type":"alias","previousId":"anon1","userId":"u1","messageId":"m1"}""");
        Assert.Equal(
            new MergeRequested(new(IdentifierKind.Anonymous, "anon1"), new(IdentifierKind.User, "u1"), "alias", "shop"), entered.Merge);
        Assert.Equal(entered.Merge!.From.Key, entered.Header.Key);
    }

    [Theory]
    [InlineData(SegmentRoute.Track, """{"userId":"u1","event":"E"}""", "interaction E")]
    [InlineData(SegmentRoute.Page, """{"userId":"u1","name":"Home","type":"track"}""", "interaction Home")]
    [InlineData(SegmentRoute.Screen, """{"userId":"u1","name":"Main"}""", "interaction Main")]
    [InlineData(SegmentRoute.Identify, """{"userId":"u1"}""", "CustomerIdentified")]
    [InlineData(SegmentRoute.Group, """{"userId":"u1","groupId":"g"}""", "CustomerIdentified")]
    [InlineData(SegmentRoute.Alias, """{"userId":"u1","previousId":"p"}""", "MergeRequested")]
    [InlineData(SegmentRoute.Batch, """{"userId":"u1","event":"E","type":"track"}""", "interaction E")]
    [InlineData(SegmentRoute.Track, """{"batch":[{"userId":"u1","type":"page","name":"P"}]}""", "interaction P")]
    public void A_single_event_is_what_its_route_says(SegmentRoute route, string body, string what)
    {
        var (result, entries) = Door.Send(body, route);
        Assert.Equal(new DoorResult(1, 0), result);
        Assert.Equal(what, Assert.Single(entries).What);
    }

    [Fact]
    public void Events_without_a_message_id_stay_two_even_when_they_look_alike()
    {
        var (_, entries) = Door.Send("""{"batch":[{"type":"track","userId":"u","event":"E"},{"type":"track","userId":"u","event":"E"}]}""");
        Assert.Equal(2, entries.Select(entry => entry.Header.Message).Distinct().Count());
        Assert.All(entries, entry => Assert.StartsWith("made-", entry.Interaction!.MessageId));
    }

    [Fact]
    public void The_context_of_the_batch_lies_under_that_of_each_event()
    {
        var (_, entries) = Door.Send("""
            {"batch":[{"type":"track","userId":"u","event":"E","context":{"locale":"es","page":{"a":1}}},{"type":"track","userId":"u","event":"E"}],
             "context":{"locale":"en","ip":"192.0.2.1"}}
            """);
        Assert.Equal("""{"ip":"192.0.2.1","locale":"es","page":{"a":1}}""", entries[0].Interaction!.Context);
        Assert.Equal("""{"locale":"en","ip":"192.0.2.1"}""", entries[1].Interaction!.Context);
    }

    [Theory]
    [InlineData("""{"batch":[],"writeKey":"K1"}""", "K1")]
    [InlineData("""{"batch":[{"writeKey":"K2","type":"track"}]}""", "K2")]
    [InlineData("""{"type":"track","writeKey":"K3"}""", "K3")]
    [InlineData("""{"batch":[{"properties":{"writeKey":"no"}}]}""", null)]
    [InlineData("""{"writeKey":""", null)]
    public void The_write_key_is_found_where_clients_put_it(string body, string? key) =>
        Assert.Equal(key, SegmentDoor.FindWriteKey(System.Text.Encoding.UTF8.GetBytes(body)));
}
