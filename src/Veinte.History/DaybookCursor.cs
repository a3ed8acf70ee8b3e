using System.Buffers.Binary;
using System.IO.Hashing;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;

namespace Veinte.History;

/// <summary>Reads one partition's daybook forwards, some thousand lines at a time.</summary>
internal sealed class DaybookCursor(IPartitionCalls calls, int partition)
{
    private const int LinesPerAsk = 8_192;
    private const int FingerprintLines = 16;

    private readonly Queue<DaybookEntry> _lines = new();
    private long _nextToAsk = 1;
    private long _completeTo;
    private IReadOnlyList<string> _touchpoints = [], _staff = [], _areas = [];

    /// <summary>Lines taken so far.</summary>
    public long Taken => _nextToAsk - 1 - _lines.Count;

    /// <summary>Goes to the first line behind a position. O(log lines) questions.</summary>
    public async ValueTask Seek(long position, CancellationToken cancel)
    {
        var (low, high) = (1L, (await Lines(1, 0, cancel)).Count + 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var line = (await Lines(middle, 1, cancel)).Lines[0];
            if (line.Position <= position) low = middle + 1;
            else high = middle;
        }
        _lines.Clear();
        (_nextToAsk, _completeTo) = (low, position);
    }

    /// <summary>Has all lines up to a position at hand.</summary>
    /// <param name="position">Up to where.</param>
    /// <param name="head">A position that the partition is known to have reached; not before <paramref name="position"/>.</param>
    /// <param name="cancel">Cancels the call.</param>
    public async ValueTask LoadTo(long position, long head, CancellationToken cancel)
    {
        while (_completeTo < position)
        {
            var answer = await Lines(_nextToAsk, LinesPerAsk, cancel);
            (_touchpoints, _staff, _areas) = (answer.Touchpoints, answer.Staff, answer.Areas);
            foreach (var line in answer.Lines) _lines.Enqueue(line);
            _nextToAsk += answer.Lines.Count;
            _completeTo = answer.Lines.Count < LinesPerAsk ? head : answer.Lines[^1].Position - 1;
        }
    }

    /// <summary>The next line, when it stands at a position.</summary>
    public bool TryTake(long position, out DaybookEntry line)
    {
        while (_lines.TryPeek(out line) && line.Position < position) _lines.Dequeue();
        if (_lines.Count == 0 || line.Position != position) return false;
        _lines.Dequeue();
        return true;
    }

    /// <summary>Name of a touchpoint by its code in this partition.</summary>
    public string Touchpoint(int code) => _touchpoints[code];

    /// <summary>Name of a staff member, or null for none.</summary>
    public string? Staff(int code) => code == DaybookEntry.NoCode ? null : _staff[code];

    /// <summary>Name of an area, or null for none.</summary>
    public string? Area(int code) => code == DaybookEntry.NoCode ? null : _areas[code];

    /// <summary>
    /// A hash over the first lines of every partition and the last ones taken: restated books have other policy versions
    /// and amounts there.
    /// </summary>
    public static ValueTask<ulong> Fingerprint(IReadOnlyList<DaybookCursor> cursors, CancellationToken cancel) =>
        Fingerprint(cursors, [.. cursors.Select(cursor => cursor.Taken)], cancel);

    /// <summary>The hash as it was when so many lines had been taken of each partition; another one when the books were restated since.</summary>
    public static async ValueTask<ulong> Fingerprint(IReadOnlyList<DaybookCursor> cursors, IReadOnlyList<long> lines, CancellationToken cancel)
    {
        var hash = new XxHash3();
        foreach (var (cursor, taken) in cursors.Zip(lines))
        {
            await cursor.AddTo(hash, 1, (int)Math.Min(FingerprintLines, taken), cancel);
            var first = Math.Max(FingerprintLines, taken - FingerprintLines) + 1;
            if (first <= taken) await cursor.AddTo(hash, first, (int)(taken - first + 1), cancel);
        }
        return hash.GetCurrentHashAsUInt64();
    }

    private ValueTask<DaybookAnswer> Lines(long first, int max, CancellationToken cancel) =>
        calls.Ask(partition, new DaybookQuery(first, max), cancel);

    private async ValueTask AddTo(XxHash3 hash, long first, int count, CancellationToken cancel)
    {
        if (count == 0) return;
        var lines = (await Lines(first, count, cancel)).Lines;
        var bytes = new byte[25];
        foreach (var line in lines)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, line.Position);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), line.Amount);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), line.Grade);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), line.PolicyVersion);
            bytes[24] = (byte)line.Kind;
            hash.Append(bytes);
        }
    }
}
