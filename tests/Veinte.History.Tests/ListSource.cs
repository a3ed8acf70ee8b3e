using System.Runtime.CompilerServices;
using Veinte.Model;

namespace Veinte.History.Tests;

/// <summary>A source of batches made by hand. Batches may be added while it is read.</summary>
internal sealed class ListSource : IHistorySource
{
    private readonly Lock _gate = new();
    private readonly List<HistoryBatch> _batches = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Marks at which reading began.</summary>
    public List<HistoryMark> Begun { get; } = [];

    /// <summary>Changes with every restatement; part of each mark.</summary>
    public ulong Fingerprint { get; private set; } = 1;

    public void Add(IReadOnlyList<HistoryRow> rows, IReadOnlyList<HistoryReversal>? reversals = null, IReadOnlyList<HistoryPointer>? pointers = null)
    {
        lock (_gate)
        {
            var last = new[] { _batches.Count == 0 ? 0 : _batches[^1].Mark.Position.Value }
                .Concat(rows.Select(row => row.Position.Value))
                .Concat((reversals ?? []).Select(reversal => reversal.At.Value))
                .Concat((pointers ?? []).Select(pointer => pointer.Since.Value)).Max();
            _batches.Add(new(rows, reversals ?? [], pointers ?? [], new(new(last), Fingerprint)));
            Wake();
        }
    }

    /// <summary>All grades are different from now on.</summary>
    public void Restate(Func<HistoryRow, HistoryRow> change)
    {
        lock (_gate)
        {
            Fingerprint++;
            for (var i = 0; i < _batches.Count; i++)
                _batches[i] = _batches[i] with { Rows = [.. _batches[i].Rows.Select(change)], Mark = _batches[i].Mark with { Fingerprint = Fingerprint } };
            Wake();
        }
    }

    public ValueTask<Position> Head(CancellationToken cancel = default)
    {
        lock (_gate) return new(_batches.Count == 0 ? Position.None : _batches[^1].Mark.Position);
    }

    public async IAsyncEnumerable<HistoryBatch> Read(HistoryMark after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        lock (_gate) Begun.Add(after);
        var mark = after;
        while (true)
        {
            HistoryBatch? next;
            Task added;
            lock (_gate)
            {
                if (mark.Position > Position.None && mark.Fingerprint != Fingerprint) throw new BooksRestatedException();
                next = _batches.Find(batch => batch.Mark.Position > mark.Position);
                added = _added.Task;
            }
            if (next is null)
            {
                await added.WaitAsync(cancel);
                continue;
            }
            mark = next.Mark;
            yield return next;
        }
    }

    private void Wake()
    {
        var added = _added;
        _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        added.SetResult();
    }
}
