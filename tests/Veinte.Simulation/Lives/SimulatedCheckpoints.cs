using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;

namespace Veinte.Simulation.Lives;

/// <summary>What a commit does when the simulation decides so.</summary>
internal enum CommitFault
{
    None,
    /// <summary>It fails and nothing was stored but a part of the daybook's bytes.</summary>
    Torn,
    /// <summary>It is stored, but the caller is told that it failed.</summary>
    Doubtful,
}

/// <summary>
/// A partition's checkpoints on a disk in memory: commits fail, tear, or succeed and say they failed; after a power loss
/// the last commits may be gone, though never a part of one, while the daybook's bytes behind the end stay as rubbish.
/// </summary>
internal sealed class SimulatedCheckpoints : ICheckpoints
{
    private const int KeptCommits = 4;

    // Oldest first; the last one is in force. A new file system, so to say, for each commit: they are small.
    private readonly List<Stored> _commits = [new(0, 0, 0, null, [])];
    private byte[] _daybook = [];
    private bool _isDead;

    private Stored Now => _commits[^1];

    public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default)
    {
        ThrowIfDead();
        _commits[^1] = Now with { Epoch = Math.Max(Now.Epoch, epoch) };
        if (_daybook.Length < Now.DaybookLength) throw new InvalidOperationException("The simulated daybook is shorter than its checkpoint says.");
        Array.Resize(ref _daybook, (int)Now.DaybookLength);
        return new(new CheckpointHead(Now.Position, Now.DaybookLength, Now.Aggregates));
    }

    public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class
    {
        ThrowIfDead();
        return Now.Customers.TryGetValue(key, out var row) ? decode(row.State) : null;
    }

    public void ReadDaybook(long offset, Span<byte> target)
    {
        ThrowIfDead();
        if (offset + target.Length > Now.DaybookLength) throw new InvalidOperationException("Only committed lines may be asked for.");
        _daybook.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing)
    {
        ThrowIfDead();
        return [.. CustomerOrder.Sort(Now.Customers.Values.Where(row => row.Listed), listing).Skip(listing.Skip).Take(listing.Take)];
    }

    public ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default) => new(Commit(change, CommitFault.None, 0));

    /// <summary>Commits with a fault; <paramref name="tornAt"/> is how many of the daybook's bytes reach the disk of a torn one.</summary>
    public bool Commit(CheckpointChange change, CommitFault fault, int tornAt)
    {
        ThrowIfDead();
        byte[] bytes = [.. change.Daybook.SelectMany(chunk => chunk.ToArray())];
        WriteDaybook(change.DaybookOffset, fault == CommitFault.Torn ? bytes.AsSpan(0, Math.Min(tornAt, bytes.Length)) : bytes);
        if (fault == CommitFault.Torn) throw new IOException("The simulated commit failed.");
        if (change.Epoch != Now.Epoch) return false;
        var customers = new Dictionary<UInt128, CustomerRow>(Now.Customers);
        foreach (var (row, state) in change.Customers) customers[row.Key] = row with { State = state.ToArray() };
        _commits.Add(new(change.Epoch, change.Position, change.DaybookOffset + bytes.Length, change.Aggregates.ToArray(), customers));
        if (_commits.Count > KeptCommits) _commits.RemoveAt(0);
        return fault == CommitFault.Doubtful ? throw new IOException("The simulated commit failed, or so it seems.") : true;
    }

    /// <summary>What the next process finds. After a power loss the last commits may be gone.</summary>
    public SimulatedCheckpoints AfterEnd(Random random, bool powerLost)
    {
        _isDead = true;
        var next = new SimulatedCheckpoints();
        next._commits.Clear();
        next._commits.AddRange(_commits);
        // The daybook is flushed before its transaction: the older commits' bytes are all there.
        next._daybook = [.. _daybook];
        for (var lost = powerLost ? random.Next(KeptCommits) : 0; lost > 0 && next._commits.Count > 1; lost--) next._commits.RemoveAt(next._commits.Count - 1);
        return next;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void WriteDaybook(long offset, ReadOnlySpan<byte> bytes)
    {
        if (_daybook.Length < offset + bytes.Length) Array.Resize(ref _daybook, (int)offset + bytes.Length);
        bytes.CopyTo(_daybook.AsSpan((int)offset));
    }

    private void ThrowIfDead()
    {
        if (_isDead) throw new InvalidOperationException("These checkpoints belong to a process that has ended.");
    }

    private sealed record Stored(long Epoch, long Position, long DaybookLength, byte[]? Aggregates, Dictionary<UInt128, CustomerRow> Customers);
}
