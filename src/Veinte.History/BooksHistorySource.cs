using System.Runtime.CompilerServices;
using Veinte.Engine;
using Veinte.Model;

namespace Veinte.History;

/// <summary>
/// The history's source in production: walks the journal and, beside it, the daybook of every partition. The daybook says
/// which interactions are in the books and what they posted, so repeats, merges and reversals are taken exactly as the
/// books took them; the journal adds the words.
/// </summary>
/// <param name="node">The books and the journal they were made from.</param>
/// <param name="options">Size of a batch and how long to wait for something new.</param>
/// <param name="time">The clock by which it waits.</param>
public sealed class BooksHistorySource(VeinteNode node, HistoryOptions options, TimeProvider time) : IHistorySource
{
    /// <inheritdoc/>
    public async ValueTask<Position> Head(CancellationToken cancel = default) =>
        new((await node.Books.TrialBalance(cancel)).Position);

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryBatch> Read(HistoryMark after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var daybooks = new DaybookCursor[node.Calls.Count];
        for (var i = 0; i < daybooks.Length; i++)
        {
            daybooks[i] = new(node.Calls, i);
            await daybooks[i].Seek(after.Position.Value, cancel);
        }
        if (after.Position > Position.None && await DaybookCursor.Fingerprint(daybooks, cancel) != after.Fingerprint)
            throw new BooksRestatedException();

        var (mark, taken) = (after, Taken(daybooks));
        while (true)
        {
            // Only what every partition has applied has its lines in the daybooks.
            var head = await Head(cancel);
            if (head <= mark.Position)
            {
                await Task.Delay(options.PollEvery, time, cancel);
                if (mark.Position > Position.None && await DaybookCursor.Fingerprint(daybooks, cancel) != mark.Fingerprint)
                    throw new BooksRestatedException();
                continue;
            }
            var passage = new HistoryPassage(mark.Position);
            await foreach (var record in node.Journal.Read(mark.Position, cancel))
            {
                if (record.Last > head) break;
                foreach (var daybook in daybooks) await daybook.LoadTo(record.Last.Value, head.Value, cancel);
                passage.Take(record, daybooks);
                if (passage.Count < options.BatchRows) continue;
                (mark, taken) = (await Next(mark, taken, passage.Position, daybooks, cancel), Taken(daybooks));
                yield return passage.Build(mark);
            }
            if (passage.Position <= mark.Position) continue;
            (mark, taken) = (await Next(mark, taken, passage.Position, daybooks, cancel), Taken(daybooks));
            yield return passage.Build(mark);
            if (passage.Count < options.BatchRows) await Task.Delay(options.PollEvery, time, cancel);
        }
    }

    private static long[] Taken(DaybookCursor[] daybooks) => [.. daybooks.Select(daybook => daybook.Taken)];

    // What came since may hide that the books were restated meanwhile: the mark before must still be what it was. Asked last, so
    // that the new mark is of the same books.
    private static async ValueTask<HistoryMark> Next(HistoryMark before, long[] taken, Position position, DaybookCursor[] daybooks, CancellationToken cancel)
    {
        var next = new HistoryMark(position, await DaybookCursor.Fingerprint(daybooks, cancel));
        if (before.Position > Position.None && await DaybookCursor.Fingerprint(daybooks, taken, cancel) != before.Fingerprint) throw new BooksRestatedException();
        return next;
    }
}
