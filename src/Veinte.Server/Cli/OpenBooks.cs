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
        if (await RunningServer.Find(folder, cancel) is { } server)
            return await Output.WithProgress(what, progress => ByServer<T>(server, folder, progress, start, cancel));
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, cancel);
        return await Output.WithProgress(what, progress => here(node, progress));
    }

    private static async Task<T> ByServer<T>(
        RunningServer server, string folder, IProgress<(long Done, long Total)> progress,
        Func<HttpClient, Task<HttpResponseMessage>> start, CancellationToken cancel)
    {
        // Whoever may write to the folder may decide about its books: the key lives as long as this command.
        await using var accounts = OfflineAccounts.Open(folder);
        var (key, secret) = await accounts.Keys.Create($"veinte command of {Environment.UserName}", ApiScope.Admin, Environment.UserName, cancel);
        try
        {
            using var client = new HttpClient { BaseAddress = new(server.Address), Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            var job = await Read<JobView>(await start(client), cancel);
            while (job.State == "running")
            {
                progress.Report((job.Done, job.Total));
                await Task.Delay(PollEvery, cancel);
                job = await Read<JobView>(await client.GetAsync($"/api/v1/jobs/{job.Id}", cancel), cancel);
            }
            if (job.Result is not { } result) throw new InvalidOperationException(job.Error ?? $"The server's job {job.Id} ended without a result.");
            return result.Deserialize((JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T)))!;
        }
        finally
        {
            await accounts.Keys.Revoke(key.Id, CancellationToken.None);
        }
    }

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync((JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T)), cancel))!;
            throw new InvalidOperationException($"The server on this folder answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }
}
