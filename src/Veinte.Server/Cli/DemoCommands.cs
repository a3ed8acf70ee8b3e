using System.CommandLine;
using Veinte.Server.Hosting;

namespace Veinte.Server.Cli;

/// <summary><c>veinte demo</c>: a living airline, to look at without an account.</summary>
internal static class DemoCommands
{
    public static Command Create()
    {
        var port = ServeCommand.Port();
        var command = new Command("demo", "Show a living airline, Aurora: six months of history, then live") { port };
        command.SetAction((parsed, cancel) =>
        {
            var data = CommandLine.DataOf(parsed);
            if (!DemoFolder.TryClaim(data))
                throw new BadInputException($"{data} holds something else than the demo, and the demo is shown without sign-in. Give it a folder of its own: veinte demo --data ./demo-data");
            return ServeCommand.Run(new() { Data = data, Port = parsed.GetRequiredValue(port), Demo = true }, Greet, cancel);
        });
        return command;
    }

    private static async Task Greet(VeinteHost host)
    {
        foreach (var loader in host.Services.GetServices<IDemoLoader>()) await loader.Load(CancellationToken.None);
        Console.Out.WriteLine($"Veinte's demo is open at {host.Address.ToString().TrimEnd('/').Replace("127.0.0.1", "localhost")}");
        Console.Out.WriteLine("The airline Aurora is invented. Stop it with Ctrl+C; delete the data folder to be rid of it.");
        Console.Out.Flush();
    }
}
