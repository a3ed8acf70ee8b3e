using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Journal.Tests;

/// <summary>Small batches whose entries can be told apart.</summary>
internal static class Samples
{
    internal static EntryBatch Batch(int first, int count, int bodyBytes = 20)
    {
        using var builder = Filled(first, count, bodyBytes);
        return builder.Build();
    }

    /// <summary>The same in bytes out of a pool.</summary>
    internal static EntryBatch SharedBatch(int first, int count)
    {
        using var builder = Filled(first, count, bodyBytes: 20);
        return builder.BuildShared();
    }

    private static EntryBatchBuilder Filled(int first, int count, int bodyBytes)
    {
        var builder = new EntryBatchBuilder();
        for (var i = first; i < first + count; i++)
        {
            var body = Encoding.UTF8.GetBytes($"entry {i} ".PadRight(bodyBytes, '.'));
            builder.Add(new EntryHeader { Kind = EntryKind.Quarantined, Key = (UInt128)i, Message = (UInt128)i }, body);
        }
        return builder;
    }

    /// <summary>The numbers given to <see cref="Batch"/>, as they are read back.</summary>
    internal static IEnumerable<int> Numbers(JournalRecord record)
    {
        var numbers = new List<int>();
        foreach (var entry in record) numbers.Add((int)entry.Header.Message);
        return numbers;
    }

    internal static async Task<List<int>> ReadNumbers(IJournal journal, Position after = default)
    {
        var numbers = new List<int>();
        await foreach (var record in journal.Read(after)) numbers.AddRange(Numbers(record));
        return numbers;
    }

    /// <summary>No timer, and the same salts each time.</summary>
    internal static JournalOptions Quiet(Action<string>? report = null, long segmentBytes = 64 * 1024 * 1024)
    {
        var salt = 0u;
        return new()
        {
            MarkAfterIdle = Timeout.InfiniteTimeSpan,
            NewSalt = () => unchecked(++salt * 0x9E3779B9u % uint.MaxValue),
            Report = report,
            SegmentBytes = segmentBytes,
        };
    }
}
