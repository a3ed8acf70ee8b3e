using System.Globalization;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// A wall clock that one process alone sees: libfaketime stands between it and the system's clock and reads from a file how
/// far they are apart. The product knows nothing of it, and its monotonic clock goes on as every machine's does.
/// </summary>
internal sealed class NodeClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    /// <summary>A clock that is right so far.</summary>
    public NodeClock() => Jump(TimeSpan.Zero);

    /// <summary>Why there is none, or null.</summary>
    public static string? Missing => Library is null ? "libfaketime is not installed (on Debian: apt-get install faketime)." : null;

    /// <summary>What a process sees this clock by.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library!,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // Waits for a time of the monotonic clock, all there are in .NET, are left alone too.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    private static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>The clock is this far from the system's from now on; within a second the process sees it.</summary>
    public void Jump(TimeSpan offset)
    {
        // Written aside and renamed: nobody reads half a line.
        var next = _file + ".next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0;-0}\n"));
        File.Move(next, _file, overwrite: true);
    }

    public void Dispose() => File.Delete(_file);
}
