using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary>One job as every server of the same books sees it. Times are Unix milliseconds by the database's clock.</summary>
public sealed class StoredJob
{
    /// <summary>Its number, given by the database; never used again.</summary>
    public long Id { get; set; }
    /// <summary>What it is: a word.</summary>
    public required string Kind { get; set; }
    /// <summary>Who asked.</summary>
    public required string Author { get; set; }
    /// <summary>What it is about, where somebody looks for it by that; or null.</summary>
    public string? Subject { get; set; }
    /// <summary>All that another server needs to go on with it, as JSON; null when nobody can.</summary>
    public string? Order { get; set; }
    /// <summary>See <see cref="JobStates"/>.</summary>
    public required string State { get; set; }
    /// <summary>What no other job may hold at the same time (<see cref="JobTables.TheBooks"/>), or null. Let go of at its end.</summary>
    public string? Holds { get; set; }
    /// <summary>The process that does it, or was the last to do it.</summary>
    public required string Server { get; set; }
    /// <summary>That one's name for people.</summary>
    public required string ServerName { get; set; }
    /// <summary>Steps done.</summary>
    public long Done { get; set; }
    /// <summary>Steps in all; 0 when nobody knows yet.</summary>
    public long Total { get; set; }
    /// <summary>When it began.</summary>
    public long StartedMs { get; set; }
    /// <summary>When its server was last heard of.</summary>
    public long AliveMs { get; set; }
    /// <summary>When it ended; null while it has not.</summary>
    public long? FinishedMs { get; set; }
    /// <summary>Who wants it to end, or null.</summary>
    public string? CancelledBy { get; set; }
    /// <summary>How often its server was lost without a word, since it last came further than before.</summary>
    public int Losses { get; set; }
    /// <summary>Why it has no result, or null.</summary>
    public string? Error { get; set; }
    /// <summary>What came out, as JSON. While its server still clears away what it needed it is running and has one.</summary>
    public string? Result { get; set; }
}

/// <summary>How a job stands.</summary>
internal static class JobStates
{
    /// <summary>A server does it.</summary>
    public const string Running = "running";
    /// <summary>Its server has stopped or is gone; another one, or the same when it is back, goes on with it.</summary>
    public const string Waiting = "waiting";
    /// <summary>It has a result.</summary>
    public const string Finished = "finished";
    /// <summary>It could not be done.</summary>
    public const string Failed = "failed";
    /// <summary>Its server was stopped in good order.</summary>
    public const string Stopped = "stopped";
    /// <summary>Its server is gone without a word.</summary>
    public const string Interrupted = "interrupted";
    /// <summary>Somebody has ended it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Whether there is something to wait for.</summary>
    public static bool IsUnfinished(string state) => state is Running or Waiting;
}

/// <summary>The table of jobs in the application data. What is in it survives the process, and every node of a cluster reads it.</summary>
internal static class JobTables
{
    /// <summary>What jobs hold that write into the books: one at a time, on whatever server.</summary>
    public const string TheBooks = "books";

    /// <summary>Adds the table to the model; its script is <c>Access/Schema/…-jobs.sql</c>.</summary>
    public static void Define(ModelBuilder builder) => builder.Entity<StoredJob>(job =>
    {
        job.ToTable("Jobs");
        job.HasKey(j => j.Id);
        // Nulls are as many as there like to be.
        job.HasIndex(j => j.Holds).IsUnique();
        job.HasIndex(j => j.State);
    });

    /// <summary>Now, by the clock that all who share the table have in common.</summary>
    public static async Task<long> Now(AppDb db, TimeProvider time, CancellationToken cancel) => db.Database.IsNpgsql()
        ? await db.Database.SqlQuery<long>($"""select (extract(epoch from clock_timestamp()) * 1000)::bigint as "Value" """).SingleAsync(cancel)
        : time.GetUtcNow().ToUnixTimeMilliseconds();
}
