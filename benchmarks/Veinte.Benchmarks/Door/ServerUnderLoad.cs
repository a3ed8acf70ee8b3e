using System.Diagnostics;

namespace Veinte.Benchmarks.Door;

/// <summary>A server in a process of its own, so that its CPU time is its own.</summary>
internal sealed class ServerUnderLoad : IDisposable
{
    /// <summary>What the process is asked for <see cref="AliveMiB"/>.</summary>
    internal const string AliveAsked = "alive";

    private readonly Process _process;

    private ServerUnderLoad(Process process, string[] greeting)
    {
        _process = process;
        (Address, WriteKey, ReadKey) = (new(greeting[0]), greeting[1], greeting[2]);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A key to send with.</summary>
    public string WriteKey { get; }

    /// <summary>A key to read with.</summary>
    public string ReadKey { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>CPU time it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory it holds.</summary>
    public long WorkingSetMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    /// <summary>What is in use of its managed heap. It collects all garbage for it, which stops it for a moment.</summary>
    public async Task<long> AliveMiB()
    {
        await _process.StandardInput.WriteLineAsync(AliveAsked);
        await _process.StandardInput.FlushAsync();
        return long.Parse((await _process.StandardOutput.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture) / (1024 * 1024);
    }

    /// <summary>Starts one, of this build or of another, and waits until it serves.</summary>
    public static ServerUnderLoad Start(string kind, string folder, string? otherBuild = null)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { otherBuild ?? typeof(ServerUnderLoad).Assembly.Location, "door-server", kind, folder },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var greeting = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The server '{kind}' ended before it served.");
        return new(process, greeting.Split(' '));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The end of its input tells it to stop.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
