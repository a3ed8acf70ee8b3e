using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

// One loop commits: what waits while a commit is under way becomes the next record. An append whose answer is lost is
// asked for again under the same token, so it is in the journal once or not at all.
internal sealed partial class PostgresJournal
{
    private const long None = long.MinValue;
    private static readonly TimeSpan PackingAskedEvery = TimeSpan.FromSeconds(1);
    private readonly Channel<Waiting> _queue = System.Threading.Channels.Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<long, JournalRecord> _own = [];
    private NpgsqlConnection? _appending;
    private int _appendingProcess;
    private Waiting? _heldBack;
    private long _queuedBytes;
    // A timestamp, or none while the database answers; the loop's, read by whoever closes the journal.
    private long _awaySince = None;
    private bool _allUnpack;
    private long? _packingAskedAt;

    /// <summary>What waits for the database now.</summary>
    public Engine.Views.JournalQueue Queue => new(Interlocked.Read(ref _queuedBytes), _options.QueueBytesMax);

    /// <inheritdoc/>
    public ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default) => Append(batch, fence: null, cancel);

    /// <summary>Appends in an owner's name.</summary>
    /// <exception cref="FencedException">He is not the owner any more.</exception>
    public async ValueTask<Position> Append(EntryBatch batch, Fence? fence, CancellationToken cancel)
    {
        if (batch.Payload.Length > JournalOptions.BatchBytesMax)
            throw new ArgumentException($"A batch has {JournalOptions.BatchBytesMax} bytes at most, not {batch.Payload.Length}.", nameof(batch));
        if (Interlocked.Add(ref _queuedBytes, batch.Payload.Length) > _options.QueueBytesMax)
        {
            Interlocked.Add(ref _queuedBytes, -batch.Payload.Length);
            throw new JournalUnavailableException("Nothing was appended: the database does not keep up with what comes in. It goes on by itself.", TimeSpan.FromSeconds(1)) { NothingAppended = true };
        }
        batch.Shared?.Hold();
        var waiting = new Waiting(batch, fence);
        if (!_queue.Writer.TryWrite(waiting)) throw Closed();
        return await waiting.Done.Task.WaitAsync(cancel);
    }

    private async Task CommitGroups()
    {
        try
        {
            var group = new List<Waiting>();
            while (_heldBack is not null || await _queue.Reader.WaitToReadAsync())
            {
                Take(group);
                await Commit(group);
                Interlocked.Add(ref _queuedBytes, -group.Sum(waiting => (long)waiting.Batch.Payload.Length));
            }
        }
        finally
        {
            if (_appending is not null) await _appending.DisposeAsync();
            _committed.TrySetResult();
        }
    }

    // Appends in different names do not share a record: one may be refused while the other must not be.
    private void Take(List<Waiting> group)
    {
        group.Clear();
        var bytes = 0;
        while (bytes < _options.GroupBytesMax)
        {
            Waiting? next = _heldBack;
            _heldBack = null;
            if (next is null && !_queue.Reader.TryRead(out next)) return;
            if (group.Count > 0 && (group[0].Fence != next.Fence || bytes + next.Batch.Payload.Length > JournalOptions.BatchBytesMax))
            {
                _heldBack = next;
                return;
            }
            group.Add(next);
            bytes += next.Batch.Payload.Length;
        }
    }

    private async Task Commit(List<Waiting> group)
    {
        var count = group.Sum(waiting => waiting.Batch.Count);
        var payload = Payload(group);
        var token = Guid.NewGuid();
        var begun = _time.GetTimestamp();
        using var stored = await MayPack() ? StoredPayload.Packed(payload) : StoredPayload.AsItIs(payload);
        while (true)
        {
            try
            {
                var first = await Append(token, count, stored, group[0].Fence);
                Volatile.Write(ref _awaySince, None);
                _own[first.Value] = new(first, count, payload);
                WakeTail(look: false);
                foreach (var waiting in group)
                {
                    waiting.Done.TrySetResult(first);
                    first += waiting.Batch.Count;
                }
                return;
            }
            catch (Exception failure)
            {
                if (await GiveUp(failure, begun) is not { } refusal) continue;
                foreach (var waiting in group) waiting.Done.TrySetException(refusal);
                return;
            }
        }
    }

    private async Task<Position> Append(Guid token, int count, StoredPayload payload, Fence? fence)
    {
        _appending ??= await _table.OpenForAppending(_stop.Token);
        Volatile.Write(ref _appendingProcess, _appending.ProcessID);
        try
        {
            return await JournalTable.Append(_appending, token, count, payload, fence, CancellationToken.None);
        }
        catch (PostgresException doubled) when (doubled.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            if (await JournalTable.FirstOf(_appending, token, CancellationToken.None) is { } first) return first;
            throw;
        }
    }

    // Asked now and then until it is so, that is while nodes are being replaced by those of a later version. Whatever goes
    // wrong here the append itself will meet, and tell whoever waits.
    private async ValueTask<bool> MayPack()
    {
        if (_allUnpack) return true;
        if (_packingAskedAt is { } asked && _time.GetElapsedTime(asked) < PackingAskedEvery) return false;
        _packingAskedAt = _time.GetTimestamp();
        try
        {
            return _allUnpack = await _table.AllUnpack(_stop.Token);
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>What the callers are told, or null to try again.</summary>
    private async Task<Exception?> GiveUp(Exception failure, long begun)
    {
        if (failure is FencedException) return failure;
        if (_appending is not null)
        {
            // Whatever state the connection is in, a new one has none.
            var broken = _appending;
            _appending = null;
            NpgsqlConnection.ClearPool(broken);
            await broken.DisposeAsync();
        }
        if (failure is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } full)
            return new JournalUnavailableException($"Nothing was appended: {full.MessageText}. The journal goes on by itself as soon as there is room.", TimeSpan.FromSeconds(5), full) { NothingAppended = true };
        if (Volatile.Read(ref _awaySince) == None) Volatile.Write(ref _awaySince, begun);
        if (!_stop.IsCancellationRequested && DatabaseFailures.MayPass(failure) && !HasBeenAwayForLong)
        {
            await Task.Delay(ReconnectDelay, _time);
            return null;
        }
        if (_stop.IsCancellationRequested || DatabaseFailures.MayPass(failure)) RefuseWhatWaits(failure);
        return new JournalUnavailableException(
            $"The database cannot be written to ({failure.Message.ReplaceLineEndings(" ")}). Nobody can say whether this was appended; send it again with the same messageIds.", TimeSpan.FromSeconds(2), failure);
    }

    private bool HasBeenAwayForLong => Volatile.Read(ref _awaySince) is var since && since != None && _time.GetElapsedTime(since) >= _options.RetryFor;

    // It has waited behind what is refused now, and nothing of it was sent: over a line that swallows everything each group would have to find that out for itself, one after the other.
    private void RefuseWhatWaits(Exception failure)
    {
        var refusal = new JournalUnavailableException(
            $"Nothing was appended: the database cannot be written to ({failure.Message.ReplaceLineEndings(" ")}). It goes on by itself as soon as it can.", TimeSpan.FromSeconds(2), failure) { NothingAppended = true };
        var next = _heldBack;
        _heldBack = null;
        while (next is not null || _queue.Reader.TryRead(out next))
        {
            next.Batch.Shared?.Release();
            Interlocked.Add(ref _queuedBytes, -next.Batch.Payload.Length);
            next.Done.TrySetException(refusal);
            next = null;
        }
    }

    // What waits is still written, unless the database has been away for long.
    private async Task WaitForCommits()
    {
        while (await Task.WhenAny(_committed.Task, Task.Delay(ReconnectDelay, _time)) != _committed.Task)
            if (HasBeenAwayForLong) return;
    }

    private static ReadOnlyMemory<byte> Payload(List<Waiting> group)
    {
        if (group.Count == 1 && group[0].Batch.Shared is null) return group[0].Batch.Payload;
        var payload = GC.AllocateUninitializedArray<byte>(group.Sum(waiting => waiting.Batch.Payload.Length));
        var at = 0;
        foreach (var waiting in group)
        {
            waiting.Batch.Payload.CopyTo(payload.AsMemory(at));
            at += waiting.Batch.Payload.Length;
            // The record stays, whatever becomes of what it was made from.
            waiting.Batch.Shared?.Release();
        }
        return payload;
    }

    private static JournalUnavailableException Closed() => new("The journal is closing and takes nothing more.", null);

    private sealed class Waiting(EntryBatch batch, Fence? fence)
    {
        public EntryBatch Batch => batch;
        public Fence? Fence => fence;
        public TaskCompletionSource<Position> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
