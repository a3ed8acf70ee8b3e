using System.Text;

namespace Veinte.Server.Tests.Importing;

public sealed class Files_are_imported_by_the_API(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """{ "customer": "{who}", "time": "2026-01-01", "interactions": [{ "touchpoint": "Counter", "rating": "{stars}" }] }""";

    [Fact]
    public async Task Upload_preview_dry_run_import_again_and_undo()
    {
        var admin = await server.CreateKey("admin");
        var file = await Upload(admin, "who;stars\nana-of-the-file;5\nbea-of-the-file;9\n");
        var preview = (await server.Get($"/api/v1/imports/files/{file}/preview", admin)).Expect(200);
        Assert.Equal((";", "who"), (preview.GetProperty("delimiter").GetString(), preview.GetProperty("columns")[0].GetString()));

        var tried = await server.Job("/api/v1/imports/dry-run", Order(file), admin);
        Assert.Equal("dry-run", tried.GetProperty("state").GetString());
        Assert.Equal((1, 1), (tried.GetProperty("report").GetProperty("graded").GetInt32(), tried.GetProperty("report").GetProperty("badRows").GetInt32()));
        Assert.Equal(3, tried.GetProperty("report").GetProperty("bad")[0].GetProperty("line").GetInt32());
        var known = (await server.Get("/api/v1/imports", admin)).Expect(200).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString());
        Assert.DoesNotContain(tried.GetProperty("import").GetString(), known);

        var done = await server.Job("/api/v1/imports", Order(file), admin);
        Assert.Equal("finished", done.GetProperty("state").GetString());
        (await server.Get($"/api/v1/imports/files/{file}/preview", admin)).ExpectProblem(404);
        var again = await server.Job("/api/v1/imports", Order(await Upload(admin, "who;stars\nana-of-the-file;5\nbea-of-the-file;9\n")), admin);
        Assert.Equal("already-imported", again.GetProperty("state").GetString());
        Assert.Equal(10_000, (await server.Get("/api/v1/customers/ana-of-the-file", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());

        await server.Job($"/api/v1/imports/{done.GetProperty("import").GetString()}/undo", "", admin);
        Assert.Equal(0, (await server.Get("/api/v1/customers/ana-of-the-file", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task A_mapping_is_proposed_from_the_columns_and_written_from_a_choice_of_them()
    {
        var admin = await server.CreateKey("admin");
        var proposal = (await server.Get($"/api/v1/imports/files/{await Upload(admin, "Correo;Valoración\nana@x.es;4,5\nbea@x.es;2\n")}/proposal?language=es", admin)).Expect(200);
        Assert.Equal(["customer", "rating"], proposal.GetProperty("plan").GetProperty("columns").EnumerateArray().Select(use => use.GetProperty("role").GetString()));
        Assert.Empty(proposal.GetProperty("written").GetProperty("errors").EnumerateArray());
        Assert.Equal(["airline_satisfaction", "olist_sample", "reviews", "us_airline_tweets"], proposal.GetProperty("ready").EnumerateArray().Select(ready => ready.GetProperty("id").GetString()));
        Assert.DoesNotContain(proposal.GetProperty("ready").EnumerateArray(), ready => ready.GetProperty("fits").GetBoolean());
        var written = (await server.Post("/api/v1/imports/columns", proposal.GetProperty("plan").GetRawText(), admin)).Expect(200);
        Assert.Equal(proposal.GetProperty("written").GetProperty("mapping").GetRawText(), written.GetProperty("mapping").GetRawText());

        var order = "{\"file\":\"" + proposal.GetProperty("file").GetProperty("id").GetString() + "\",\"mapping\":" + written.GetProperty("mapping").GetRawText() + "}";
        var tried = await server.Job("/api/v1/imports/dry-run", order, admin);
        Assert.Equal((2, 0), (tried.GetProperty("report").GetProperty("graded").GetInt32(), tried.GetProperty("report").GetProperty("badRows").GetInt32()));

        var book = await server.Get($"/api/v1/imports/files/{await Upload(admin, "PK\u0003\u0004")}/proposal", admin);
        Assert.Contains("spreadsheet", book.ExpectProblem(400));
        Assert.Equal("excel", book.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Only_who_may_decide_may_import()
    {
        foreach (var scope in (string[])["write", "read"])
        {
            var key = await server.CreateKey(scope);
            Assert.Equal(403, (await server.Post("/api/v1/imports", Order("x"), key)).Status);
            Assert.Equal(403, (await server.Send(HttpMethod.Post, "/api/v1/imports/files?name=a.csv", key, new StringContent("a"))).Status);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_told()
    {
        var admin = await server.CreateKey("admin");
        Assert.Contains("no uploaded file", (await server.Post("/api/v1/imports", Order("0123456789abcdef01234567"), admin)).ExpectProblem(400));
        Assert.Contains("no uploaded file", (await server.Post("/api/v1/imports", Order("../../app.db"), admin)).ExpectProblem(400));
        var file = await Upload(admin, "who,stars\n");
        Assert.Contains("needs \"interactions\"", (await server.Post("/api/v1/imports/dry-run", "{\"file\":\"" + file + "\",\"mapping\":{\"customer\":\"{who}\"}}", admin)).ExpectProblem(400));
        (await server.Send(HttpMethod.Post, "/api/v1/imports/files?name=..%2Fapp.db", admin, new StringContent("a"))).ExpectProblem(400);
        Assert.Equal(204, (await server.Delete($"/api/v1/imports/files/{file}", admin)).Status);
    }

    private static string Order(string file) => "{\"file\":\"" + file + "\",\"mapping\":" + Mapping + "}";

    private async Task<string> Upload(string admin, string content) =>
        (await server.Send(HttpMethod.Post, "/api/v1/imports/files?name=stars.csv", admin, new ByteArrayContent(Encoding.UTF8.GetBytes(content)))).Expect(201).GetProperty("id").GetString()!;
}
