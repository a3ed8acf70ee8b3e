using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;

namespace Veinte.Embedded;

/// <summary>
/// The call to an owner when every owner is here: straight into the partition's inbox. While one set of books takes the
/// place of another, questions wait. Thread-safe.
/// </summary>
internal sealed class DirectCalls(int count) : IPartitionCalls
{
    private volatile TaskCompletionSource<IReadOnlyList<PartitionHost>> _hosts = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>Whoever asks is answered by these from now on.</summary>
    public void Open(IReadOnlyList<PartitionHost> hosts) => _hosts.TrySetResult(hosts);

    /// <summary>Whoever asks waits from now on.</summary>
    public void Close() => _hosts = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public async ValueTask<TAnswer> Ask<TAnswer>(int partition, PartitionQuery<TAnswer> query, CancellationToken cancel = default)
    {
        while (true)
        {
            var asked = _hosts;
            try
            {
                return await (await asked.Task.WaitAsync(cancel))[partition].Ask(query, cancel);
            }
            catch (PartitionUnavailableException) when (asked != _hosts)
            {
                // The books were changed while it was asked: the new ones answer.
            }
        }
    }
}
