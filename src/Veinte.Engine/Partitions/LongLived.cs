using System.Numerics;

namespace Veinte.Engine.Partitions;

/// <summary>Arrays of values that stay as long as their customer does.</summary>
internal static class LongLived
{
    private const int First = 4;

    /// <summary>
    /// Room for at least so many, a power of two of at most <paramref name="max"/>, its contents undefined. The last size, which stays,
    /// is among the pinned objects: nothing needs it not to move, but the collector then never carries it from generation to
    /// generation. Those before it are born where everything is: they are outgrown soon, and a pinned one that is left behind stays until
    /// the collector has looked at everything.
    /// </summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="max">How many there will ever be, a power of two.</param>
    public static T[] Array<T>(int count, int max) where T : unmanaged
    {
        var room = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(First, count));
        return room < max ? new T[room] : GC.AllocateUninitializedArray<T>(room, pinned: true);
    }
}
