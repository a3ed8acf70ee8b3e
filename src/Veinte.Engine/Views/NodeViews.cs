namespace Veinte.Engine.Views;

/// <summary>How a partition stands.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Epoch">The present ownership; each is greater than the one before.</param>
/// <param name="Node">The owner; null while it has none, and where there is no cluster.</param>
/// <param name="Position">How far it has read the journal; null while it does not answer.</param>
/// <param name="Interactions">Interactions in it.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="AnsweredMs">How long it took, in milliseconds, until it answered with everything that was acknowledged before it was asked: its lag. Null while it does not answer.</param>
public sealed record PartitionView(int Partition, long Epoch, Guid? Node, long? Position, long? Interactions, long? Customers, double? AnsweredMs);

/// <summary>What waits on a node to become durable.</summary>
/// <param name="Bytes">Bytes that wait now.</param>
/// <param name="BytesMax">When so many wait, nothing more is taken; from the half on, senders are told to come later.</param>
public readonly record struct JournalQueue(long Bytes, long BytesMax)
{
    /// <summary>Whether senders are told to come later.</summary>
    public bool IsBusy => Bytes >= BytesMax / 2;
}
