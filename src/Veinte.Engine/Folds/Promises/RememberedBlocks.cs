using System.Numerics;
using System.Runtime.InteropServices;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// Where a partition keeps what promises remember of its customers: blocks of five cache lines, seven entries each, that a customer chains as he meets more promises. They
/// lie in large pinned arrays of plain numbers, so that the collector neither carries them from generation to generation nor looks into them, and growing leaves no
/// garbage. Owned by the partition's loop.
/// </summary>
internal sealed class RememberedBlocks
{
    // Blocks that a partition asks of the runtime at once: some 160 kB.
    private const int Many = 512;

    /// <summary>Entries of a block.</summary>
    public const int Entries = 7;

    /// <summary>No block.</summary>
    public const int None = -1;

    /// <summary>The key of a place that is not taken.</summary>
    public const long NoKey = long.MinValue;

    /// <summary>Words of what an entry says.</summary>
    public const int WordsOfAnswers = 4;

    // The next block's number and the keys share the first line: an entry is searched for by every promise an interaction concerns. What is left of the last line is not used.
    private const int Line = 8, Words = 5 * Line;

    private readonly int _shift;
    private readonly bool _pinned;
    private (long[] Words, int First)[] _chunks = [];
    private int _given;
    private int _free = None;

    private RememberedBlocks(int blocksPerChunk, bool pinned) => (_shift, _pinned) = (BitOperations.Log2((uint)blocksPerChunk), pinned);

    /// <summary>How many blocks are in use.</summary>
    public int InUse { get; private set; }

    /// <summary>Room for all customers of a partition.</summary>
    public static RememberedBlocks OfPartition() => new(Many, pinned: true);

    /// <summary>Room for one customer, until he lies among the others.</summary>
    /// <param name="entries">How many entries he has.</param>
    public static RememberedBlocks OfOne(int entries) => new((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (entries + Entries - 1) / Entries)), pinned: false);

    /// <summary>A block without entries and without a next one.</summary>
    public int Take()
    {
        var block = _free;
        if (block == None)
        {
            if (_given == _chunks.Length << _shift) AddChunk();
            block = _given++;
        }
        else
        {
            _free = Next(block);
        }
        var head = Of(block)[..Line];
        head.Fill(NoKey);
        head[0] = None;
        InUse++;
        return block;
    }

    /// <summary>Takes a chain of blocks back.</summary>
    public void Return(int first)
    {
        while (first != None)
        {
            var (block, next) = (first, Next(first));
            SetNext(block, _free);
            _free = block;
            first = next;
            InUse--;
        }
    }

    /// <summary>The block behind one; <see cref="None"/> behind the last.</summary>
    public int Next(int block) => (int)Of(block)[0];

    /// <summary>Chains a block behind another.</summary>
    public void SetNext(int block, int next) => Of(block)[0] = next;

    /// <summary>The keys of a block; <see cref="NoKey"/> where there is none.</summary>
    public Span<long> Keys(int block) => Of(block).Slice(1, Entries);

    /// <summary>What a block's entry says.</summary>
    public Span<long> Answers(int block, int entry) => Of(block).Slice(Line + entry * WordsOfAnswers, WordsOfAnswers);

    private Span<long> Of(int block)
    {
        ref readonly var chunk = ref _chunks[block >> _shift];
        return chunk.Words.AsSpan(chunk.First + (block & ((1 << _shift) - 1)) * Words, Words);
    }

    private void AddChunk()
    {
        var first = 0;
        var words = _pinned ? GC.AllocateUninitializedArray<long>((Words << _shift) + Line - 1, pinned: true) : new long[Words << _shift];
        // What lies still can begin with a line, as it is one to the processor.
        if (_pinned) first = (Line - (int)(Marshal.UnsafeAddrOfPinnedArrayElement(words, 0) / sizeof(long) % Line)) % Line;
        _chunks = [.. _chunks, (words, first)];
    }
}
