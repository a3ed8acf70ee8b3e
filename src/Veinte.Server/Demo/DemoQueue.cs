using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Server.Demo;

/// <summary>
/// Check-in made slow on purpose, for a while: five people a second come to the counters and wait two to four times what was promised. They are
/// posted like everybody else. Thread-safe.
/// </summary>
internal sealed class DemoQueue(DemoBooks books, Func<DemoDoor> door, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private long _until;

    /// <summary>Whether check-in is slow now.</summary>
    public bool IsSlow => Interlocked.Read(ref _until) > time.GetUtcNow().UtcTicks;

    /// <summary>Makes check-in slow for two minutes from now.</summary>
    public void Degrade() => Interlocked.Exchange(ref _until, (time.GetUtcNow() + Length).UtcTicks);

    /// <summary>Makes it as it was.</summary>
    public void Restore() => Interlocked.Exchange(ref _until, 0);

    /// <summary>Lets people come while check-in is slow, until cancelled.</summary>
    public async Task Live(CancellationToken cancel)
    {
        var airline = DemoHistory.Airline(books);
        using var own = door();
        while (true)
        {
            if (!IsSlow)
            {
                await Task.Delay(Look, time, cancel);
                continue;
            }
            var now = time.GetUtcNow();
            // Five a second since the demo began: no two of them have the same number, after a restart neither.
            var number = (int)((now - books.Today) / Between % int.MaxValue);
            var at = Instant.From(now);
            try
            {
                await own.Send(airline.CheckInQueue(number, at), at, cancel);
            }
            catch (JournalUnavailableException busy) when (busy.RetryAfter is not null)
            {
                // Who comes to a full hall goes home: the next one tries again.
            }
            await Task.Delay(Between, time, cancel);
        }
    }
}
