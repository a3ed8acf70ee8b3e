using Veinte.Journal.Segments;
using Veinte.Journal.Simulation;
using Veinte.Journal.Storage;
using Xunit;

namespace Veinte.Journal.Tests;

/// <summary>
/// Several lives of one journal: groups of batches, with the process killed, the power lost, flushes failing and the
/// disk filling at moments the seed decides, during recovery too. At each start everything acknowledged must be there,
/// once and in order, and of the group in flight only whole batches from its beginning.
/// </summary>
internal sealed class JournalLives(int seed)
{
    private const int Lives = 6;
    private const int GroupsPerLife = 30;

    private readonly Random _random = new(seed);
    private readonly List<int> _inFlight = [];
    private SimulatedStorage _storage = new();

    internal int Acknowledged { get; private set; }
    internal int Kills { get; private set; }
    internal int PowerLosses { get; private set; }
    internal int TimesFull { get; private set; }
    internal int FailedFlushes { get; private set; }
    internal int TailsCut { get; private set; }
    internal int GroupsFoundUnacknowledged { get; private set; }

    internal void Run()
    {
        for (var life = 0; life < Lives; life++)
        {
            _storage.EndAt(_storage.Operations + _random.Next(1, 60), _random.Next(4) == 0 ? int.MaxValue : _random.Next(600));
            LiveUntilTheEnd();
            _storage.FlushesToFail = 0;
            _storage = NextStorage();
            _storage.CapacityBytes = long.MaxValue;
        }
    }

    private void LiveUntilTheEnd()
    {
        JournalWriter? writer = null;
        try
        {
            writer = JournalWriter.Recover(_storage, Samples.Quiet(_ => TailsCut++, segmentBytes: 4096));
            CheckEverything(writer);
            for (var group = 0; group < GroupsPerLife; group++) AppendGroup(writer);
            writer.Dispose();
        }
        catch (SimulatedEndException)
        {
        }
        catch (IOException e) when (e.Message == "The simulated flush failed.")
        {
            FailedFlushes++;
            // From here on it refuses everything, whatever the disk would do now.
            if (writer is not null) Assert.Throws<IOException>(writer.Begin);
        }
    }

    private void AppendGroup(JournalWriter writer)
    {
        if (_random.Next(60) == 0) _storage.FlushesToFail = 1;
        _storage.CapacityBytes = _random.Next(8) == 0 ? Used() + _random.Next(500) : long.MaxValue;
        var next = Acknowledged + 1;
        try
        {
            writer.Begin();
            for (var batch = _random.Next(1, 4); batch > 0; batch--)
            {
                var count = _random.Next(1, 5);
                Assert.Equal(next, writer.Stage(Samples.Batch(next, count, _random.Next(300))).Value);
                next += count;
                _inFlight.Add(next - 1);
            }
            writer.Commit();
            Acknowledged = next - 1;
            _inFlight.Clear();
            if (_random.Next(5) == 0) writer.Mark();
        }
        catch (StorageFullException)
        {
            TimesFull++;
            _inFlight.Clear();
            Assert.Equal(Acknowledged, writer.Extent.Head.Value);
            Assert.Null(writer.Failure);
        }
    }

    private void CheckEverything(JournalWriter writer)
    {
        var numbers = JournalScan.Records(_storage, writer.Extent, default).SelectMany(Samples.Numbers).ToList();
        Assert.True(numbers.SequenceEqual(Enumerable.Range(1, numbers.Count)), $"Seed {seed}: read {string.Join(' ', numbers)}.");
        Assert.True(
            numbers.Count == Acknowledged || _inFlight.Contains(numbers.Count),
            $"Seed {seed}: {Acknowledged} were acknowledged, {numbers.Count} were read; in flight were {string.Join(' ', _inFlight)}.");
        if (numbers.Count > Acknowledged) GroupsFoundUnacknowledged++;
        // What recovery shows to readers must survive whatever comes next.
        Acknowledged = numbers.Count;
        _inFlight.Clear();
    }

    private SimulatedStorage NextStorage()
    {
        if (_random.Next(3) == 0)
        {
            Kills++;
            return _storage.AfterKill();
        }
        PowerLosses++;
        return _storage.AfterPowerLoss(_random);
    }

    private long Used() => _storage.List().Sum(name => (long)_storage.Content(name).Length);
}
