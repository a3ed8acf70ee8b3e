using System.Text;
using System.Text.Json;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Api;

/// <summary>Work that takes longer than a request, asked for and looked at by HTTP: of one server, or of any node in turn.</summary>
public sealed class Long_work_is_seen_from_anywhere(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """{ "customer": "{who}", "time": "2026-01-01", "interactions": [{ "touchpoint": "Long work", "rating": "{stars}" }] }""";

    [Fact]
    public async Task A_job_says_who_does_it_and_keeps_what_came_of_it()
    {
        var admin = await server.CreateKey("admin");
        var started = (await Patience.Until(() => server.Post("/api/v1/verifications", "", admin), answer => answer.Status != 409, TestContext.Current.CancellationToken)).Expect(202);
        var id = started.GetProperty("id").GetInt64();
        var ended = await Ended(id, admin);
        Assert.Equal(("verify", "finished"), (ended.GetProperty("kind").GetString(), ended.GetProperty("state").GetString()));
        Assert.True(ended.GetProperty("result").GetProperty("agrees").GetBoolean());
        Assert.NotEqual("", ended.GetProperty("server").GetString());

        var listed = (await server.Get("/api/v1/jobs", admin)).Expect(200).GetProperty("items").EnumerateArray().Single(job => job.GetProperty("id").GetInt64() == id);
        Assert.Equal("finished", listed.GetProperty("state").GetString());
        // A list is for looking, and fifty results may be large.
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("result").ValueKind);
    }

    [Fact]
    public async Task What_has_ended_cannot_be_cancelled_and_what_never_was_is_not_there()
    {
        var admin = await server.CreateKey("admin");
        var started = (await Patience.Until(() => server.Post("/api/v1/verifications", "", admin), answer => answer.Status != 409, TestContext.Current.CancellationToken)).Expect(202);
        var id = started.GetProperty("id").GetInt64();
        await Ended(id, admin);
        Assert.Contains("finished", (await server.Post($"/api/v1/jobs/{id}/cancel", "", admin)).ExpectProblem(409));
        Assert.Contains("no job", (await server.Post("/api/v1/jobs/999999999/cancel", "", admin)).ExpectProblem(404));
        Assert.Contains("no job", (await server.Get("/api/v1/jobs/999999999", admin)).ExpectProblem(404));
    }

    [Fact]
    public async Task Only_who_may_decide_sees_jobs_and_ends_them()
    {
        var reader = await server.CreateKey("read");
        (await server.Get("/api/v1/jobs", reader)).ExpectProblem(403);
        (await server.Post("/api/v1/jobs/1/cancel", "", reader)).ExpectProblem(403);
    }

    [Fact]
    public async Task A_file_of_several_pieces_is_looked_at_tried_imported_and_taken_back_whoever_is_asked()
    {
        var admin = await server.CreateKey("admin");
        const int Rows = 30_000;
        // Two and a half pieces of those a cluster keeps: rows are cut where they happen to be.
        var content = new StringBuilder("who,stars,note\n");
        for (var row = 0; row < Rows; row++) content.Append(System.Globalization.CultureInfo.InvariantCulture, $"long-work-{row % 50},{row % 5 + 1},{new string((char)('a' + row % 26), 60)}\n");
        var bytes = Encoding.UTF8.GetBytes(content.ToString());
        var file = (await server.Send(HttpMethod.Post, "/api/v1/imports/files?name=pieces.csv", admin, new ByteArrayContent(bytes))).Expect(201);
        var id = file.GetProperty("id").GetString()!;
        Assert.Equal(bytes.Length, file.GetProperty("bytes").GetInt64());
        Assert.Equal(["who", "stars", "note"], (await server.Get($"/api/v1/imports/files/{id}/preview", admin)).Expect(200).GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        Assert.Contains((await server.Get("/api/v1/imports/files", admin)).Expect(200).GetProperty("items").EnumerateArray(), one => one.GetProperty("id").GetString() == id);

        var order = $$"""{"file":"{{id}}","mapping":{{Mapping}}}""";
        var tried = (await server.Job("/api/v1/imports/dry-run", order, admin)).GetProperty("report");
        Assert.Equal((Rows, Rows, 0), (tried.GetProperty("rows").GetInt32(), tried.GetProperty("graded").GetInt32(), tried.GetProperty("badRows").GetInt32()));
        var done = await server.Job("/api/v1/imports", order, admin);
        Assert.Equal(Rows, done.GetProperty("report").GetProperty("graded").GetInt32());
        // Used, it is gone, and whoever asks for it is told what to do.
        Assert.Contains("Upload it again", (await server.Get($"/api/v1/imports/files/{id}/preview", admin)).ExpectProblem(404));
        Assert.Contains("Upload it again", (await server.Post("/api/v1/imports", order, admin)).ExpectProblem(400));
        Assert.Equal(Rows / 50, await Interactions(admin));

        await server.Job($"/api/v1/imports/{done.GetProperty("import").GetString()}/undo", "", admin);
        Assert.Equal(0, (await server.Get("/api/v1/customers/long-work-4", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());
    }

    private async Task<int> Interactions(string admin) =>
        (await server.Get("/api/v1/customers/long-work-4", admin)).Expect(200).GetProperty("account").GetProperty("interactions").GetInt32();

    private Task<JsonElement> Ended(long id, string key) => Patience.Until(
        async () => (await server.Get($"/api/v1/jobs/{id}", key)).Expect(200), job => job.GetProperty("state").GetString() != "running", TestContext.Current.CancellationToken);
}
