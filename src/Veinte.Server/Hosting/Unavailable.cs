using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Server.Access;

namespace Veinte.Server.Hosting;

/// <summary>
/// Turns "not now" into 503 with <c>Retry-After</c> in whole seconds, the form every client understands: a full disk, a
/// closing journal. Everything else stays an unexpected error, logged and answered 500 without its insides.
/// </summary>
internal sealed class Unavailable : IExceptionHandler
{
    private const int SqliteFull = 13;
    private static readonly TimeSpan ClusterWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        var (detail, wait) = exception switch
        {
            JournalUnavailableException journal => (journal.Message, journal.RetryAfter ?? DefaultWait),
            SqliteException { SqliteErrorCode: SqliteFull } => ("The disk of the data folder is full. Free some space; nothing acknowledged is lost.", DefaultWait),
            PartitionUnavailableException => ("A part of the books is changing hands and does not answer yet. Nothing acknowledged is lost; try again in a moment.", ClusterWait),
            NpgsqlException { IsTransient: true } => ("The database does not answer now. Nothing acknowledged is lost; try again in a moment.", ClusterWait),
            _ => (null, default),
        };
        if (detail is null) return false;
        var seconds = Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), 1, 300);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await AccessProblems.Write(context, StatusCodes.Status503ServiceUnavailable, "Not now", detail);
        return true;
    }
}
