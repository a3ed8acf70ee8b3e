namespace Veinte.Simulation;

/// <summary>Waits for what comes by itself: as long as it may take on a machine with much else to do, and not for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Nothing that comes at all takes so long.</summary>
    public static TimeSpan Max { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Looks until it has come, and returns what was seen then.</summary>
    /// <exception cref="TimeoutException">It did not come; the message says what was there instead.</exception>
    public static async Task<T> Until<T>(Func<Task<T>> look, Predicate<T> come, CancellationToken cancel = default)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (come(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(begun) > Max) throw new TimeoutException($"It has not come within {Max}. Last seen: {seen}");
            await Task.Delay(BetweenLooks, cancel);
        }
    }
}
