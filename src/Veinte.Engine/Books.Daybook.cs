using Veinte.Engine.Partitions;

namespace Veinte.Engine;

// The daybooks as they are, for whoever derives something from them: the history.
public sealed partial class Books
{
    /// <summary>How many partitions the books have.</summary>
    public int Partitions => _partitions.Count;

    /// <summary>Lines of one partition's daybook, from a number on (counted from 1), in journal order.</summary>
    public ValueTask<DaybookAnswer> Daybook(int partition, long first, int max, CancellationToken cancel = default) =>
        _partitions.Ask(partition, new DaybookQuery(first, max), cancel);
}
