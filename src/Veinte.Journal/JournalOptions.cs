using System.Security.Cryptography;
using Veinte.Journal.Segments;

namespace Veinte.Journal;

/// <summary>How a <see cref="SegmentedJournal"/> works. The defaults suit one process on one disk.</summary>
public sealed record JournalOptions
{
    /// <summary>A new file begins once the current one has this many bytes; 4 KiB to 1 GiB. Default: 64 MiB.</summary>
    public long SegmentBytes { get; init => field = InRange(value, 4096, 1L << 30, nameof(SegmentBytes)); } = 64L * 1024 * 1024;

    /// <summary>How many bytes at most are written and flushed together (one batch more, at worst); 1 to 64 MiB. Default: 4 MiB.</summary>
    public int GroupBytesMax { get; init => field = (int)InRange(value, 1, 64 * 1024 * 1024, nameof(GroupBytesMax)); } = 4 * 1024 * 1024;

    /// <summary>When this many bytes wait, further appends wait before they are queued, and <see cref="SegmentedJournal.IsBusy"/> holds. Default: 64 MiB.</summary>
    public long QueueBytesMax { get; init => field = InRange(value, 1, long.MaxValue, nameof(QueueBytesMax)); } = 64L * 1024 * 1024;

    /// <summary>What callers are told to wait while the disk is full. Default: 5 s.</summary>
    public TimeSpan RetryAfterFull { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how long without an append a mark is written behind the last record, which proves that it was flushed: from
    /// then on a change in it is damage and never taken for a torn tail. Infinite for never. Default: 1 s.
    /// </summary>
    public TimeSpan MarkAfterIdle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told what recovery found and did, and why the journal stopped; called rarely, on the journal's own thread.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>Where the clock of <see cref="MarkAfterIdle"/> comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where the committing loop runs; null for a thread of its own. It blocks in writes and flushes. A simulation passes
    /// a scheduler that it drives step by step.
    /// </summary>
    public TaskScheduler? Scheduler { get; init; }

    /// <summary>Gives each new file its salt. Default: the system's random numbers, so that no client can know it.</summary>
    public Func<uint> NewSalt { get; init; } = () => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    /// <summary>The longest batch that can be appended: 16 MiB.</summary>
    public static int BatchBytesMax => RecordHeader.PayloadBytesMax;

    private static long InRange(long value, long min, long max, string name) => value >= min && value <= max
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} should be in the range [{min}, {max}].");
}
