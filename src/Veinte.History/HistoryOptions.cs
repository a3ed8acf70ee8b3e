using System.ComponentModel.DataAnnotations;

namespace Veinte.History;

/// <summary>What the history may use.</summary>
public sealed record HistoryOptions
{
    /// <summary>The least that will do: one batch and one checkpoint.</summary>
    public const int MemoryMiBMin = 128;

    /// <summary>Beyond this more memory makes questions hardly faster.</summary>
    public const int MemoryMiBSense = 1024;

    /// <summary>
    /// Memory DuckDB may use, in MiB; the process may pass it by some 200. What was written or read is kept until it is full.
    /// Questions that need more spill to disk or fail.
    /// </summary>
    [Range(MemoryMiBMin, 1_048_576)]
    public int MemoryMiB { get; init; } = MemoryMiBSense;

    /// <summary>Threads a question may use.</summary>
    [Range(1, 256)]
    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Questions answered at the same time.</summary>
    [Range(1, 64)]
    public int QuestionsMax { get; init; } = 2;

    /// <summary>Questions that may wait for their turn; more are refused.</summary>
    [Range(0, 1000)]
    public int WaitingMax { get; init; } = 16;

    /// <summary>How long a question may take, its waiting included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Rows an answer to a free question has at most.</summary>
    [Range(1, 1_000_000)]
    public int RowsMax { get; init; } = 10_000;

    /// <summary>Rows appended in one transaction at most.</summary>
    [Range(1, 1_000_000)]
    public int BatchRows { get; init; } = 20_000;

    /// <summary>How long to wait before looking for something new.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Interactions that questions about order look at: the latest. 36 bytes of memory each while such questions are asked.</summary>
    [Range(1000, 500_000_000)]
    public int SequenceEventsMax { get; init; } = 10_000_000;
}
