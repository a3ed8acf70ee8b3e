using System.Globalization;

namespace Veinte.Engine.Folds;

/// <summary>
/// Bounds what a reading of the past keeps in memory: it may take as much as it leaves free, and ends before the server that it runs in comes to harm. What it keeps is reckoned from what it
/// has read, what is free is asked of the runtime, which knows the limit of a container: but only as of its last collection, so before anything is refused it collects. Lives as long as one reading.
/// </summary>
/// <param name="free">Bytes that are free; null to ask the runtime.</param>
/// <param name="step">Bytes after which it is asked again, and below which nobody asks.</param>
/// <param name="collect">Frees what nobody uses any more; null to have the runtime do it.</param>
internal sealed class PastMemory(Func<long>? free = null, long step = PastMemory.Step, Action? collect = null)
{
    /// <summary>What a customer takes with his account, a handful of touchpoints, short traits and what one fold remembers: measured, rounded up (docs/internals/promises.md).</summary>
    public const int BytesPerCustomer = 1_500;

    /// <summary>What an interaction takes: its line in the daybook and its place in the dedupe window.</summary>
    public const int BytesPerInteraction = 220;

    private const long Step = 64L << 20;
    private long _askedAt;

    /// <summary>Asks, once so much more is kept than when it was last asked, whether there is room for it.</summary>
    /// <exception cref="PastTooLargeException">More is kept than is left.</exception>
    public void Hold(long customers, long interactions)
    {
        var kept = customers * BytesPerCustomer + interactions * BytesPerInteraction;
        if (kept < _askedAt + step) return;
        _askedAt = kept;
        var left = Left();
        if (kept > left)
        {
            (collect ?? Collect)();
            left = Left();
        }
        if (kept > left) throw new PastTooLargeException(customers, interactions, kept, left);
    }

    private long Left() => free?.Invoke() ?? Free();

    private static void Collect() => GC.Collect();

    // Of what the process may have and of what the machine has, whichever is less; the runtime itself counts on a tenth of the latter as being for others.
    private static long Free()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        return Math.Max(0, Math.Min(memory.TotalAvailableMemoryBytes - memory.HeapSizeBytes, memory.HighMemoryLoadThresholdBytes - memory.MemoryLoadBytes));
    }
}

/// <summary>The past has more customers and interactions than a reading of it can keep in memory at once.</summary>
/// <param name="customers">How many customers it has kept.</param>
/// <param name="interactions">How many interactions.</param>
/// <param name="kept">About how many bytes they take.</param>
/// <param name="left">How many are free.</param>
public sealed class PastTooLargeException(long customers, long interactions, long kept, long left) : InvalidOperationException(string.Create(
    CultureInfo.InvariantCulture,
    $"The past is too large for the memory of this server: {customers:N0} customers with {interactions:N0} interactions have been read and take some {kept / 1_000_000:N0} MB, more than the {left / 1_000_000:N0} MB that are left, and there are more of them. Give the server more memory (a container: a higher limit), or ask a copy of its data folder on a larger machine. What comes in from now on is not concerned."))
{
    /// <summary>How many customers it has kept.</summary>
    public long Customers => customers;

    /// <summary>How many interactions.</summary>
    public long Interactions => interactions;

    /// <summary>About how many bytes they take.</summary>
    public long Kept => kept;

    /// <summary>How many are free.</summary>
    public long Left => left;
}
