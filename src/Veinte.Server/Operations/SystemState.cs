using Veinte.Engine.Views;

namespace Veinte.Server.Operations;

/// <summary>How the system stands at a moment, as the node that was asked sees it.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Mode"><c>folder</c> or <c>cluster</c>.</param>
/// <param name="StartedAt">Since when this process serves.</param>
/// <param name="Ailment">Why this node had better not be asked now; null when it is well.</param>
/// <param name="Head">The journal's last position.</param>
/// <param name="Nodes">The nodes, in the order they came; one where there is no cluster.</param>
/// <param name="Partitions">The partitions.</param>
/// <param name="Queues">What waits on this node.</param>
/// <param name="Disks">What lies where, in bytes.</param>
/// <param name="Memory">Memory of this process, in bytes.</param>
/// <param name="Refused">What doors refused into quarantine since this process started, by step and reason.</param>
/// <param name="Dropped">What the books did not take, ever, by step and reason.</param>
internal sealed record SystemState(
    string Version, string Mode, DateTimeOffset StartedAt, string? Ailment, long Head, IReadOnlyList<SystemNode> Nodes, IReadOnlyList<PartitionView> Partitions,
    IReadOnlyList<QueueDepth> Queues, IReadOnlyList<DiskUse> Disks, MemoryUse Memory, IReadOnlyList<DropCount> Refused, IReadOnlyList<DropCount> Dropped);

/// <summary>A node.</summary>
/// <param name="Name">How others reach it; the machine's name where there is no cluster.</param>
/// <param name="Version">Which version it runs.</param>
/// <param name="StartedAt">Since when.</param>
/// <param name="State"><c>lives</c>, <c>leaves</c> or <c>silent</c>: not heard of for longer than leases last.</param>
/// <param name="Partitions">How many partitions it owns.</param>
/// <param name="Here">Whether it is the one asked.</param>
/// <param name="Id">By which partitions name it; null where there is no cluster.</param>
internal sealed record SystemNode(string Name, string Version, DateTimeOffset StartedAt, string State, int Partitions, bool Here, Guid? Id);

/// <summary>A queue.</summary>
/// <param name="Name"><c>journal</c>: bytes that wait to become durable. <c>bodies</c>: bytes of requests in memory. <c>history</c>: entries the index of history has not read.</param>
/// <param name="Depth">How much waits.</param>
/// <param name="Max">How much may; null when nothing is refused for it.</param>
internal sealed record QueueDepth(string Name, long Depth, long? Max);

/// <summary>What lies on a disk.</summary>
/// <param name="What"><c>journal</c>, <c>books</c>, <c>history</c>, <c>application</c>, <c>imports</c>, <c>models</c>, <c>other</c>, <c>database</c>; <c>free</c> is what is left on the data folder's disk.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Kept"><c>truth</c>: it must be backed up. <c>derived</c>: it is made again from the journal. <c>free</c>: nothing.</param>
internal sealed record DiskUse(string What, long Bytes, string Kept);

/// <summary>Memory of a process, in bytes.</summary>
/// <param name="Resident">What it takes of the machine.</param>
/// <param name="Managed">What its objects take.</param>
/// <param name="Limit">What it may take: the machine's memory, or its container's.</param>
/// <param name="History">What the history's database holds beside its objects; null when this node has no history open.</param>
/// <param name="HistoryMax">What that may become.</param>
internal sealed record MemoryUse(long Resident, long Managed, long Limit, long? History, long? HistoryMax);
