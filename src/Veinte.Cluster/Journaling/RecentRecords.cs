using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

/// <summary>
/// The journal's last records, as far as they fit into so many bytes, for all followers of this node: each reads on at its
/// own pace, and one that has fallen behind what is kept reads from the database. Thread-safe.
/// </summary>
internal sealed class RecentRecords(Position last, long bytesMax)
{
    private readonly Lock _lock = new();
    private readonly List<JournalRecord> _records = [];
    private int _start;
    private long _bytes;
    private Position _before = last;
    private Position _last = last;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Position of the last record.</summary>
    public Position Last
    {
        get
        {
            lock (_lock) return _last;
        }
    }

    /// <summary>Completes when a record is added after this was asked.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock) return _changed.Task;
        }
    }

    /// <summary>Adds the record that follows the last one.</summary>
    /// <exception cref="InvalidDataException">Another one should follow: the database's order has a hole.</exception>
    public void Add(JournalRecord record)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (record.First != _last + 1)
                throw new InvalidDataException($"After position {_last} the journal goes on at {record.First}. Rows were removed; restore the database from a backup.");
            _records.Add(record);
            _last = record.Last;
            _bytes += record.Payload.Length;
            while (_bytes > bytesMax && _start < _records.Count - 1) Evict();
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.TrySetResult();
    }

    /// <summary>Copies the records that hold positions after <paramref name="after"/>, at most so many; false when some of them are not kept any more.</summary>
    public bool TryRead(Position after, int max, List<JournalRecord> records)
    {
        records.Clear();
        lock (_lock)
        {
            if (after < _before) return false;
            var (low, high) = (_start, _records.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_records[middle].Last <= after) low = middle + 1;
                else high = middle;
            }
            for (; low < _records.Count && records.Count < max; low++) records.Add(_records[low]);
            return true;
        }
    }

    /// <summary>The record that holds a position, when it is kept.</summary>
    public JournalRecord? Find(Position position)
    {
        var found = new List<JournalRecord>(1);
        return position.Value > 0 && TryRead(new(position.Value - 1), 1, found) && found.Count == 1 && found[0].First <= position ? found[0] : null;
    }

    private void Evict()
    {
        var record = _records[_start];
        _records[_start++] = null!;
        _before = record.Last;
        _bytes -= record.Payload.Length;
        if (_start < 1_024 || _start < _records.Count / 2) return;
        _records.RemoveRange(0, _start);
        _start = 0;
    }
}
