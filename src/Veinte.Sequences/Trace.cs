using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// One customer's interactions in order: by time and, within one microsecond, by journal position. A view over arrays
/// that somebody else owns; it lives as long as the call it was handed to.
/// </summary>
/// <param name="times">Times in Unix microseconds, ascending.</param>
/// <param name="touchpoints">Codes of the touchpoints, one for each time.</param>
public readonly ref struct Trace(ReadOnlySpan<long> times, ReadOnlySpan<ushort> touchpoints)
{
    /// <summary>Times in Unix microseconds, ascending.</summary>
    public readonly ReadOnlySpan<long> Times = times;

    /// <summary>Codes of the touchpoints, one for each time.</summary>
    public readonly ReadOnlySpan<ushort> Touchpoints = touchpoints;

    /// <summary>How many interactions.</summary>
    public int Length => Times.Length;

    /// <summary>When the interaction at <paramref name="index"/> happened.</summary>
    public Instant At(int index) => new(Times[index]);
}
