using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Engine;
using Veinte.Engine.Folds;
using Veinte.Model;
using Veinte.Server.Listening;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Listening;

/// <summary>Filters by customer, grade, any property and any trait: by the API, and in what the filter is made of.</summary>
public sealed class Texts_are_filtered_by_whatever_they_came_with(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int EachProcess = 3;

    [Fact]
    public async Task By_customer_grade_property_and_trait_each_and_together()
    {
        var (write, read) = (await server.CreateKey("write"), await server.CreateKey("read"));
        (await server.Post("/v1/batch", JsonSerializer.Serialize(new
        {
            batch = new object[]
            {
                new { type = "identify", userId = "f-ana", messageId = "f-1", traits = new { tier = "gold", children = 2, city = "Quito" } },
                new { type = "identify", userId = "f-luis", messageId = "f-2", traits = new { tier = "basic", children = 2 } },
                // What a device wrote belongs to whoever signed in on it.
                Wrote("f-3", "El embarque fue lento", new { fare = "basic", seats = 2, member = true }, anonymous: "f-device"),
                new { type = "identify", userId = "f-ana", anonymousId = "f-device", messageId = "f-4" },
                Wrote("f-5", "El embarque fue rápido", new { fare = "flex", rating = 5 }, user: "f-ana"),
                Wrote("f-6", "El embarque fue normal", new { fare = "basic", rating = 3, seats = 1.50 }, user: "f-luis"),
                Wrote("f-7", "El embarque fue malo", new { fare = "x' OR '1'='1", rating = 1 }, user: "f-eva"),
            },
        }), write)).Expect(200);
        await Texts("", read, 4);

        await Texts("&customer=f-ana", read, 2, "lento", "rápido");
        await Texts("&customer=f-device", read, 2, "lento", "rápido");
        await Texts("&customer=nobody", read, 0);
        await Texts("&gradeFrom=10", read, 2, "rápido", "normal");
        await Texts("&gradeFrom=10&gradeTo=10", read, 1, "normal");
        await Texts("&gradeTo=9.9", read, 1, "malo");
        await Texts("&property=fare%3Dbasic", read, 2, "lento", "normal");
        await Texts("&property=fare%3Dbasic&property=seats%3D2", read, 1, "lento");
        await Texts("&property=seats%3D1.5", read, 1, "normal");
        await Texts("&property=member%3Dtrue", read, 1, "lento");
        await Texts("&property=" + Uri.EscapeDataString("fare=x' OR '1'='1"), read, 1, "malo");
        await Texts("&property=fare%3Dfirst", read, 0);
        await Texts("&trait=tier%3Dgold", read, 2, "lento", "rápido");
        await Texts("&trait=children%3D2", read, 3);
        await Texts("&trait=children%3D2&trait=tier%3Dbasic", read, 1, "normal");
        await Texts("&trait=" + Uri.EscapeDataString("tier=gold' --"), read, 0);
        await Texts("&customer=f-luis&trait=tier%3Dgold", read, 0);
        await Texts("&trait=tier%3Dgold&property=fare%3Dflex&gradeFrom=20&customer=f-ana", read, 1, "rápido");
        // Themes and topics are of the same texts.
        var themes = (await server.Get("/api/v1/listening/themes?touchpoint=Boarding&trait=tier%3Dgold", read)).Expect(200);
        Assert.Equal(2, themes.GetProperty("texts").GetInt32());
        (await server.Get("/api/v1/listening/topics?touchpoint=Boarding&property=fare%3Dbasic&customer=f-ana", read)).Expect(200);
        // Traits are those of today.
        (await server.Post("/v1/identify", """{"userId":"f-luis","messageId":"f-8","traits":{"tier":"gold"}}""", write)).Expect(200);
        await Texts("&trait=tier%3Dgold", read, 3);
    }

    [Fact]
    public async Task Traits_of_however_many_writers_are_found_each_of_its_own()
    {
        // Of one partition more are asked for than go into a round of questions.
        const int Customers = 3_000;
        var write = await server.CreateKey("write");
        foreach (var some in Enumerable.Range(0, Customers).Chunk(500))
        {
            (await server.Post("/v1/batch", JsonSerializer.Serialize(new
            {
                batch = some.Select(number => new { type = "identify", userId = $"w-{number}", messageId = $"w-{number}", traits = new { third = number % 3 == 0 } }),
            }), write)).Expect(200);
        }
        UInt128 Key(int number) => StableHash.Customer(IdentifierKind.User, $"w-{number}");
        var having = await server.Host.Services.GetRequiredService<Books>().WithTraits(Enumerable.Range(0, Customers).Select(Key), [new("third", "true")], TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Customers).Where(number => number % 3 == 0).Select(Key).Order(), having.Order());
    }

    [Theory]
    [InlineData("gradeFrom=30", "'30' is no grade: write gradeFrom as a number from 0 to 20")]
    [InlineData("gradeTo=-1", "write gradeTo as a number")]
    [InlineData("gradeFrom=much", "'much' is no grade")]
    [InlineData("gradeFrom=NaN", "'NaN' is no grade")]
    [InlineData("intent=fly", "Ask for know, go, do or buy")]
    [InlineData("textLanguage=fr", "Ask for es or en")]
    [InlineData("gradeFrom=12&gradeTo=3", "No grade is 12 or better and 3 or worse")]
    [InlineData("property=basic", "'basic' is no property. Write name=value")]
    [InlineData("property=%3Dbasic", "Write name=value")]
    [InlineData("trait=tier%3D", "'tier=' is no trait. Write name=value")]
    public async Task Words_that_say_no_filter_are_refused_with_what_to_write(string words, string said)
    {
        var read = await server.CreateKey("read");
        foreach (var question in (string[])["themes", "texts", "topics"])
        {
            var answer = await server.Get($"/api/v1/listening/{question}?{words}", read);
            Assert.Contains(said, answer.ExpectProblem(400), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_is_refused_where_the_page_would_leave_a_filter_out()
    {
        var read = await server.CreateKey("read");
        foreach (var (words, said) in ((string, string)[])[
            ("gradeFrom=mucho", "mucho"), ("gradeTo=21", "21"), ("property=basic", "basic"), ("trait=x", "x"), ("channel=pigeon", "pigeon"), ("tone=loud", "loud"),
            ("gradeFrom=9&gradeTo=8", "9–8"), ("intent=unknown", "unknown"), ("theme=weather", "weather"), ("textLanguage=fr", "fr"), ("days=8", "8")])
            await IsRefused(words, said);
        Assert.Equal(200, (await server.Get("/listening.csv?gradeFrom=9%2C5&property=a%3Db&trait=c%3Dd&customer=nobody", read)).Status);

        async Task IsRefused(string words, string said) => Assert.Contains(said, (await server.Get($"/listening.csv?{words}", read)).ExpectProblem(400));
    }

    [Fact]
    public void A_question_equals_another_that_asks_the_same_and_no_other()
    {
        HeardFilter Asked(string property, string trait) => new(default, new(7))
        {
            Properties = NamedValues.Read([property], out _),
            Writers = new("ana", NamedValues.Read([trait], out _), new HashSet<UInt128> { 1 }),
        };
        Assert.Equal(Asked("fare=basic", "tier=gold"), Asked("fare=basic", "tier=gold"));
        Assert.NotEqual(Asked("fare=basic", "tier=gold"), Asked("fare=flex", "tier=gold"));
        Assert.NotEqual(Asked("fare=basic", "tier=gold"), Asked("fare=basic", "tier=basic"));
        Assert.Equal(Asked("fare=basic", "tier=gold").GetHashCode(), Asked("fare=basic", "tier=gold").GetHashCode());
    }

    [Fact]
    public void Properties_are_texts_numbers_and_truth_values_of_the_interaction_itself()
    {
        var json = Encoding.UTF8.GetBytes("""{"a":"x=y","b":1.50,"c":true,"d":null,"e":{"a":"no"},"f":["no"],"g":"","h":"é"}""");
        Assert.Equal(["a=x=y", "b=1.50", "b=1.5", "c=true", "h=é"], NamedValue.In(json, 10).Select(one => one.ToString()));
        Assert.Equal(["a=x=y", "b=1.50"], NamedValue.In(json, 2).Select(one => one.ToString()));
        // Half a character is no text; what stands beside it is.
        var half = Encoding.UTF8.GetBytes("""{"a":"\ud800","\ud800":"b","c":"d"}""");
        Assert.Equal(["c=d"], NamedValue.In(half, 10).Select(one => one.ToString()));
        Assert.False(new NamedValue("a", "x").IsIn(half));
        Assert.Empty(NamedValue.In([], 10));
        Assert.Empty(NamedValue.In("[1]"u8, 10));
        Assert.Equal(new NamedValue("a", "x=y"), NamedValue.Read(" a = x=y "));
        foreach (var none in (string?[])[null, "", "a", "=", "a=", "=b", new string('n', 101) + "=b", "a=" + new string('v', 101)])
            Assert.Null(NamedValue.Read(none));
        // Whoever has no grade is in no range of grades.
        var ungraded = new HeardText(1, new(1), "desk", Channel.Web, false, 0.1f, float.NaN, 0, 0);
        Assert.True(new HeardFilter(default, new(7)).Fits(ungraded));
        Assert.False(new HeardFilter(default, new(7)) { GradeFrom = 0 }.Fits(ungraded));
        Assert.False(new HeardFilter(default, new(7)) { GradeTo = 20 }.Fits(ungraded));
        Assert.True(new HeardFilter(default, new(7)) { GradeFrom = 13.333, GradeTo = 13.333 }.Fits(ungraded with { Grade = (float)(40 / 3.0) }));
    }

    private static object Wrote(string message, string text, object properties, string? user = null, string? anonymous = null)
    {
        var all = JsonSerializer.SerializeToNode(properties)!.AsObject();
        all["text"] = text;
        return user is not null
            ? new { type = "track", @event = "Boarding", messageId = message, userId = user, properties = all }
            : new { type = "track", @event = "Boarding", messageId = message, anonymousId = anonymous, properties = all };
    }

    // Each process hears by itself, a moment after the books.
    private async Task Texts(string filter, string key, int count, params string[] words)
    {
        var inARow = 0;
        var answer = await Patience.Until(
            async () => (await server.Get("/api/v1/listening/texts?touchpoint=Boarding" + filter, key)).Expect(200),
            answer => (inARow = answer.GetProperty("items").GetArrayLength() == count ? inARow + 1 : 0) == EachProcess, TestContext.Current.CancellationToken);
        var texts = answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()!).ToList();
        foreach (var word in words) Assert.Contains(texts, text => text.Contains(word, StringComparison.Ordinal));
    }
}
