namespace Veinte.Cluster.Journaling;

/// <summary>Whose append it is: it takes place only while this epoch owns the partition.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="Epoch">The owner's epoch.</param>
internal sealed record Fence(int Partition, long Epoch);

/// <summary>A newer owner has taken the partition over; nothing was written.</summary>
/// <param name="fence">Who tried.</param>
internal sealed class FencedException(Fence fence)
    : Exception($"Epoch {fence.Epoch} does not own partition {fence.Partition} any more: a newer owner has taken over.");
