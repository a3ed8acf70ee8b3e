using System.Diagnostics;
using System.Text.Json;
using Veinte.Engine.Partitions;
using Veinte.NodeTarget;

[assembly: AssemblyFixture(typeof(Veinte.Cluster.Tests.NodeProcesses))]

namespace Veinte.Cluster.Tests;

/// <summary>
/// Three processes that run for all specifications together; each opens a node of a cluster where a specification wants one.
/// They are started by the first that does. Thread-safe.
/// </summary>
public sealed class NodeProcesses : IAsyncLifetime
{
    private const int Count = 3;
    private static readonly Lock Starting = new();
    private NodeProcess[]? _processes;
    private int _numbers;

    /// <summary>Those of this test run.</summary>
    public static NodeProcesses Instance { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Instance = this;
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a node in each process, all over one database, and returns when all of them have their share.</summary>
    public async Task<IAsyncDisposable> Open(string postgres, int partitions, PartitionOptions options)
    {
        NodeProcess[] processes;
        lock (Starting) processes = _processes ??= [.. Enumerable.Range(0, Count).Select(_ => new NodeProcess())];
        var number = Interlocked.Increment(ref _numbers);
        await Task.WhenAll(processes.Select(process => process.Tell(new(number, postgres, partitions, options))));
        return new Opened(processes, number);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes ?? []) await process.DisposeAsync();
    }

    private sealed class Opened(NodeProcess[] processes, int number) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Task.WhenAll(processes.Select(process => process.Tell(new(number, null, 0, null))));
    }

    /// <summary>One process; it does one thing after the other.</summary>
    private sealed class NodeProcess : IAsyncDisposable
    {
        private static readonly TimeSpan EndMax = TimeSpan.FromMinutes(2);
        private readonly SemaphoreSlim _turn = new(1);
        private readonly Process _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(NodeOrder).Assembly.Location]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

        public async Task Tell(NodeOrder order)
        {
            await _turn.WaitAsync();
            try
            {
                await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, OrderJson.Default.NodeOrder));
                await _process.StandardInput.FlushAsync();
                var answer = await _process.StandardOutput.ReadLineAsync() ?? "the process has ended";
                if (answer != "done") throw new InvalidOperationException($"Node {order.Number}: {answer}");
            }
            finally
            {
                _turn.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            var ended = _process.WaitForExitAsync();
            var inTime = await Task.WhenAny(ended, Task.Delay(EndMax)) == ended;
            if (!inTime) _process.Kill();
            _process.Dispose();
            _turn.Dispose();
            if (!inTime) throw new InvalidOperationException($"The nodes' process has not ended within {EndMax}.");
        }
    }
}
