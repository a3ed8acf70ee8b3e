using System.CommandLine;
using System.Net;
using Veinte.Server.Access;
using Veinte.Server.Demo;
using Veinte.Server.Hosting;

namespace Veinte.Server.Cli;

/// <summary><c>veinte serve</c>: the server over a data folder.</summary>
internal static class ServeCommand
{
    /// <summary>The port; servers take it.</summary>
    public static Option<int> Port()
    {
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one", HelpName = "N", DefaultValueFactory = _ => 2020 };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ushort.TryParse(token.Value, out _)) result.AddError($"--port takes a number from 0 to 65535, not '{token.Value}'.");
        });
        return port;
    }

    public static Command Create()
    {
        var port = Port();
        var listen = new Option<string>("--listen")
        {
            Description = "Address to listen on: this machine only unless told otherwise, 0.0.0.0 for all networks",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var nodeListen = new Option<string>("--node-listen")
        {
            Description = "With --postgres: where other nodes ask this one, ADDRESS or ADDRESS:PORT; a network only nodes can reach",
            HelpName = "ADDRESS[:PORT]",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var nodeHost = new Option<string?>("--node-host") { Description = "With --postgres: the name by which other nodes reach this one, when it is not that address", HelpName = "NAME" };
        var partitions = new Option<int>("--partitions") { Description = "With --postgres: how many partitions new books get, for ever", HelpName = "N", DefaultValueFactory = _ => 16 };
        partitions.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 1 or > 1024)) result.AddError($"--partitions takes a number from 1 to 1024, not '{token.Value}'.");
        });
        var ownership = new Option<string>("--ownership") { Description = "With --postgres: who decides which node owns which partition, the same on all nodes", HelpName = "leases|orleans", DefaultValueFactory = _ => "leases" };
        ownership.AcceptOnlyFromAmong("leases", "orleans");
        var roles = new Option<string>("--roles")
        {
            Description = "With --postgres: whether this node keeps the books of partitions, the history, or both; a cluster needs at least one of each to answer everything",
            HelpName = "partitions|history|both",
            DefaultValueFactory = _ => "both",
        };
        roles.AcceptOnlyFromAmong("partitions", "history", "both");
        var lake = new Option<string?>("--lake") { Description = "Keep a lake of Parquet files, partitioned by day, in this folder", HelpName = "DIR" };
        var lakeEvery = new Option<int>("--lake-every") { Description = "Minutes after which the lake gets what is new", HelpName = "MINUTES", DefaultValueFactory = _ => 15 };
        lakeEvery.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 1 or > 10_080)) result.AddError($"--lake-every takes a number of minutes from 1 to 10080, not '{token.Value}'.");
        });
        var drain = new Option<int>("--drain") { Description = "Seconds to serve on after being told to stop, while /healthz/ready says so, until balancers have noticed", HelpName = "SECONDS" };
        drain.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 0 or > 240)) result.AddError($"--drain takes a number of seconds from 0 to 240, not '{token.Value}'.");
        });
        var log = new Option<string>("--log") { Description = "How the log is written: text for people, or json, an object in each line", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        log.AcceptOnlyFromAmong("text", "json");
        var command = new Command("serve", "Run the server, alone or as a node of a cluster")
        {
            port, listen, CommandLine.Postgres, nodeListen, nodeHost, partitions, ownership, roles, lake, lakeEvery, drain, log,
        };
        command.SetAction((parsed, cancel) => Run(new()
        {
            Data = CommandLine.DataOf(parsed),
            Port = parsed.GetRequiredValue(port),
            Listen = Address("--listen", parsed.GetRequiredValue(listen)),
            Drain = TimeSpan.FromSeconds(parsed.GetValue(drain)),
            KeepsHistory = parsed.GetRequiredValue(roles) != "partitions",
            Lake = parsed.GetValue(lake) is { } kept ? Path.GetFullPath(kept) : null,
            LakeEvery = TimeSpan.FromMinutes(parsed.GetValue(lakeEvery)),
            LogsJson = parsed.GetValue(log) == "json",
            Cluster = CommandLine.PostgresOf(parsed) is { } postgres
                ? Node(parsed.GetRequiredValue(nodeListen)) with
                {
                    Postgres = postgres,
                    OwnsPartitions = parsed.GetRequiredValue(roles) != "history",
                    AdvertisedHost = parsed.GetValue(nodeHost),
                    PartitionsOfNewBooks = parsed.GetRequiredValue(partitions),
                    Ownership = parsed.GetRequiredValue(ownership) == "orleans" ? Cluster.OwnershipKind.Orleans : Cluster.OwnershipKind.Leases,
                }
                : null,
        }, Greet, cancel));
        return command;
    }

    private static Cluster.ClusterOptions Node(string listen)
    {
        if (IPEndPoint.TryParse(listen, out var both) && listen.Contains(':')) return new() { Postgres = "", Listen = both.Address, Port = both.Port };
        return new() { Postgres = "", Listen = Address("--node-listen", listen) };
    }

    /// <summary>Runs a server until somebody stops it; when the demo was wiped, another one on the same port. Returns 1 when the stream failed.</summary>
    public static async Task<int> Run(ServerSettings settings, Func<VeinteHost, Task> greet, CancellationToken cancel)
    {
        for (var again = false; ; again = true)
        {
            await using var host = await VeinteHost.Start(settings, TimeProvider.System, cancel);
            if (!again) await greet(host);
            await host.WaitForShutdown(cancel);
            if (host.Failure is { } failure) return await Say(failure);
            if (cancel.IsCancellationRequested || !host.Services.GetRequiredService<DemoService>().WipeWanted) return 0;
            settings = settings with { Port = host.Address.Port };
        }
    }

    private static async Task<int> Say(Exception failure)
    {
        await Console.Error.WriteLineAsync($"veinte: The stream has failed and the server has stopped: {failure.Message.ReplaceLineEndings(" ")} Start it again; what was acknowledged is in the journal.");
        return 1;
    }

    private static async Task Greet(VeinteHost host)
    {
        var address = host.Address.ToString().TrimEnd('/').Replace("127.0.0.1", "localhost");
        Console.Out.WriteLine($"Veinte is open at {address}");
        var firstRun = host.Services.GetRequiredService<FirstRun>();
        if (await firstRun.IsNeeded())
            Console.Out.WriteLine($"No account yet. Open {address}/setup on this machine, or from another one with the code {firstRun.Code}");
        Console.Out.Flush();
    }

    private static IPAddress Address(string option, string text)
    {
        if (text == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(text, out var address)
            ? address
            : throw new BadInputException($"{option} takes an IP address such as 127.0.0.1 or 0.0.0.0, not '{text}'.");
    }
}
