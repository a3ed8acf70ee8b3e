using Veinte.Journal.Storage;

namespace Veinte.Journal.Simulation;

/// <summary>
/// A disk in memory that breaks on purpose, and always in the same way for the same seed: torn and lost writes when the
/// power fails, an end in the middle of a write, a failed flush after which the cache lies, changed bits, no room left.
/// It keeps two pictures of each file: what a process sees, and what is durable. Thread-safe.
/// </summary>
public sealed class SimulatedStorage : IJournalStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedFile> _names = new(StringComparer.Ordinal);
    private HashSet<string> _durableNames = new(StringComparer.Ordinal);
    private bool _isLocked;
    private bool _isDead;
    private long _operations;
    private (long Operation, int Bytes)? _end;

    /// <inheritdoc/>
    public string Place => "simulated";

    /// <summary>How many bytes all files together may have. Default: no limit.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    /// <summary>How many of the next flushes fail.</summary>
    public int FlushesToFail { get; set; }

    /// <summary>How many times something was created, deleted, written, cut or flushed.</summary>
    public long Operations
    {
        get { lock (_gate) return _operations; }
    }

    /// <summary>
    /// Ends the process in the middle of operation <paramref name="operation"/> (the first is 1): of a write only the first
    /// <paramref name="bytes"/> bytes are done, anything else is not. Every call from then on throws <see cref="SimulatedEndException"/>.
    /// </summary>
    public void EndAt(long operation, int bytes = 0)
    {
        lock (_gate) _end = (operation, bytes);
    }

    /// <summary>What a new process finds after the old one was killed: everything written, flushed or not.</summary>
    public SimulatedStorage AfterKill() => Successor((_, file) => file.Copy(), isRestart: false);

    /// <summary>
    /// What is found after the power failed: what was flushed, and of everything else some sectors of 512 bytes, the last
    /// of them possibly torn, in no particular order. A name that was not flushed may be gone.
    /// </summary>
    public SimulatedStorage AfterPowerLoss(Random random)
    {
        lock (_gate)
        {
            // From "nothing survived" to "everything did", with all mixtures between.
            var survival = random.Next(4) switch { 0 => 0.0, 1 => 1.0, _ => random.NextDouble() };
            return Successor((name, file) => _durableNames.Contains(name) || random.NextDouble() < survival
                ? file.AfterPowerLoss(random, survival)
                : null, isRestart: true);
        }
    }

    /// <summary>Changes one bit of a file, in what is seen and in what is durable.</summary>
    public void FlipBit(string name, long offset, int bit)
    {
        lock (_gate) _names[name].FlipBit(offset, bit);
    }

    /// <summary>Replaces or creates a file as a whole, durably.</summary>
    public void Put(string name, ReadOnlySpan<byte> content)
    {
        lock (_gate)
        {
            _names[name] = new(content);
            _durableNames.Add(name);
        }
    }

    /// <summary>A copy of what a process sees in a file.</summary>
    public byte[] Content(string name)
    {
        lock (_gate) return _names[name].Seen.ToArray();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List()
    {
        lock (_gate)
        {
            ThrowIfDead();
            return [.. _names.Keys];
        }
    }

    /// <inheritdoc/>
    public IJournalFile Create(string name)
    {
        lock (_gate)
        {
            Count();
            if (Used() >= CapacityBytes) throw Full(name);
            if (!_names.TryAdd(name, new([]))) throw new IOException($"The file {name} exists already.");
            return new Handle(this, _names[name], name);
        }
    }

    /// <inheritdoc/>
    public IJournalFile Open(string name, bool forWriting)
    {
        lock (_gate)
        {
            ThrowIfDead();
            return _names.TryGetValue(name, out var file)
                ? new Handle(this, file, name)
                : throw new FileNotFoundException($"There is no file {name}.", name);
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        lock (_gate)
        {
            Count();
            _names.Remove(name);
        }
    }

    /// <inheritdoc/>
    public void FlushNames()
    {
        lock (_gate)
        {
            Count();
            FailWhenAsked();
            _durableNames = [.. _names.Keys];
        }
    }

    /// <inheritdoc/>
    public IDisposable LockForWriting()
    {
        lock (_gate)
        {
            ThrowIfDead();
            if (_isLocked) throw new IOException("The simulated journal is open already.");
            _isLocked = true;
            return new Held(this);
        }
    }

    private SimulatedStorage Successor(Func<string, SimulatedFile, SimulatedFile?> survive, bool isRestart)
    {
        lock (_gate)
        {
            var next = new SimulatedStorage { CapacityBytes = CapacityBytes };
            // In the order of names, so that one seed always gives one outcome.
            foreach (var (name, file) in _names.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (survive(name, file) is not { } survivor) continue;
                next._names.Add(name, survivor);
                if (isRestart || _durableNames.Contains(name)) next._durableNames.Add(name);
            }
            _isDead = true;
            return next;
        }
    }

    private long Used() => _names.Values.Sum(file => (long)file.Seen.Length);

    private static StorageFullException Full(string name) => new($"The simulated disk that holds {name} is full.");

    private void ThrowIfDead()
    {
        if (_isDead) throw new SimulatedEndException();
    }

    /// <summary>Counts an operation; returns how many bytes of it may still be done when it is the last one.</summary>
    private int Count(bool isWrite = false)
    {
        ThrowIfDead();
        _operations++;
        if (_end is not { } end || _operations < end.Operation) return int.MaxValue;
        _isDead = true;
        return isWrite ? end.Bytes : throw new SimulatedEndException();
    }

    private void FailWhenAsked()
    {
        if (FlushesToFail <= 0) return;
        FlushesToFail--;
        throw new IOException("The simulated flush failed.");
    }

    private sealed class Held(SimulatedStorage storage) : IDisposable
    {
        public void Dispose()
        {
            lock (storage._gate) storage._isLocked = false;
        }
    }

    private sealed class Handle(SimulatedStorage storage, SimulatedFile file, string name) : IJournalFile
    {
        public long Length
        {
            get
            {
                lock (storage._gate)
                {
                    storage.ThrowIfDead();
                    return file.Seen.Length;
                }
            }
        }

        public int Read(long offset, Span<byte> target)
        {
            lock (storage._gate)
            {
                storage.ThrowIfDead();
                return file.Read(offset, target);
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (storage._gate)
            {
                var possible = storage.Count(isWrite: true);
                if (possible < bytes.Length)
                {
                    file.Write(offset, bytes[..possible]);
                    throw new SimulatedEndException();
                }
                if (storage._isDead)
                {
                    file.Write(offset, bytes);
                    throw new SimulatedEndException();
                }
                var growth = Math.Max(0, offset + bytes.Length - file.Seen.Length);
                var room = Math.Max(0, storage.CapacityBytes - storage.Used());
                if (growth <= room)
                {
                    file.Write(offset, bytes);
                    return;
                }
                file.Write(offset, bytes[..(int)Math.Max(0, bytes.Length - (growth - room))]);
                throw Full(name);
            }
        }

        public void SetLength(long length)
        {
            lock (storage._gate)
            {
                storage.Count();
                file.SetLength(length);
            }
        }

        public void Flush()
        {
            lock (storage._gate)
            {
                storage.Count();
                try
                {
                    storage.FailWhenAsked();
                }
                catch (IOException)
                {
                    // As on a real system: the pages pass for clean from now on, though they never reached the disk.
                    file.Forget();
                    throw;
                }
                file.Flush();
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>The simulated process has ended: no call can be made any more.</summary>
public sealed class SimulatedEndException() : IOException("The simulated process has ended.");
