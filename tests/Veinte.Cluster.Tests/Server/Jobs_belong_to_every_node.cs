using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Veinte.Cluster.Tests.Faults;
using Veinte.Server.Access;
using Veinte.Simulation;

namespace Veinte.Server.Tests;

/// <summary>Jobs and uploaded files of three server processes: what one node began, any other shows, ends, or goes on with when that one is gone.</summary>
public sealed class Jobs_belong_to_every_node
{
    private const string Mapping = """{ "customer": "{who}", "time": "2026-01-01", "interactions": [{ "touchpoint": "Counter", "rating": "{stars}" }] }""";
    private const string Content = "who,stars\nana,5\nana,4\nbea,1\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploaded_at_one_node_a_file_is_tried_imported_and_taken_back_at_others_and_is_never_posted_twice()
    {
        await using var servers = await ServerCluster.Start();
        var (a, b, c) = await Nodes(servers);
        var file = await a.Upload(Content);
        (await b.Get($"/api/v1/imports/files/{file}/preview")).Expect(200);
        Assert.Equal("dry-run", (await Finished(c, await a.Start("/api/v1/imports/dry-run", Order(file)))).GetProperty("state").GetString());
        var done = await Finished(c, await b.Start("/api/v1/imports", Order(file)));
        Assert.Equal(3, done.GetProperty("report").GetProperty("graded").GetInt32());
        Assert.Equal(15_000, await c.Balance("ana"));

        // Somebody who heard no answer asks another node.
        Assert.Equal("already-imported", (await Finished(a, await c.Start("/api/v1/imports", Order(await c.Upload(Content))))).GetProperty("state").GetString());
        Assert.Equal(15_000, await b.Balance("ana"));
        var undone = await Finished(b, await c.Start($"/api/v1/imports/{done.GetProperty("import").GetString()}/undo", ""));
        Assert.Contains("3 interactions", undone.GetProperty("detail").GetString());
        Assert.Equal(0, await a.Balance("ana"));
        Assert.Empty((await b.Get("/api/v1/imports/files")).Expect(200).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Any_node_ends_a_job_of_another_and_what_it_was_about_stays()
    {
        await using var servers = await ServerCluster.Start();
        var (a, b, c) = await Nodes(servers);
        var file = await a.Upload(Content);
        long job;
        await using (await HoldPieces(servers))
        {
            job = await a.Start("/api/v1/imports", Order(file));
            Assert.Equal("running", (await b.Job(job)).GetProperty("state").GetString());
            // What writes into the books is done one at a time, on all nodes together.
            Assert.Contains("Other work", (await b.Post("/api/v1/imports", Order(file))).ExpectProblem(409));
            (await c.Post($"/api/v1/jobs/{job}/cancel", "")).Expect(202);
            Assert.Equal("cancelled", (await Ended(b, job)).GetProperty("state").GetString());
        }
        await Finished(c, await b.Start("/api/v1/imports", Order(file)));
        Assert.Equal(15_000, await a.Balance("ana"));
    }

    [Fact]
    public async Task Of_a_killed_node_others_say_that_its_job_is_interrupted_and_an_import_of_a_paused_one_goes_on_elsewhere_once()
    {
        await using var servers = await ServerCluster.Start();
        var (a, b, c) = await Nodes(servers);
        var file = await a.Upload(Content);
        long import;
        await using (await HoldPieces(servers))
        {
            var trial = await a.Start("/api/v1/imports/dry-run", Order(file));
            await servers.Nodes[0].Kill();
            Assert.Equal("interrupted", (await Ended(b, trial)).GetProperty("state").GetString());
            Assert.Contains("Ask again", (await c.Job(trial)).GetProperty("error").GetString());

            import = await b.Start("/api/v1/imports", Order(file));
            await servers.Nodes[1].Pause();
        }
        var done = await Ended(c, import);
        Assert.True(done.GetProperty("state").GetString() == "finished", done.ToString());
        Assert.Equal(3, done.GetProperty("result").GetProperty("report").GetProperty("graded").GetInt32());
        var by = done.GetProperty("server").GetString();

        // The one that was paused finds that the import is not its own any more, and has room for other work.
        await servers.Nodes[1].GoOn();
        await Finished(c, await b.Start("/api/v1/verifications", ""));
        Assert.Equal(("finished", by), ((await b.Job(import)).GetProperty("state").GetString(), (await b.Job(import)).GetProperty("server").GetString()));
        Assert.Equal(15_000, await c.Balance("ana"));
        var listed = Assert.Single((await c.Get("/api/v1/imports")).Expect(200).GetProperty("items").EnumerateArray());
        Assert.Equal(("finished", 3), (listed.GetProperty("state").GetString(), listed.GetProperty("interactions").GetInt32()));
    }

    private static string Order(string file) => $$"""{"file":"{{file}}","mapping":{{Mapping}}}""";

    private static async Task<(Node A, Node B, Node C)> Nodes(ServerCluster servers)
    {
        var secret = (await servers.Accounts.Keys.Create("admin", ApiScope.Admin, "test", Cancel)).Secret;
        var nodes = servers.Nodes.Select(node => new Node(node, secret)).ToList();
        foreach (var node in nodes) await Patience.Until(() => node.Get("/api/v1/trial-balance"), answer => answer.Status == 200, Cancel);
        return (nodes[0], nodes[1], nodes[2]);
    }

    /// <summary>No node reads or writes what is in an uploaded file until this is let go of: jobs about one stand still where they are.</summary>
    private static async Task<IAsyncDisposable> HoldPieces(ServerCluster servers)
    {
        var connection = new NpgsqlConnection(servers.Postgres + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("begin; lock table veinte_app.import_pieces in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    private static Task<JsonElement> Ended(Node at, long job) =>
        Patience.Until(() => at.Job(job), ended => ended.GetProperty("state").GetString() is not ("running" or "waiting"), Cancel);

    private static async Task<JsonElement> Finished(Node at, long job)
    {
        var ended = await Ended(at, job);
        Assert.True(ended.GetProperty("state").GetString() == "finished", ended.ToString());
        return ended.GetProperty("result");
    }

    /// <summary>One node, asked straight.</summary>
    private sealed class Node(VeinteProcess process, string secret)
    {
        private static readonly HttpClient Straight = new();

        public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

        public Task<Answer> Post(string path, string json) => Send(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

        public async Task<string> Upload(string content) =>
            (await Send(HttpMethod.Post, "/api/v1/imports/files?name=stars.csv", new ByteArrayContent(Encoding.UTF8.GetBytes(content)))).Expect(201).GetProperty("id").GetString()!;

        /// <summary>Starts a job once nothing else runs, and where partitions have just changed hands once they answer.</summary>
        public async Task<long> Start(string path, string json) =>
            (await Patience.Until(() => Post(path, json), answer => answer.Status is not (409 or 503), Cancel)).Expect(202).GetProperty("id").GetInt64();

        public async Task<JsonElement> Job(long id) =>
            (await Patience.Until(() => Get($"/api/v1/jobs/{id}"), answer => answer.Status != 503, Cancel)).Expect(200);

        public async Task<long> Balance(string customer) =>
            (await Patience.Until(() => Get($"/api/v1/customers/{customer}"), answer => answer.Status != 503, Cancel)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64();

        private async Task<Answer> Send(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, new Uri(process.Address, path)) { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            using var response = await Straight.SendAsync(request, Cancel);
            return await Answer.Read(response);
        }
    }
}
