using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Demo;

/// <summary>
/// Waits for application data that are away for a moment, such as a database somebody else holds: the demo goes on where it
/// was. For work that may be done again: everything it writes has the same id each time. Thread-safe.
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
            catch (Exception away) when (away is DbUpdateException or DbException)
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

    [LoggerMessage(5005, LogLevel.Warning, "Aurora waits for the application data: {Problem} It is tried again in {Seconds} seconds")]
    private partial void LogAway(string problem, double seconds);
}
