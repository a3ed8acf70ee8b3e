using DuckDB.NET.Data;
using Veinte.Model;
using Veinte.Sequences;

namespace Veinte.History;

/// <summary>
/// Columns read out of the history and kept for the next question with the same filter. New rows are added; after a merge
/// or a reversal everything is read again, at once when that is quick and at most every half minute when it is not. The
/// filters used last are kept, a few at a time, within one bound of interactions. One reader loads at a time.
/// </summary>
internal sealed class SequenceCache(HistoryIndex index, HistoryQueries queries) : IDisposable
{
    private const int FiltersMax = 3;
    private const int QuickEvents = 1_000_000;
    private static readonly TimeSpan ReloadEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _loading = new(1);
    private readonly LinkedList<Entry> _entries = new();

    /// <summary>The columns of a filter, as fresh as can be.</summary>
    public async Task<SequenceColumns> Get(HistoryFilter filter, CancellationToken cancel)
    {
        await _loading.WaitAsync(cancel);
        try
        {
            var entry = _entries.FirstOrDefault(known => known.Filter == filter);
            if (entry is not null) _entries.Remove(entry);
            if (entry is null || entry.View.Position < index.Position)
                entry = await queries.Ask((connection, stop) => Refresh(connection, filter, entry, stop), LoadTimeout, cancel);
            _entries.AddFirst(entry);
            while (_entries.Count > FiltersMax || (_entries.Count > 1 && _entries.Sum(kept => (long)kept.Columns.Count) > index.Options.SequenceEventsMax))
                _entries.RemoveLast();
            return entry.View;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    private Entry Refresh(DuckDBConnection connection, HistoryFilter filter, Entry? known, CancellationToken cancel)
    {
        HistoryDatabase.Execute(connection, "BEGIN TRANSACTION READ ONLY");
        try
        {
            var (position, corrections) = ReadMark(connection);
            if (known is not null && known.Corrections == corrections && position >= known.View.Position)
            {
                if (Load(connection, known, known.View.Position.Value, cancel)) return Finish(connection, known, position, known.View.LeftOff);
            }
            else if (known is not null && known.Columns.Count > QuickEvents && index.Time.GetElapsedTime(known.LoadedAt) < ReloadEvery)
            {
                return known;
            }
            var (after, leftOff) = Threshold(connection, filter);
            var entry = new Entry(filter, new(index.Options.SequenceEventsMax), corrections, index.Time.GetTimestamp());
            Load(connection, entry, after, cancel);
            return Finish(connection, entry, position, leftOff);
        }
        finally
        {
            HistoryDatabase.Execute(connection, "ROLLBACK");
        }
    }

    private static (Position Position, long Corrections) ReadMark(DuckDBConnection connection)
    {
        using var command = HistoryCommands.Command(connection, "SELECT position, corrections FROM mark", []);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (new(reader.GetInt64(0)), reader.GetInt64(1));
    }

    /// <summary>When there are too many interactions, the latest are taken, with room to add new ones for a while.</summary>
    private (long After, long LeftOff) Threshold(DuckDBConnection connection, HistoryFilter filter)
    {
        var arguments = new List<object?>();
        var where = filter.Where(arguments);
        var room = index.Options.SequenceEventsMax - index.Options.SequenceEventsMax / 5;
        using var count = HistoryCommands.Command(connection, $"SELECT count(*) FROM kept WHERE {where}", arguments);
        var all = (long)count.ExecuteScalar()!;
        if (all <= room) return (0, 0);
        using var first = HistoryCommands.Command(
            connection, $"SELECT position FROM kept WHERE {where} ORDER BY position DESC LIMIT 1 OFFSET {room}", arguments);
        return ((long)first.ExecuteScalar()!, all - room);
    }

    /// <summary>Adds what stands behind a position; false when the columns are full.</summary>
    private static bool Load(DuckDBConnection connection, Entry entry, long after, CancellationToken cancel)
    {
        var arguments = new List<object?>();
        var where = entry.Filter.Where(arguments);
        using var command = HistoryCommands.Command(connection, $"""
            SELECT coalesce(b.customer_key, k.identifier_key), epoch_us(k.occurred_at), k.position, k.touchpoint_code
            FROM (SELECT identifier, identifier_key, occurred_at, position, touchpoint_code FROM kept WHERE position > {after} AND {where}) k
            LEFT JOIN belongs b ON b.identifier_key = k.identifier_key
            """, arguments);
        command.UseStreamingMode = true;
        using var stop = cancel.Register(static state => ((DuckDBCommand)state!).Cancel(), command);
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var key = reader.GetFieldValue<ulong>(0);
                if (!entry.Customers.TryGetValue(key, out var customer)) entry.Customers.Add(key, customer = entry.Customers.Count);
                var arrival = entry.Columns.Append(customer, new(reader.GetInt64(1)), new(reader.GetInt64(2)), reader.GetFieldValue<ushort>(3));
                if (arrival == Arrival.Full) return false;
            }
            return true;
        }
        catch (DuckDBException failure) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(failure.Message, failure, cancel);
        }
    }

    private static Entry Finish(DuckDBConnection connection, Entry entry, Position position, long leftOff)
    {
        var names = new List<string> { "" };
        using var command = HistoryCommands.Command(connection, "SELECT name FROM touchpoints ORDER BY code", []);
        using (var reader = command.ExecuteReader())
            while (reader.Read())
                names.Add(reader.GetString(0));
        var sorted = entry.View.Sorted.Count == entry.Columns.Count ? entry.View.Sorted : SortedColumns.From(entry.Columns);
        entry.View = new(sorted, names, position, leftOff);
        return entry;
    }

    private sealed class Entry(HistoryFilter filter, EventColumns columns, long corrections, long loadedAt)
    {
        public HistoryFilter Filter => filter;
        public EventColumns Columns => columns;
        public long Corrections => corrections;
        public long LoadedAt => loadedAt;
        public Dictionary<ulong, int> Customers { get; } = [];
        public SequenceColumns View { get; set; } = new(SortedColumns.From(new EventColumns()), [""], Position.None, 0);
    }
}

/// <summary>Columns with the names of their codes, as of a position.</summary>
internal sealed record SequenceColumns(SortedColumns Sorted, IReadOnlyList<string> Names, Position Position, long LeftOff);
