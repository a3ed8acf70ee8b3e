using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Veinte.Simulation;

namespace Veinte.Server.Tests;

/// <summary>How specifications speak to a server by HTTP, whether it is one process or several.</summary>
public abstract class ServerRequests
{
    /// <summary>Somebody nobody knows.</summary>
    public HttpClient Anybody { get; protected set; } = new();

    /// <summary>Gets an address, with a key or without.</summary>
    public Task<Answer> Get(string path, string? key = null) => Send(HttpMethod.Get, path, key);

    /// <summary>Posts JSON to an address, with a key or without.</summary>
    public Task<Answer> Post(string path, string json, string? key = null) =>
        Send(HttpMethod.Post, path, key, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Starts a job by a post and waits for what it results in. A server does one job at a time, and other specifications have theirs.</summary>
    public async Task<JsonElement> Job(string path, string json, string key)
    {
        var cancel = TestContext.Current.CancellationToken;
        var started = (await Patience.Until(() => Post(path, json, key), answer => answer.Status != 409, cancel)).Expect(202);
        var ended = await Patience.Until(
            async () => (await Get($"/api/v1/jobs/{started.GetProperty("id").GetInt64()}", key)).Expect(200), job => job.GetProperty("state").GetString() is not ("running" or "waiting"), cancel);
        Assert.True(ended.GetProperty("state").GetString() == "finished", ended.ToString());
        return ended.GetProperty("result");
    }

    /// <summary>Deletes what is at an address.</summary>
    public Task<Answer> Delete(string path, string? key = null) => Send(HttpMethod.Delete, path, key);

    /// <summary>Sends any request.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        SkipUnlessItRuns();
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.Read(response);
    }

    /// <summary>Skips the specification, and says why, where what it needs is not there.</summary>
    protected virtual void SkipUnlessItRuns()
    {
    }
}
