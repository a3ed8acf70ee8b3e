using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// A network in which each node is a machine of its own: a namespace of the kernel's with one line into the switch the
/// database hangs on and one into the switch nodes call each other by. A line is cut by its port at the switch, which then
/// drops packets as a broken switch does: nobody is told, and kernels send again, ever more rarely. A <see cref="Wire"/>
/// acknowledges what it swallows; this does not. All addresses are of loopback's range, so that nothing can be reached from
/// outside. It takes the right to make namespaces. Thread-safe.
/// </summary>
internal sealed partial class SwitchedNetwork : IAsyncDisposable
{
    private const int DroppingState = 0;
    private const int ForwardingState = 3;
    private const int OtherNetwork = 0x40000000;
    private static readonly (string Switch, string Range)[] Switches = [("db", "127.77.0"), ("nodes", "127.78.0")];
    private readonly ConcurrentQueue<string> _namespaces = [];
    private int _nodes;

    // By chance: of a test process that was killed something of the same name may be left.
    private SwitchedNetwork() => Hub = $"veinte-{Guid.NewGuid():N}"[..15];

    /// <summary>Why there is none, or null.</summary>
    public string? Missing { get; private set; }

    /// <summary>The namespace of the switches and the database.</summary>
    public string Hub { get; }

    /// <summary>By which address nodes reach the database.</summary>
    public static string DatabaseHost => $"{Switches[0].Range}.1";

    /// <summary>Lays the network without any node, or says why there is none.</summary>
    public static async Task<SwitchedNetwork> Make()
    {
        var network = new SwitchedNetwork();
        try
        {
            if (!Environment.IsPrivilegedProcess) throw new InvalidOperationException("only root may make namespaces");
            await network.AddNamespace(network.Hub);
            foreach (var (name, range) in Switches)
            {
                await Ip($"-n {network.Hub} link add {name} type bridge");
                await Ip($"-n {network.Hub} addr add {range}.1/24 dev {name}");
                await Ip($"-n {network.Hub} link set {name} up");
            }
            // Some kernels have switches and no lines.
            await Ip($"-n {network.Hub} link add probe type veth peer name probed");
            await Ip($"-n {network.Hub} link del probe");
        }
        catch (InvalidOperationException refused)
        {
            network.Missing = $"No network of namespaces can be had here: {refused.Message}";
        }
        return network;
    }

    /// <summary>Connects one more machine to both switches.</summary>
    public async Task<Machine> Join()
    {
        var number = Interlocked.Increment(ref _nodes);
        var machine = new Machine(this, number);
        await AddNamespace(machine.Namespace);
        foreach (var (name, range) in Switches)
        {
            await Ip($"-n {machine.Namespace} link add {name} type veth peer name {name}{number} netns {Hub}");
            await Ip($"-n {machine.Namespace} addr add {range}.{10 + number}/24 dev {name}");
            await Ip($"-n {machine.Namespace} link set {name} up");
            await Ip($"-n {Hub} link set {name}{number} master {name}");
            await Ip($"-n {Hub} link set {name}{number} up");
        }
        return machine;
    }

    /// <summary>A client that stands at each machine's own desk: whatever lines are cut, it reaches a node by <c>http://NAMESPACE:PORT</c>.</summary>
    public static SocketsHttpHandler ClientAtEachMachine() => new()
    {
        ConnectCallback = async (context, cancel) =>
        {
            var socket = await SocketIn(context.DnsEndPoint.Host);
            try
            {
                socket.NoDelay = true;
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _namespaces) await Ip($"netns del {name}");
    }

    private async Task AddNamespace(string name)
    {
        await Ip($"netns add {name}");
        _namespaces.Enqueue(name);
        await Ip($"-n {name} link set lo up");
        // Loopback's range is to be sent over lines, all but the one address a machine calls itself by.
        foreach (var which in (string[])["all", "default"]) await Ip($"netns exec {name} sh -c", $"echo 1 > /proc/sys/net/ipv4/conf/{which}/route_localnet");
        await Ip($"-n {name} route del local 127.0.0.0/8 dev lo table local");
    }

    // A socket is of the network its maker's thread is in, so a thread makes it that does nothing else afterwards.
    private static Task<Socket> SocketIn(string name)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                using var network = File.OpenHandle($"/run/netns/{name}", share: FileShare.ReadWrite);
                if (EnterNamespace(network, OtherNetwork) != 0) throw new IOException($"setns {name}: {Marshal.GetLastPInvokeErrorMessage()}");
                made.SetResult(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            }
            catch (Exception failure) when (failure is IOException or SocketException or UnauthorizedAccessException)
            {
                made.SetException(failure);
            }
        }).Start();
        return made.Task;
    }

    private static Task Ip(string words, params string[] more) => Command("ip", [.. words.Split(' '), .. more]);

    private static async Task Command(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is not installed (on Debian: apt-get install iproute2): {missing.Message}", missing);
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int EnterNamespace(SafeFileHandle network, int kind);

    /// <summary>A machine on this network, and there for as long as it; killing what runs on it is the caller's matter.</summary>
    internal sealed class Machine(SwitchedNetwork network, int number)
    {
        /// <summary>Its namespace, by which a client at its desk reaches it too.</summary>
        public string Namespace { get; } = string.Create(CultureInfo.InvariantCulture, $"{network.Hub}-{number}");

        /// <summary>What is put before a command that is to run on it.</summary>
        public string[] Enter => ["ip", "netns", "exec", Namespace];

        /// <summary>By which address other nodes reach it.</summary>
        public string Host { get; } = string.Create(CultureInfo.InvariantCulture, $"{Switches[1].Range}.{10 + number}");

        /// <summary>Cuts or mends its line to the database.</summary>
        public Task ToDatabase(bool whole) => Line(Switches[0].Switch, whole);

        /// <summary>Cuts or mends its line to other nodes.</summary>
        public Task ToNodes(bool whole) => Line(Switches[1].Switch, whole);

        private Task Line(string name, bool whole) => Command("bridge", ["-n", network.Hub, "link", "set", "dev", string.Create(CultureInfo.InvariantCulture, $"{name}{number}"), "state", whole ? $"{ForwardingState}" : $"{DroppingState}"]);
    }
}
