using System.Text;
using Veinte.Model;

namespace Veinte.Doors;

/// <summary>
/// One source of events: a write key or an import. Keep one instance per source for the life of the process: it carries
/// the guard against too many touchpoints. Thread-safe.
/// </summary>
public sealed class DoorSource
{
    private readonly byte[] _nameUtf8;
    private long _serial;

    /// <summary>A source with its name, which is part of every dedupe key: renaming a source forgets what it has sent.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public DoorSource(string name)
        : this(name, new())
    {
    }

    private DoorSource(string name, TouchpointGuard touchpoints)
    {
        Touchpoints = touchpoints;
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _nameUtf8 = Encoding.UTF8.GetBytes(name);
        Number = StableHash.Source(name);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> NameUtf8 => _nameUtf8;

    /// <summary>The number of the source in dedupe keys.</summary>
    public long Number { get; }

    /// <summary>Which touchpoints it has brought in this process.</summary>
    public TouchpointGuard Touchpoints { get; }

    /// <summary>
    /// The same source for reading one event again: it makes the same message ids every time, so that a replay that is
    /// repeated is recognised.
    /// </summary>
    public DoorSource ForReplay() => new(Name, Touchpoints);

    /// <summary>A number no other event of this source and process has: part of the message ids made for events without one.</summary>
    internal long NextSerial() => Interlocked.Increment(ref _serial);
}
