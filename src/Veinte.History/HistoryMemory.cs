namespace Veinte.History;

/// <summary>What the history's database holds in memory at a moment, in its own count. None of it is in the managed heap.</summary>
/// <param name="Max">Bytes it may hold.</param>
/// <param name="Uses">What for, everything it tells apart.</param>
public sealed record HistoryMemory(long Max, IReadOnlyList<HistoryMemoryUse> Uses)
{
    /// <summary>Bytes held.</summary>
    public long Bytes => Uses.Sum(use => use.Bytes);
}

/// <summary>Memory of one kind.</summary>
/// <param name="Kind">In DuckDB's words: <c>base_table</c> is what was read or written and is kept as long as there is room.</param>
/// <param name="Bytes">How many bytes.</param>
public readonly record struct HistoryMemoryUse(string Kind, long Bytes);
