using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

/// <summary>The records looked up last: the lines of a statement lie in few of them. Thread-safe.</summary>
internal sealed class FoundRecords(int max)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<JournalRecord> _records = [];

    /// <summary>The record that holds a position, when it was looked up lately.</summary>
    public JournalRecord? Find(Position position)
    {
        lock (_lock)
        {
            for (var node = _records.First; node is not null; node = node.Next)
            {
                if (node.Value.First > position || node.Value.Last < position) continue;
                _records.Remove(node);
                _records.AddFirst(node);
                return node.Value;
            }
            return null;
        }
    }

    /// <summary>Keeps a record until others are asked for more.</summary>
    public void Keep(JournalRecord record)
    {
        lock (_lock)
        {
            _records.AddFirst(record);
            if (_records.Count > max) _records.RemoveLast();
        }
    }
}
