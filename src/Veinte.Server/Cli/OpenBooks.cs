using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Hosting;

namespace Veinte.Server.Cli;

/// <summary>
/// The books of a data folder as a command finds them: open in a running server, which then does the work, or closed, and
/// then the command opens them itself.
/// </summary>
internal static class OpenBooks
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Does work on the books, here or by a job of the running server whose result is read as <typeparamref name="T"/>.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="what">What the progress bar says.</param>
    /// <param name="here">The work when no server runs.</param>
    /// <param name="start">Asks a running server for the job.</param>
    /// <param name="cancel">Stops waiting.</param>
    public static async Task<T> Do<T>(
        string folder, string what, Func<VeinteNode, IProgress<(long Done, long Total)>, Task<T>> here,
        Func<HttpClient, Task<HttpResponseMessage>> start, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"There is no data folder {folder}. Give one with --data DIR.");
        if (await RunningServer.Find(folder, cancel) is not null)
            return await WithServer(folder, what, async (client, progress) => await Job<T>(client, await start(client), progress, cancel), cancel);
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, cancel);
        return await Output.WithProgress(what, progress => here(node, progress));
    }

    /// <summary>Does work on the books of a cluster, as a node that joins for as long as that takes and takes no partition from anybody; when no node runs it does all itself.</summary>
    public static async Task<T> InCluster<T>(string postgres, string what, Func<VeinteNode, IProgress<(long Done, long Total)>, Task<T>> work, CancellationToken cancel)
    {
        var alone = !await Cluster.ClusterNode.AnybodyOwns(postgres, cancel);
        await using var node = await Cluster.ClusterNode.Open(new() { Postgres = postgres, OwnsPartitions = alone }, TimeProvider.System, cancel);
        return await Output.WithProgress(what, progress => work(node, progress));
    }

    /// <summary>Reads something of the books, here or from the running server.</summary>
    public static async Task<T> Read<T>(string folder, Func<VeinteNode, Task<T>> here, string address, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"There is no data folder {folder}. Give one with --data DIR.");
        if (await RunningServer.Find(folder, cancel) is not null)
            return await WithServer(folder, "Asking", async (client, _) => await Answer<T>(await client.GetAsync(address, cancel), cancel), cancel);
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, cancel);
        return await here(node);
    }

    /// <summary>Speaks with the server that runs on a folder, by a key that lives as long as this command: whoever may write to the folder may decide about its books.</summary>
    public static async Task<T> WithServer<T>(
        string folder, string what, Func<HttpClient, IProgress<(long Done, long Total)>, Task<T>> work, CancellationToken cancel)
    {
        var server = await RunningServer.Find(folder, cancel) ?? throw new InvalidOperationException($"The server on {folder} has just stopped. Try again.");
        await using var accounts = OfflineAccounts.Open(folder);
        var (key, secret) = await accounts.Keys.Create($"veinte command of {Environment.UserName}", ApiScope.Admin, Environment.UserName, cancel);
        try
        {
            using var client = ClientOf(new(server.Address), secret);
            return await Output.WithProgress(what, progress => work(client, progress));
        }
        finally
        {
            await accounts.Keys.Revoke(key.Id, CancellationToken.None);
        }
    }

    /// <summary>A client of a server, with a key.</summary>
    public static HttpClient ClientOf(Uri server, string secret)
    {
        var client = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    /// <summary>Waits for a job that was asked for and reads its result.</summary>
    public static async Task<T> Job<T>(HttpClient client, HttpResponseMessage started, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        var job = await Answer<JobView>(started, cancel);
        while (job.Unfinished)
        {
            progress.Report((job.Done, job.Total));
            await Task.Delay(PollEvery, cancel);
            job = await Answer<JobView>(await client.GetAsync($"/api/v1/jobs/{job.Id}", cancel), cancel);
        }
        if (job is not { State: JobStates.Finished, Result: { } result }) throw new InvalidOperationException(job.Error ?? $"The server's job {job.Id} ended without a result.");
        return result.Deserialize((JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T)))!;
    }

    /// <summary>Reads an answer; one that is no success is an error that says what the server said.</summary>
    public static async Task<T> Answer<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync((JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T)), cancel))!;
            throw new InvalidOperationException($"The server answered {(int)answer.StatusCode}: {Detail(await answer.Content.ReadAsStringAsync(cancel))}");
        }
    }

    // What a problem document says to people; whatever else it was, as it came.
    private static string Detail(string said)
    {
        try
        {
            using var problem = JsonDocument.Parse(said);
            return problem.RootElement is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } words ? words : said;
        }
        catch (JsonException)
        {
            return said;
        }
    }
}
