using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Journal.Entries;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Api;

/// <summary>What a server that is alone with its folder says of jobs whose server is gone, and which of them it goes on with.</summary>
public sealed class Jobs_outlive_their_server
{
    private const string Mapping = """{ "customer": "{who}", "time": "2026-01-01", "interactions": [{ "touchpoint": "Counter", "rating": "{stars}" }] }""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_job_gives_up_and_says_who_wanted_that()
    {
        await using var server = await ServerFixture.Start();
        var admin = await server.CreateKey("admin", "kim");
        var job = await Begin(server, "patience");
        Assert.Null(await Of(server).Start(new("another", "kim"), (_, _) => Task.FromResult(default(JsonElement))));
        (await server.Post($"/api/v1/jobs/{job}/cancel", "", admin)).Expect(202);
        var ended = await Ended(server, job, admin);
        Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        Assert.Contains("kim", ended.GetProperty("error").GetString());
        // The next one need not wait.
        await Begin(server, "after it");
    }

    [Fact]
    public async Task A_server_that_is_stopped_says_so_of_its_job_and_one_that_was_killed_is_said_to_have_interrupted_it()
    {
        await using var server = await ServerFixture.Start();
        var stopped = await Begin(server, "patience");
        // As a killed server leaves it.
        var killed = await Leave(server, new() { Kind = "verify", Author = "kim", State = "running", Server = "gone", ServerName = "gone" });
        var waited = await Leave(server, new() { Kind = "verify", Author = "kim", State = "running", Server = "gone", ServerName = "gone", CancelledBy = "lee" });
        await server.Restart();
        var admin = await server.CreateKey("admin");
        Assert.Equal("stopped", (await State(server, stopped, admin)).GetProperty("state").GetString());
        var interrupted = await State(server, killed, admin);
        Assert.Equal("interrupted", interrupted.GetProperty("state").GetString());
        Assert.Contains("Ask again", interrupted.GetProperty("error").GetString());
        Assert.NotEqual(JsonValueKind.Null, interrupted.GetProperty("finishedAt").ValueKind);
        Assert.Equal("cancelled", (await State(server, waited, admin)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_import_whose_server_was_killed_goes_on_at_the_next_start_under_its_number()
    {
        await using var server = await ServerFixture.Start();
        var file = await Upload(server, "who,stars\nana,5\nbea,1\n");
        var job = await Leave(server, new() { Kind = "import", Author = "kim", State = "running", Holds = "books", Server = "gone", ServerName = "gone", Order = $$"""{"file":"{{file}}","mapping":{{Mapping}}}""" });
        await server.Restart();
        var admin = await server.CreateKey("admin");
        var ended = await Ended(server, job, admin);
        Assert.True(ended.GetProperty("state").GetString() == "finished", ended.ToString());
        Assert.Equal(2, ended.GetProperty("result").GetProperty("report").GetProperty("graded").GetInt32());
        Assert.Equal(10_000, (await server.Get("/api/v1/customers/ana", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());
        Assert.Empty((await server.Get("/api/v1/imports/files", admin)).Expect(200).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_order_that_a_version_without_jobs_has_left_becomes_one()
    {
        await using var server = await ServerFixture.Start();
        var file = await Upload(server, "who,stars\nana,5\n");
        var orders = Directory.CreateDirectory(Path.Combine(server.Folder, "imports", "orders")).FullName;
        await File.WriteAllTextAsync(Path.Combine(orders, file + ".json"), $$"""{"order":{"file":"{{file}}","mapping":{{Mapping}},"name":null,"joined":null},"author":"kim","askedAt":"2026-11-01T10:00:00+00:00"}""", Cancel);
        await server.Restart();
        var admin = await server.CreateKey("admin");
        await Patience.Until(() => server.Get("/api/v1/imports", admin), answer => answer.Expect(200).GetProperty("items").EnumerateArray().Any(import => import.GetProperty("state").GetString() == "finished"), Cancel);
        await Patience.Until(() => Task.FromResult(Directory.GetFiles(orders).Length), left => left == 0, Cancel);
        Assert.Equal(10_000, (await server.Get("/api/v1/customers/ana", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task What_writes_into_the_books_waits_for_an_import_that_waits_for_a_server()
    {
        await using var server = await ServerFixture.Start();
        // Busy, the server takes nothing up.
        await Begin(server, "patience");
        await Leave(server, new() { Kind = "import", Author = "kim", State = "waiting", Server = "gone", ServerName = "gone", Order = $$"""{"file":"0123456789abcdef01234567","mapping":{{Mapping}}}""" });
        // Another server of the same books, which has looked after nothing yet.
        var other = ActivatorUtilities.CreateInstance<Jobs>(server.Host.Services);
        Task<JobView?> Ask(bool writes) => other.Start(new("probe", "kim", WritesBooks: writes), (_, _) => Task.FromResult(JobsApi.ToJson(true)));
        Assert.Null(await Ask(writes: true));
        Assert.NotNull(await Ask(writes: false));
    }

    // A full disk takes neither what a job would write nor that it has failed.
    [Fact]
    public async Task A_job_whose_end_could_not_be_written_down_keeps_nobody_from_the_books()
    {
        await using var server = await ServerFixture.Start();
        var left = await Leave(server, new() { Kind = "verify", Author = "kim", State = "running", Holds = "books", Server = "here", ServerName = "here" });
        Task<JobView?> Ask() => Of(server).Start(new("probe", "kim", WritesBooks: true), (_, _) => Task.FromResult(JobsApi.ToJson(true)));
        Assert.Null(await Ask());
        Assert.NotNull(await Patience.Until(Ask, begun => begun is not null, Cancel));
        Assert.Equal("interrupted", (await Of(server).Find(left))!.State);
    }

    [Fact]
    public async Task An_import_whose_file_is_gone_fails_and_says_to_upload_it_again()
    {
        await using var server = await ServerFixture.Start();
        var job = await Leave(server, new() { Kind = "import", Author = "kim", State = "running", Holds = "books", Server = "gone", ServerName = "gone", Order = $$"""{"file":"0123456789abcdef01234567","mapping":{{Mapping}}}""" });
        await server.Restart();
        var ended = await Ended(server, job, await server.CreateKey("admin"));
        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains("Upload it again", ended.GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_import_that_took_three_servers_with_it_is_left_alone()
    {
        await using var server = await ServerFixture.Start();
        var job = await Leave(server, new() { Kind = "import", Author = "kim", State = "running", Holds = "books", Losses = 3, Server = "gone", ServerName = "gone", Order = $$"""{"file":"0123456789abcdef01234567","mapping":{{Mapping}}}""" });
        await server.Restart();
        Assert.Equal("interrupted", (await State(server, job, await server.CreateKey("admin"))).GetProperty("state").GetString());
    }

    [Fact]
    public void Whoever_comes_further_than_all_before_him_begins_to_count_losses_anew()
    {
        using var job = new RunningJob(
            new() { Kind = "import", Author = "kim", State = "running", Server = "here", ServerName = "here", Losses = 3, Done = 10, Total = 100 }, null, 0, TimeProvider.System, Cancel);
        // What is begun anew passes what was done before; that is no progress yet.
        job.Report((4, 100));
        Assert.Equal((3, (10L, 100L)), (job.Losses, job.Furthest));
        job.Report((11, 100));
        Assert.Equal((0, (11L, 100L)), (job.Losses, job.Furthest));
    }

    [Fact]
    public async Task What_came_of_a_job_is_stored_before_anything_it_was_made_from_is_cleared_away()
    {
        await using var server = await ServerFixture.Start();
        StoredJob? seen = null;
        Of(server).Knows("probe", (_, _) => (_, _) => Task.FromResult(JobsApi.ToJson(true)), async order =>
        {
            await using var app = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
            seen = await app.Jobs.AsNoTracking().SingleAsync(job => job.Kind == order.GetString(), Cancel);
        });
        var job = (await Of(server).Start(new("probe", "kim", WritesBooks: true, Order: JobsApi.ToJson("probe"))))!.Id;
        await Patience.Until(() => Of(server).Find(job), found => found is { State: "finished" }, Cancel);
        Assert.Equal(("running", "true", "books"), (seen?.State, seen?.Result, seen?.Holds));
    }

    [Fact]
    public async Task An_import_whose_server_died_while_it_cleared_away_is_finished_and_its_file_goes()
    {
        await using var server = await ServerFixture.Start();
        var file = await Upload(server, "who,stars\nana,5\n");
        StoredJob Done(string of) => new()
        {
            Kind = "import", Author = "kim", State = "running", Losses = 3, CancelledBy = "lee", Server = "gone", ServerName = "gone",
            Result = """{"import":"one"}""", Order = $$"""{"file":"{{of}}","mapping":{{Mapping}}}""",
        };
        var (before, after) = (await Leave(server, Done(file)), await Leave(server, Done("0123456789abcdef01234567")));
        await server.Restart();
        var admin = await server.CreateKey("admin");
        foreach (var job in (long[])[before, after])
        {
            var ended = await Ended(server, job, admin);
            Assert.True(ended.GetProperty("state").GetString() == "finished", ended.ToString());
            Assert.Equal("one", ended.GetProperty("result").GetProperty("import").GetString());
        }
        Assert.Empty((await server.Get("/api/v1/imports/files", admin)).Expect(200).GetProperty("items").EnumerateArray());
        Assert.Equal(0, (await server.Get("/api/v1/trial-balance", admin)).Expect(200).GetProperty("interactions").GetInt32());
    }

    [Fact]
    public async Task Fifty_that_have_ended_are_kept_and_numbers_are_not_used_again()
    {
        await using var server = await ServerFixture.Start();
        var last = 0L;
        for (var i = 0; i < 53; i++)
        {
            last = (await Of(server).Start(new("short", "kim"), (_, _) => Task.FromResult(JobsApi.ToJson(true))))!.Id;
            await Patience.Until(() => Of(server).Find(last), job => job is { State: "finished" }, Cancel);
        }
        var kept = await Of(server).List();
        // The newest was begun when fifty that had ended were kept.
        Assert.Equal((51, last), (kept.Count, kept[0].Id));
        Assert.Equal(53, last);
    }

    [Fact]
    public async Task A_result_that_is_too_large_to_keep_is_said_to_be()
    {
        await using var server = await ServerFixture.Start();
        var job = (await Of(server).Start(new("large", "kim"), (_, _) => Task.FromResult(JobsApi.ToJson(new string('x', 9 * 1024 * 1024)))))!.Id;
        var ended = await Patience.Until(() => Of(server).Find(job), found => found is { Unfinished: false }, Cancel);
        Assert.Equal("failed", ended!.State);
        Assert.Contains("8 MB", ended.Error);
    }

    [Fact]
    public async Task An_import_that_two_servers_sent_is_posted_once_and_its_undo_counts_it_once()
    {
        await using var server = await ServerFixture.Start();
        var admin = await server.CreateKey("admin");
        var file = await Upload(server, "who,stars\nana,5\nbea,1\n");
        var import = (await server.Job("/api/v1/imports", $$"""{"file":"{{file}}","mapping":{{Mapping}}}""", admin)).GetProperty("import").GetString();
        // As a server that was paused, and has not heard that another went on with its import, sends the same rows.
        var journal = server.Host.Node.Journal;
        using var again = new EntryBatchBuilder();
        await foreach (var record in journal.Read(default, Cancel))
            foreach (var entry in record)
                if (entry.Header.Kind == EntryKind.Interaction) again.Add(new InteractionView(entry.Header, entry.Body).ToDraft());
        await journal.Append(again.Build(), Cancel);
        Assert.Equal(10_000, (await server.Get("/api/v1/customers/ana", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());

        var undone = await server.Job($"/api/v1/imports/{import}/undo", "", admin);
        Assert.Contains("2 interactions are taken back", undone.GetProperty("detail").GetString());
        Assert.Equal(0, (await server.Get("/api/v1/customers/ana", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());
        Assert.True((await server.Job("/api/v1/verifications", "", admin)).GetProperty("agrees").GetBoolean());
    }

    private static Jobs Of(ServerFixture server) => server.Host.Services.GetRequiredService<Jobs>();

    /// <summary>A job that ends only when it must.</summary>
    private static async Task<long> Begin(ServerFixture server, string kind) => (await Of(server).Start(new(kind, "kim"), async (progress, stop) =>
    {
        progress.Report((1, 3));
        await Task.Delay(Timeout.Infinite, stop);
        return default;
    }))!.Id;

    private static async Task<long> Leave(ServerFixture server, StoredJob job)
    {
        await using var app = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        app.Jobs.Add(job);
        await app.SaveChangesAsync(Cancel);
        return job.Id;
    }

    private static async Task<string> Upload(ServerFixture server, string content) =>
        (await server.Send(HttpMethod.Post, "/api/v1/imports/files?name=stars.csv", await server.CreateKey("admin"), new ByteArrayContent(Encoding.UTF8.GetBytes(content)))).Expect(201).GetProperty("id").GetString()!;

    private static async Task<JsonElement> State(ServerFixture server, long job, string key) => (await server.Get($"/api/v1/jobs/{job}", key)).Expect(200);

    private static Task<JsonElement> Ended(ServerFixture server, long job, string key) =>
        Patience.Until(() => State(server, job, key), ended => ended.GetProperty("state").GetString() is not ("running" or "waiting"), Cancel);
}
