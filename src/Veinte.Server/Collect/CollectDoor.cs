using Veinte.Doors;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Collect;

/// <summary>A door as the collector sees it: how it reads a body, and in which words it answers. Immutable.</summary>
/// <param name="Read">Turns a body into entries.</param>
/// <param name="Answer">Says that all is durable. The batch is null when there was nothing in the request, or it was discarded.</param>
/// <param name="Refuse">Says with a status and a sentence that nothing was taken.</param>
internal sealed record CollectDoor(
    CollectDoor.ReadBody Read, Func<HttpContext, DoorResult, EntryBatch?, Task> Answer, Func<HttpContext, int, string, Task> Refuse)
{
    /// <summary>What a door does with a body.</summary>
    internal delegate DoorResult ReadBody(ReadOnlySpan<byte> body, DoorSource source, Instant receivedAt, EntryBatchBuilder batch);
}
