using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Model;

namespace Veinte.Cluster.Calls;

/// <summary>
/// Questions to a partition on another node, as bytes: which question, of which shape, after which position. Only the
/// engine's own questions can be asked. Thread-safe.
/// </summary>
internal static class Questions
{
    private static readonly FrozenDictionary<string, Kind> Kinds = Find();

    /// <summary>All kinds of questions.</summary>
    public static IReadOnlyList<(Type Question, Type Answer)> All => [.. Kinds.Values.Select(kind => (kind.Question, kind.Answer))];

    /// <summary>Writes a question.</summary>
    public static byte[] Write<TAnswer>(int partition, Position after, PartitionQuery<TAnswer> query)
    {
        var type = query.GetType();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(type.FullName!);
        writer.Write(Shape(type, typeof(TAnswer)));
        writer.Write(partition);
        writer.Write(after.Value);
        writer.Write(StructuralCodec.Write(type, query));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads the answer to a question.</summary>
    public static TAnswer ReadAnswer<TAnswer>(ReadOnlyMemory<byte> bytes) => (TAnswer)StructuralCodec.Read(typeof(TAnswer), bytes)!;

    /// <summary>Has a question that came as bytes answered, and returns the answer as bytes.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="hosted">The partition when this node owns it.</param>
    /// <param name="cancel">Cancelled when nobody waits for the answer any more.</param>
    /// <exception cref="OtherShapeException">The asker runs another version.</exception>
    /// <exception cref="PartitionUnavailableException">This node does not own the partition.</exception>
    public static async Task<byte[]> Answer(byte[] bytes, Func<int, HostedPartition?> hosted, CancellationToken cancel)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var name = reader.ReadString();
        if (!Kinds.TryGetValue(name, out var kind) || Shape(kind.Question, kind.Answer) != reader.ReadUInt64()) throw new OtherShapeException(name);
        var (partition, after) = (reader.ReadInt32(), new Position(reader.ReadInt64()));
        var query = StructuralCodec.Read(kind.Question, bytes.AsMemory((int)stream.Position))!;
        return await kind.Ask(hosted(partition) ?? throw new PartitionUnavailableException(partition), query, after, cancel);
    }

    private static ulong Shape(Type question, Type answer) => unchecked(StructuralCodec.ShapeOf(question) * 31 + StructuralCodec.ShapeOf(answer));

    private static FrozenDictionary<string, Kind> Find()
    {
        var ask = typeof(Questions).GetMethod(nameof(Ask), BindingFlags.NonPublic | BindingFlags.Static)!;
        var kinds = new Dictionary<string, Kind>(StringComparer.Ordinal);
        foreach (var type in typeof(Partition).Assembly.GetTypes())
        {
            if (type.IsAbstract || type.BaseType is not { IsGenericType: true } question || question.GetGenericTypeDefinition() != typeof(PartitionQuery<>)) continue;
            var answer = question.GetGenericArguments()[0];
            kinds.Add(type.FullName!, new(type, answer, ask.MakeGenericMethod(answer).CreateDelegate<Func<HostedPartition, object, Position, CancellationToken, Task<byte[]>>>()));
        }
        return kinds.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static async Task<byte[]> Ask<TAnswer>(HostedPartition hosted, object query, Position after, CancellationToken cancel) =>
        StructuralCodec.Write(typeof(TAnswer), await hosted.Ask((PartitionQuery<TAnswer>)query, after, cancel));

    private sealed record Kind(Type Question, Type Answer, Func<HostedPartition, object, Position, CancellationToken, Task<byte[]>> Ask);
}

/// <summary>Two nodes run versions that do not understand each other's questions.</summary>
/// <param name="question">Which question.</param>
internal sealed class OtherShapeException(string question)
    : Exception($"The nodes run different versions and do not understand each other's '{question}'. This passes when all of them run the same one.");
