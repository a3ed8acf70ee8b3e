using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Veinte.Server.Demo;

/// <summary>
/// Waits for application data that are away for a moment, such as a database somebody else holds: the demo goes on where it
/// was. What does not pass by itself, a full disk for one, is not waited for. For work that may be done again: everything it
/// writes has the same id each time. Thread-safe.
/// </summary>
internal sealed partial class DemoPatience(TimeProvider time, ILogger<DemoPatience> log)
{
    /// <summary>How long it waits before each new try.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);

    /// <summary>Does something, as often as it takes.</summary>
    public async Task<T> Do<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception away) when (MayPass(away))
            {
                LogAway(away.InnerException?.Message ?? away.Message, Wait.TotalSeconds);
                await Task.Delay(Wait, time, cancel);
            }
        }
    }

    /// <inheritdoc cref="Do{T}"/>
    public Task Do(Func<Task> work, CancellationToken cancel) => Do(
        async () =>
        {
            await work();
            return true;
        }, cancel);

    /// <summary>Whether a failure may be over in a moment: the database is held by somebody, or does not answer now.</summary>
    public static bool MayPass(Exception failure)
    {
        const int busy = 5, locked = 6;
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException sqlite) return sqlite.SqliteErrorCode is busy or locked;
            if (cause is DbException other) return other.IsTransient;
        }
        return false;
    }

    [LoggerMessage(5005, LogLevel.Warning, "Aurora waits for the application data: {Problem} It is tried again in {Seconds} seconds")]
    private partial void LogAway(string problem, double seconds);
}
