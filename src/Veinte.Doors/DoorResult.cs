namespace Veinte.Doors;

/// <summary>
/// What a door made of a body: so many events accepted and so many quarantined, all of them in the batch; or, when the
/// body cannot be read at all, nothing in the batch and a message.
/// </summary>
/// <param name="Accepted">Events turned into entries.</param>
/// <param name="Quarantined">Events put into quarantine.</param>
/// <param name="Malformed">What is wrong with the body and what to do, for the caller's developer; null when it could be read.</param>
/// <param name="Position">Byte at which a malformed body stopped making sense; 0 otherwise.</param>
public readonly record struct DoorResult(int Accepted, int Quarantined, string? Malformed = null, long Position = 0)
{
    /// <summary>Whether the body could not be read at all.</summary>
    public bool IsMalformed => Malformed is not null;
}
