namespace Veinte.Server.Alerts;

/// <summary>How an address and one of its alerts stand after a try. Times are Unix milliseconds.</summary>
/// <param name="Address">The address.</param>
/// <param name="Alert">The alert.</param>
internal sealed record AlertTurn(AlertTurn.OfAddress Address, AlertTurn.OfAlert Alert)
{
    private const int RetryMax = 6 * 3_600;

    // An address as a whole is tried at least this often, in seconds: what is new must not wait for hours because something old did.
    private const int AddressRetryMax = 15 * 60;

    // Time alone says nothing: a server that was off for days has tried once.
    private const int FailuresToGiveUp = 8;

    /// <summary>What a try changes of an address; what a person decides is not among it.</summary>
    /// <param name="Failures">Tries that failed since one succeeded.</param>
    /// <param name="FailingSinceMs">Since when it fails; null while it does not.</param>
    /// <param name="StoppedMs">When it was given up; null while it is not.</param>
    /// <param name="NextMs">Before this nothing is tried.</param>
    /// <param name="DeliveredMs">When it last took an alert.</param>
    /// <param name="LastFault">What went wrong last; null after a success.</param>
    /// <param name="Lost">Alerts lost by this try.</param>
    internal sealed record OfAddress(int Failures, long? FailingSinceMs, long? StoppedMs, long NextMs, long? DeliveredMs, string? LastFault, int Lost);

    /// <summary>What a try changes of an alert.</summary>
    /// <param name="NextMs">Before this it is not tried again.</param>
    /// <param name="DoneMs">When it was delivered or lost; null while it waits.</param>
    /// <param name="Delivered">Whether it was delivered.</param>
    /// <param name="Fault">What went wrong; null after a success.</param>
    internal sealed record OfAlert(long NextMs, long? DoneMs, bool Delivered, string? Fault);

    /// <summary>What follows from a try.</summary>
    /// <param name="asked">The address as it was before.</param>
    /// <param name="alert">The alert as it was before.</param>
    /// <param name="tried">What became of the try.</param>
    /// <param name="options">How long to wait and when to give up.</param>
    /// <param name="now">The time.</param>
    /// <param name="chance">From 0 to 1: so that those who failed together do not come back together.</param>
    public static AlertTurn After(StoredAlertAddress asked, StoredAlert alert, AlertTried tried, AlertOptions options, long now, double chance)
    {
        if (tried.Fault is null) return new(new(0, null, asked.StoppedMs, 0, now, null, 0), new(alert.NextMs, now, true, null));
        var (failures, since) = (asked.Failures + 1, asked.FailingSinceMs ?? now);
        var addressWaits = Math.Min(Wait(failures, tried.Wait, options, chance), Math.Max(1_000 * AddressRetryMax, (long)(tried.Wait?.TotalMilliseconds ?? 0)));
        var address = new OfAddress(failures, since, null, now + addressWaits, asked.DeliveredMs, tried.Fault, 0);
        var waits = new OfAlert(now + Wait(alert.Attempts + 1, tried.Wait, options, chance), null, false, tried.Fault);
        var patience = (long)TimeSpan.FromHours(options.GiveUpHours).TotalMilliseconds;
        if (tried.Gone || (failures >= FailuresToGiveUp && now - since >= patience)) return new(address with { StoppedMs = now }, waits);
        // Others are taken there and this one never: it says nothing about the address.
        return alert.Attempts + 1 >= FailuresToGiveUp && now - alert.CreatedMs >= patience && asked.DeliveredMs > alert.CreatedMs
            ? new(address with { Failures = 0, FailingSinceMs = null, NextMs = 0, Lost = 1 }, waits with { DoneMs = now })
            : new(address, waits);
    }

    /// <summary>Four times as long after each failure, up to six hours, and a quarter more or less.</summary>
    private static long Wait(int failures, TimeSpan? asked, AlertOptions options, double chance)
    {
        var seconds = Math.Min(RetryMax, options.RetrySeconds * Math.Pow(4, Math.Min(failures - 1, 12)) * (0.75 + 0.5 * chance));
        return (long)(1_000 * Math.Max(seconds, Math.Min(RetryMax, asked?.TotalSeconds ?? 0)));
    }
}
