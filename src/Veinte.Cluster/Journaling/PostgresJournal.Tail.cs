using Npgsql;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

// The tail: one loop reads what other nodes append; what this node appended itself it has already, and only what lies
// between is asked for. A notice or a record of one's own wakes it; now and then it looks by itself, for notices get lost.
internal sealed partial class PostgresJournal
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    private volatile bool _lookWanted = true;

    private void WakeTail(bool look)
    {
        if (look) _lookWanted = true;
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has woken it this very moment.
        }
    }

    private async Task ReadTail()
    {
        while (true)
        {
            if (!await _wake.WaitAsync(PollInterval, _stop.Token)) _lookWanted = true;
            try
            {
                await CatchUp();
            }
            catch (Exception failure) when (DatabaseFailures.MayPass(failure))
            {
                _lookWanted = true;
                await Task.Delay(ReconnectDelay, _time, _stop.Token);
            }
        }
    }

    private async Task CatchUp()
    {
        while (true)
        {
            while (_own.TryRemove(_recent.Last.Value + 1, out var own)) _recent.Add(own);
            if (!_lookWanted && _own.IsEmpty) return;
            _lookWanted = false;
            var before = NextOwn();
            var records = await _table.ReadFollowing(_recent.Last, before, RecordsPerRead, _stop.Token);
            foreach (var record in records) _recent.Add(record);
            // What was read after all needs no second coming.
            foreach (var first in _own.Keys)
                if (first <= _recent.Last.Value) _own.TryRemove(first, out _);
            if (records.Count > 0) _lookWanted = true;
            else if (!_own.ContainsKey(_recent.Last.Value + 1)) return;
        }
    }

    private Position NextOwn()
    {
        var next = long.MaxValue;
        foreach (var first in _own.Keys)
            if (first > _recent.Last.Value) next = Math.Min(next, first);
        return new(next);
    }

    private async Task Listen()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(_stop.Token);
                connection.Notification += (_, notice) => WakeTail(look: notice.PID != Volatile.Read(ref _appendingProcess));
                await using (var command = new NpgsqlCommand($"listen {JournalTable.Channel}", connection)) await command.ExecuteNonQueryAsync(_stop.Token);
                WakeTail(look: true);
                while (true) await connection.WaitAsync(_stop.Token);
            }
            catch (Exception failure) when (DatabaseFailures.MayPass(failure) && !_stop.IsCancellationRequested)
            {
                await Task.Delay(PollInterval, _time, _stop.Token);
            }
        }
    }
}
