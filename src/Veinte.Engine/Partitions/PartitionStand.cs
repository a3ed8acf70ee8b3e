using Veinte.Engine.Seams;
using Veinte.Engine.Views;

namespace Veinte.Engine.Partitions;

/// <summary>Asks partitions how they stand, wherever they are.</summary>
internal static class PartitionStand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How each of these partitions stands.</summary>
    public static async Task<IReadOnlyList<PartitionView>> Stand(
        this IPartitionCalls calls, IReadOnlyList<(int Partition, long Epoch, Guid? Node)> owners, TimeProvider time, CancellationToken cancel) =>
        await Task.WhenAll(owners.Select(async owner =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            var start = time.GetTimestamp();
            try
            {
                var totals = await calls.Ask(owner.Partition, new TotalsQuery(), patience.Token);
                return new PartitionView(owner.Partition, owner.Epoch, owner.Node, totals.Position, totals.Interactions, totals.Customers, time.GetElapsedTime(start).TotalMilliseconds);
            }
            catch (Exception silent) when (silent is OperationCanceledException or PartitionUnavailableException && !cancel.IsCancellationRequested)
            {
                return new PartitionView(owner.Partition, owner.Epoch, owner.Node, null, null, null, null);
            }
        }));
}
