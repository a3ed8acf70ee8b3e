using System.IO.Hashing;
using System.Text;
using Veinte.Engine.Folds.Measures;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;

namespace Veinte.Engine.Folds;

/// <summary>The folds of one partition, in the order in which they are called. Owned by the partition's loop.</summary>
internal sealed class FoldSet
{
    private readonly IFold[] _folds;

    public FoldSet(PartitionOptions options) => _folds = FoldsOf(options);

    /// <summary>For tests: folds of one's own.</summary>
    internal FoldSet(params IFold[] folds) => _folds = folds;

    /// <summary>Whether definitions for other folds are passed over: a back-test keeps the one it asks about only.</summary>
    internal bool OthersAreIgnored { get; init; }

    /// <summary>The fold of a type.</summary>
    public T Get<T>() where T : IFold => _folds.OfType<T>().First();

    /// <summary>The fold of a type, or null when it is not among them.</summary>
    public T? Find<T>() where T : class, IFold => Array.Find(_folds, fold => fold is T) as T;

    public void Take(in InteractionView interaction, in FoldedInteraction folded)
    {
        foreach (var fold in _folds) fold.Take(interaction, folded);
    }

    public void TakeBack(in FoldedReversal reversal)
    {
        foreach (var fold in _folds) fold.TakeBack(reversal);
    }

    public void Receive(CustomerState customer)
    {
        foreach (var fold in _folds) fold.Receive(customer);
    }

    /// <summary>Hands a definition to the fold it is for; false when this version has none of that name.</summary>
    public bool TryDefine(DefinitionSet definition, in DefinitionContext context)
    {
        var fold = Array.Find(_folds, fold => fold.Name == definition.Capability);
        fold?.Define(definition, context);
        return fold is not null || OthersAreIgnored;
    }

    /// <summary>Writes every fold's state behind its name and length, so that each can be read, or told to be unknown, by itself.</summary>
    public void Write(StateWriter writer)
    {
        writer.Write(_folds.Length);
        foreach (var fold in _folds)
        {
            writer.Write(fold.Name);
            var length = (int)writer.Buffer.Length;
            writer.Write(0);
            fold.Write(writer);
            writer.Buffer.Patch(length, (int)writer.Buffer.Length - length - sizeof(int));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote into folds that are new.</summary>
    /// <exception cref="InvalidDataException">A later version wrote it.</exception>
    /// <exception cref="OutdatedStateException">An earlier version wrote it.</exception>
    public void Read(BinaryReader reader)
    {
        var names = new HashSet<string>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var name = reader.ReadString();
            names.Add(name);
            var bytes = reader.ReadBytes(reader.ReadInt32());
            var fold = Array.Find(_folds, fold => fold.Name == name)
                ?? throw new InvalidDataException($"The stored state has a fold '{name}', which this version does not know. Start the version that wrote it.");
            using var own = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            fold.Read(own);
        }
        // A fold that was not there when the state was stored has missed what came before.
        if (Array.Find(_folds, fold => !names.Contains(fold.Name)) is { } missing)
            throw new OutdatedStateException($"The stored state was written before there was a fold '{missing.Name}'.");
    }

    /// <summary>A line per fold that two partitions with the same state agree on.</summary>
    public IReadOnlyDictionary<string, string> Digest() =>
        _folds.ToDictionary(fold => fold.Name, fold => Convert.ToHexString(XxHash128.Hash(BytesOf(fold))), StringComparer.Ordinal);

    private static IFold[] FoldsOf(PartitionOptions options) => options.NothingIsFolded ? [] :
    [
        new PromisesFold(),
        new MeasuresFold(),
        new MomentsFold(),
    ];

    private static byte[] BytesOf(IFold fold)
    {
        using var buffer = new StateBuffer();
        using var writer = new StateWriter(buffer);
        fold.Write(writer);
        return buffer.Written.ToArray();
    }
}
