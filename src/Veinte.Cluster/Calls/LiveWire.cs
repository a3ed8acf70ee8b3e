using Veinte.Engine.Views;

namespace Veinte.Cluster.Calls;

/// <summary>What happens live, as bytes between nodes: one byte for the kind, then the event. Thread-safe.</summary>
internal static class LiveWire
{
    // Both ends are nodes of one cluster; a node that does not know a kind leaves the line and comes back after its own upgrade.
    private const byte Posting = 1, Verdict = 2;

    /// <summary>Writes an event.</summary>
    public static byte[] Write(LiveEvent happened) => happened switch
    {
        LivePosting posting => [Posting, .. StructuralCodec.Write(typeof(LivePosting), posting)],
        LiveVerdict verdict => [Verdict, .. StructuralCodec.Write(typeof(LiveVerdict), verdict)],
        _ => throw new NotSupportedException($"{happened.GetType().Name} is not told to other nodes."),
    };

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static LiveEvent Read(ReadOnlyMemory<byte> bytes) => bytes.Span[0] switch
    {
        Posting => (LiveEvent)StructuralCodec.Read(typeof(LivePosting), bytes[1..])!,
        Verdict => (LiveEvent)StructuralCodec.Read(typeof(LiveVerdict), bytes[1..])!,
        var kind => throw new InvalidDataException($"A live event of kind {kind} is not known here."),
    };
}
