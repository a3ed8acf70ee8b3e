using System.Diagnostics;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>One server process of a cluster, which can be killed, paused and started again.</summary>
internal sealed class VeinteProcess : IAsyncDisposable
{
    // Longer than the slowest machine needs: who takes longer hangs, and what he has said until then tells where.
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopMax = TimeSpan.FromMinutes(2);

    private static readonly string? Logs = Environment.GetEnvironmentVariable("VEINTE_NODE_LOGS");

    private readonly Process _process;
    private readonly string _folder;
    private readonly List<string> _said = [];
    private int _inFlight;

    private VeinteProcess(Process process, string folder, NodeSurroundings surroundings) => (_process, _folder, Surroundings) = (process, folder, surroundings);

    /// <summary>What it was started with.</summary>
    public NodeSurroundings Surroundings { get; }

    /// <summary>How many batches have been sent to it and are not answered yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it runs.</summary>
    public bool Runs => !_process.HasExited;

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return string.Join(Environment.NewLine, _said);
        }
    }

    /// <summary>Starts a node and returns once it answers.</summary>
    public static async Task<VeinteProcess> Start(NodeSurroundings around)
    {
        var folder = Directory.CreateTempSubdirectory("veinte-node-").FullName;
        var info = new ProcessStartInfo("/usr/bin/env", [.. Program(around), "serve", "--postgres", around.Postgres, "--data", folder, "--port", "0", "--partitions", "8", "--ownership", around.Ownership])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // Whom alerts go to is a test on this machine.
        info.Environment["Alerts__PrivateAddresses"] = "true";
        if (!around.LimitsPerKey)
        {
            // A limit per key is a matter of fairness, and under load there is one key.
            info.Environment["Collect__RequestsPerSecondPerKey"] = "100000";
            info.Environment["Collect__BurstPerKey"] = "200000";
        }
        if (around.NodeListen is not null) info.ArgumentList.Add("--node-listen");
        if (around.NodeListen is not null) info.ArgumentList.Add(around.NodeListen);
        if (around.NodeHost is not null) info.ArgumentList.Add("--node-host");
        if (around.NodeHost is not null) info.ArgumentList.Add(around.NodeHost);
        foreach (var (name, value) in around.Clock?.Environment ?? new Dictionary<string, string>()) info.Environment[name] = value;
        var node = new VeinteProcess(Process.Start(info)!, folder, around);
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        node._process.OutputDataReceived += (_, line) => node.Note(line.Data, address);
        node._process.ErrorDataReceived += (_, line) => node.Note(line.Data, address);
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        var ended = node._process.WaitForExitAsync();
        var first = await Task.WhenAny(address.Task, ended, Task.Delay(StartMax));
        if (first != address.Task)
        {
            var failure = first == ended ? "has ended at its start" : $"has not started within {StartMax}";
            await node.DisposeAsync();
            Assert.Fail($"The node {failure}: {node.Said}");
        }
        node.Address = await address.Task;
        return node;
    }

    /// <summary>A batch is being sent to it; dispose when it is answered or lost.</summary>
    public IDisposable Sending()
    {
        Interlocked.Increment(ref _inFlight);
        return new Sent(this);
    }

    /// <summary>Ends it without a word, as a power failure would.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it stop in good order.</summary>
    public async Task Stop()
    {
        await Signal("TERM");
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopMax);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The node has not stopped within {StopMax}: {Said}");
        }
    }

    /// <summary>Pauses it: it knows nothing of the time that passes.</summary>
    public Task Pause() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public Task GoOn() => Signal("CONT");

    /// <summary>Has the books verified by the command line, on the machine of this node.</summary>
    public async Task<(bool Agree, string Said)> Verify()
    {
        using var verifying = Process.Start(new ProcessStartInfo("/usr/bin/env", [.. Program(Surroundings), "verify", "--postgres", Surroundings.Postgres]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(verifying.StandardOutput.ReadToEndAsync(), verifying.StandardError.ReadToEndAsync());
        await verifying.WaitForExitAsync();
        return (verifying.ExitCode == 0, string.Concat(said));
    }

    public async ValueTask DisposeAsync()
    {
        if (Runs) await Kill();
        _process.Dispose();
        await Surroundings.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // What comes before does not stay as a process between: signals reach the node.
    private static string[] Program(NodeSurroundings around) => [.. around.Machine is { } machine ? machine.Enter : [], Path.Combine(AppContext.BaseDirectory, "veinte")];

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Note(string? line, TaskCompletionSource<Uri> address)
    {
        if (line is null) return;
        lock (_said)
        {
            _said.Add(line);
            // For whoever wants to know afterwards what a takeover cost.
            if (Logs is { } logs) File.AppendAllLines(Path.Combine(logs, $"node-{Id}.log"), [$"{DateTimeOffset.UtcNow:O} {line}"]);
        }
        const string opening = "Veinte is open at ";
        if (line.StartsWith(opening, StringComparison.Ordinal)) address.TrySetResult(new(line[opening.Length..].Replace("localhost", Surroundings.Machine?.Namespace ?? "127.0.0.1")));
    }

    private sealed class Sent(VeinteProcess node) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref node._inFlight);
    }
}
