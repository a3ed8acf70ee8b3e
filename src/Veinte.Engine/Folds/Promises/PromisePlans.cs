using System.Text.Json;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// Promises made ready, once for all partitions of a process: what a hundred of them say is looked at by every interaction, and sixteen copies of it would not stay in the
/// processor's cache. Whoever judges them reads the same. Kept for as long as anybody has them. Thread-safe.
/// </summary>
internal static class PromisePlans
{
    // Plans nobody has any more are looked for whenever there are twice as many as were left the last time.
    private const int SweptFrom = 2 * PromisesFold.PromisesMax;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Id, string Json), WeakReference<PromisePlan>> Known = [];
    private static int _sweptAt = SweptFrom;

    /// <summary>The plan of a promise as the journal or a checkpoint holds it.</summary>
    /// <param name="id">The promise.</param>
    /// <param name="json">Its definition.</param>
    /// <exception cref="InvalidDataException">There is no definition in it.</exception>
    public static PromisePlan Of(string id, string json)
    {
        // All partitions meet a definition at the same time: one makes the plan and the others wait for it.
        lock (Gate)
        {
            if (Known.TryGetValue((id, json), out var known) && known.TryGetTarget(out var shared)) return shared;
            var plan = new PromisePlan(id, JsonSerializer.Deserialize(json, PromiseJson.Default.PromiseDefinition)
                ?? throw new InvalidDataException("A promise without content. Start the version that wrote it."));
            Known[(id, json)] = new(plan);
            if (Known.Count >= _sweptAt) Sweep();
            return plan;
        }
    }

    private static void Sweep()
    {
        foreach (var (name, plan) in Known)
            if (!plan.TryGetTarget(out _)) Known.Remove(name);
        _sweptAt = Math.Max(SweptFrom, 2 * Known.Count);
    }
}
