using System.Text.Json;

namespace Veinte.Server.Api;

/// <summary>Does a job: told where to report and when to give up, answers its result as JSON. An exception is its failure.</summary>
internal delegate Task<JsonElement> JobWork(IProgress<(long Done, long Total)> progress, CancellationToken stop);

/// <summary>What is asked of a server that takes longer than a request.</summary>
/// <param name="Kind">What it is: a word.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Subject">What it is about, for <see cref="Jobs.Latest"/>; or null.</param>
/// <param name="WritesBooks">Whether it writes into the books: of these only one is done at a time, on whatever server.</param>
/// <param name="Order">For kinds of <see cref="Jobs.Knows"/>: all that another server needs to go on with it.</param>
internal sealed record JobAsked(string Kind, string Author, string? Subject = null, bool WritesBooks = false, JsonElement? Order = null);

/// <summary>A job could not do what was asked, for a reason people can act on.</summary>
/// <param name="message">The reason, in English.</param>
/// <param name="found">The same for programs, kept where a result would be; or null.</param>
internal sealed class JobRefusedException(string message, JsonElement? found = null) : Exception(message)
{
    /// <summary>The reason for programs, or null.</summary>
    public JsonElement? Found { get; } = found;
}

/// <summary>How far a job is.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind"><c>verify</c>, <c>restate</c>, <c>publish-restatement</c>, <c>import</c>, <c>import-dry-run</c>, <c>undo-import</c>, <c>recompute-moments</c>, <c>split-measures</c>, <c>backtest-promise</c>.</param>
/// <param name="Author">Who asked.</param>
/// <param name="State">
/// <c>running</c>; <c>waiting</c>: its server is gone and another goes on with it; <c>finished</c>; <c>failed</c>; <c>cancelled</c>; <c>stopped</c>: its
/// server was stopped; <c>interrupted</c>: its server is gone without a word, ask again.
/// </param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all; 0 when nobody knows yet.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Error">What went wrong, or null.</param>
/// <param name="Result">What came out, once finished. Lists leave it out.</param>
/// <param name="Server">Which server does it, or was the last to do it.</param>
internal sealed record JobView(
    long Id, string Kind, string Author, string State, long Done, long Total, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    string? Error, JsonElement? Result, string Server)
{
    /// <summary>Whether there is something to wait for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Unfinished => JobStates.IsUnfinished(State);

    /// <summary>A stored job for readers.</summary>
    public static JobView Of(StoredJob job) => new(
        job.Id, job.Kind, job.Author, job.State, job.Done, job.Total, DateTimeOffset.FromUnixTimeMilliseconds(job.StartedMs),
        job.FinishedMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, job.Error,
        job.Result is { } json && !JobStates.IsUnfinished(job.State) ? Parse(json) : null, job.ServerName);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
