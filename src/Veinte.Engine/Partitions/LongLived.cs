namespace Veinte.Engine.Partitions;

/// <summary>Arrays of values that stay as long as their customer does.</summary>
internal static class LongLived
{
    private const int SmallMax = 16;
    private const int First = 4;

    /// <summary>
    /// Room for so many of at most <paramref name="max"/>, its contents undefined. Few are born where everything is; beyond
    /// that it is room for all there will ever be, and among the pinned objects: nothing needs it not to move, but the collector then
    /// never carries it from generation to generation, and no outgrown block is left behind in between.
    /// </summary>
    public static T[] Array<T>(int count, int max) where T : unmanaged =>
        count <= First ? new T[First] : count <= SmallMax ? new T[SmallMax] : GC.AllocateUninitializedArray<T>(max, pinned: true);
}
