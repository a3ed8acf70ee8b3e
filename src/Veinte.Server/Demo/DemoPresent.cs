using Veinte.Engine;
using Veinte.Journal;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Server.Demo;

/// <summary>
/// Aurora as it lives: what would happen after the history happens now, one event after the other. Three a second while
/// somebody watches and for half an hour after, else one a minute: books that nobody looks at should not grow without end.
/// </summary>
internal sealed class DemoPresent(VeinteNode node, DemoBooks books, string folder, Func<DemoDoor> door, DemoSurveys surveys, DemoPatience patience, TimeProvider time)
{
    private static readonly TimeSpan Lively = TimeSpan.FromSeconds(1 / 3.0);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LivelyFor = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(10);
    private const int DaysAtOnce = 30;

    private DateTimeOffset _lastWatched = time.GetUtcNow();
    private long _sent;

    /// <summary>Events sent since the start.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Lives until cancelled.</summary>
    public async Task Live(CancellationToken cancel)
    {
        var airline = DemoHistory.Airline(books);
        using var own = door();
        var pauses = new Random(unchecked((int)books.Seed));
        var noted = time.GetUtcNow();
        var at = books.LiveAt;
        while (true)
        {
            var next = at.AddDays(DaysAtOnce);
            foreach (var happened in airline.Between(Instant.From(at), Instant.From(next)))
            {
                await Pause(pauses.NextDouble(), cancel);
                var now = Instant.From(time.GetUtcNow());
                await Send(own, happened with { At = now }, now, cancel);
                Interlocked.Increment(ref _sent);
                if (time.GetUtcNow() - noted < NoteEvery) continue;
                (books with { LiveAt = happened.At.ToDateTimeOffset() }).Write(folder);
                noted = time.GetUtcNow();
            }
            at = next;
        }
    }

    /// <summary>Waits for the next event: the pauses of independent people, shortened as soon as somebody looks.</summary>
    private async Task Pause(double uniform, CancellationToken cancel)
    {
        // Exponential pauses look like people; without the longest tail nobody thinks the demo has stopped.
        var pause = Math.Min(4, -Math.Log(1 - uniform));
        if (IsLively())
        {
            await Task.Delay(Lively * pause, time, cancel);
            return;
        }
        var until = time.GetUtcNow() + Quiet * pause;
        while (time.GetUtcNow() < until && !IsLively()) await Task.Delay(Look, time, cancel);
    }

    private bool IsLively()
    {
        var now = time.GetUtcNow();
        if (node.Live.Watched) _lastWatched = now;
        return now - _lastWatched < LivelyFor;
    }

    private async Task Send(DemoDoor own, SimulatedInteraction happened, Instant at, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await patience.Do(() => SendOnce(own, happened, at, cancel), cancel);
                return;
            }
            catch (JournalUnavailableException busy) when (busy.RetryAfter is not null)
            {
                await Task.Delay(busy.RetryAfter.Value, time, cancel);
            }
        }
    }

    private async Task SendOnce(DemoDoor own, SimulatedInteraction happened, Instant at, CancellationToken cancel)
    {
        if (!DemoSurveys.IsAnswer(happened)) await own.Send(happened, at, cancel);
        else if (happened.Kind == SimulatedKind.Interaction) await surveys.Give(happened, cancel);
        if (DemoSurveys.IsEndOfTrip(happened)) await surveys.Ask(happened, cancel);
    }
}
