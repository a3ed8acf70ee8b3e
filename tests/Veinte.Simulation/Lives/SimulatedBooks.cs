using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Journal.Segments;
using Veinte.Journal.Simulation;
using Veinte.Journal.Storage;

namespace Veinte.Simulation.Lives;

/// <summary>
/// Journal, partitions and checkpoints of one process after another, on one thread, in steps the seed chooses. A step may
/// end the process: killed, or without power. What a caller was told is kept by the caller, not here.
/// </summary>
internal sealed class SimulatedBooks
{
    private readonly Random _random;
    private readonly PartitionOptions _options;
    private SimulatedStorage _storage = new();
    private JournalWriter _writer = null!;
    private SimulatedCheckpoints[] _checkpoints;
    private SimulatedOwner[] _owners = [];
    private long _epoch;
    private uint _salt;

    public SimulatedBooks(Random random, int partitions, PartitionOptions options)
    {
        (_random, _options) = (random, options);
        _checkpoints = [.. Enumerable.Range(0, partitions).Select(_ => new SimulatedCheckpoints())];
        Start();
    }

    public IReadOnlyList<SimulatedOwner> Owners => _owners;

    public int Kills { get; private set; }

    public int PowerLosses { get; private set; }

    public int TimesFull { get; private set; }

    public int CommitsFailed { get; private set; }

    public int Checkpoints { get; private set; }

    /// <summary>Everything the journal holds, from the beginning.</summary>
    public IEnumerable<JournalRecord> Journal => JournalScan.Records(_storage, _writer.Extent, default);

    public long Head => _writer.Extent.Head.Value;

    /// <summary>A customer's state as the partition has it at the moment.</summary>
    public CustomerState? CustomerOf(Identifier identifier) =>
        _owners[Model.StableHash.Partition(identifier.Key, _owners.Length)].Partition.CustomerNow(identifier.Key)?.State;

    /// <summary>
    /// Appends and returns the first position; null when the disk is full (nothing was appended) or the process ended in the
    /// middle (nobody knows). Whoever gets null says it again.
    /// </summary>
    public long? Append(EntryBatch batch, bool faultless = false)
    {
        if (!faultless && _random.Next(40) == 0) _storage.CapacityBytes = Used() + _random.Next(400);
        if (!faultless && _random.Next(60) == 0) _storage.EndAt(_storage.Operations + _random.Next(1, 4), _random.Next(500));
        if (!faultless && _random.Next(150) == 0) _storage.FlushesToFail = 1;
        try
        {
            _writer.Begin();
            var first = _writer.Stage(batch);
            _writer.Commit();
            var record = new JournalRecord(first, batch.Count, batch.Payload);
            foreach (var owner in _owners) owner.Deliver(record);
            return first.Value;
        }
        catch (StorageFullException)
        {
            TimesFull++;
            return null;
        }
        catch (IOException)
        {
            End();
            return null;
        }
        finally
        {
            _storage.CapacityBytes = long.MaxValue;
        }
    }

    /// <summary>Lets one partition do one thing.</summary>
    public void Step(bool faultless = false)
    {
        var owner = _owners[_random.Next(_owners.Length)];
        var what = _random.Next(10);
        if (what < 5) owner.ApplyNext();
        else if (what < 7) AppendEffects(owner, faultless);
        else if (what == 7) owner.TakeNotice();
        else if (what == 8) owner.ContinueCheckpoint(faultless);
        else owner.Partition.TrimMemory();
    }

    /// <summary>Goes on without new input and without faults until nothing is on its way.</summary>
    public void Settle()
    {
        for (var steps = 0; !_owners.All(owner => owner.IsQuiet && owner.Partition.Position == Head); steps++)
        {
            if (steps > 2_000_000) throw new InvalidOperationException("The books never come to rest: effects cause effects for ever.");
            Step(faultless: true);
        }
    }

    /// <summary>Ends the process as a kill or a power loss does and starts the next one.</summary>
    public void End()
    {
        foreach (var owner in _owners) (CommitsFailed, Checkpoints) = (CommitsFailed + owner.CommitsFailed, Checkpoints + owner.Commits);
        var powerLost = _random.Next(2) == 0;
        if (powerLost) PowerLosses++;
        else Kills++;
        _storage = powerLost ? _storage.AfterPowerLoss(_random) : _storage.AfterKill();
        _checkpoints = [.. _checkpoints.Select(checkpoints => checkpoints.AfterEnd(_random, powerLost))];
        Start();
    }

    private void Start()
    {
        (_storage.FlushesToFail, _storage.CapacityBytes) = (0, long.MaxValue);
        _writer = JournalWriter.Recover(_storage, new JournalOptions { SegmentBytes = 16_384, NewSalt = () => unchecked(++_salt * 0x9E3779B9u) });
        _epoch++;
        _owners =
        [
            .. _checkpoints.Select((checkpoints, number) =>
                new SimulatedOwner(number, _checkpoints.Length, _options, checkpoints, _epoch, Head, _random)),
        ];
        foreach (var owner in _owners)
            foreach (var record in JournalScan.Records(_storage, _writer.Extent, new(owner.Partition.Position)))
                owner.Deliver(record);
    }

    private void AppendEffects(SimulatedOwner owner, bool faultless)
    {
        if (owner.NextEffects(_random.Next(1, 6), out var taken) is not { } batch) return;
        if (Append(batch, faultless) is not null) owner.EffectsAppended(taken);
    }

    private long Used() => _storage.List().Sum(name => (long)_storage.Content(name).Length);
}
