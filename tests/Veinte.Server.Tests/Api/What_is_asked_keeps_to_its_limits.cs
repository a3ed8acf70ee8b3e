namespace Veinte.Server.Tests.Api;

/// <summary>A number outside its limits is refused by name, whether it stands in the address or in the body: nothing is bent in silence.</summary>
public sealed class What_is_asked_keeps_to_its_limits(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/api/v1/history/interactions?gradeMin=30", "gradeMin")]
    [InlineData("/api/v1/history/interactions?gradeMin=-1&gradeMax=21", "gradeMin gradeMax")]
    [InlineData("/api/v1/customers/ana/statement?limit=0", "limit")]
    public async Task In_an_address(string path, string names)
    {
        var problem = (await server.Get(path, await server.CreateKey("read"))).Expect(400);
        Assert.Equal(names.Split(' ').Order(), problem.GetProperty("errors").EnumerateObject().Select(one => one.Name).Order());
    }

    [Theory]
    [InlineData("/api/v1/surveys/none/reminders", """{"afterDays":5000}""", "afterDays")]
    [InlineData("/api/v1/listening/model/rollback", """{"position":-5}""", "position")]
    [InlineData("/api/v1/merges", """{"from":"","into":"ana"}""", "from")]
    public async Task In_a_body(string path, string body, string name)
    {
        var problem = (await server.Post(path, body, await server.CreateKey("admin"))).Expect(400);
        Assert.Equal(name, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task In_what_lies_within_and_in_each_of_a_list()
    {
        var long257 = new string('x', 257);
        var lists = (await server.Post("/api/v1/surveys/none/invitations", $$"""{"customers":[{"customer":"ana"},{"customer":"","name":"{{long257}}"},null],"days":0}""", await server.CreateKey("admin"))).Expect(400);
        Assert.Equal(["customers[1].customer", "customers[1].name", "days"], lists.GetProperty("errors").EnumerateObject().Select(one => one.Name).Order());
        var within = (await server.Post("/api/v1/policies/try", $$"""{"policy":{},"signals":{"text":"{{new string('x', 5_001)}}"} }""", await server.CreateKey("admin"))).Expect(400);
        Assert.Equal("signals.text", Assert.Single(within.GetProperty("errors").EnumerateObject()).Name);
    }
}
