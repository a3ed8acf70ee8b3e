using System.CommandLine;
using Veinte.Server.Hosting;

namespace Veinte.Server.Cli;

/// <summary><c>veinte demo</c>: a living airline, to look at without an account.</summary>
internal static class DemoCommands
{
    private const string DefaultFolder = "./data/demo";

    public static Command Create()
    {
        var port = ServeCommand.Port();
        var command = new Command("demo", "Show a living airline, Aurora: six months of history, then live") { port };
        command.SetAction((parsed, cancel) =>
        {
            // A folder of its own unless told otherwise: invented books never lie where a firm's own will be.
            var data = parsed.GetResult(CommandLine.Data) is { Implicit: false } ? CommandLine.DataOf(parsed) : Path.GetFullPath(DefaultFolder);
            if (!DemoFolder.TryClaim(data))
                throw new BadInputException($"{data} holds something else than the demo, and the demo is shown without sign-in. Give it a folder of its own: veinte demo --data ./data/demo");
            return ServeCommand.Run(new() { Data = data, Port = parsed.GetRequiredValue(port), Demo = true }, Greet, cancel);
        });
        return command;
    }

    private static async Task Greet(VeinteHost host)
    {
        try
        {
            foreach (var loader in host.Services.GetServices<IDemoLoader>()) await loader.Load(CancellationToken.None);
        }
        catch (InvalidOperationException refused)
        {
            // Somebody wiped the demo and went on with events of his own: they are shown, and nothing is added to them.
            await Console.Error.WriteLineAsync("veinte: " + refused.Message);
        }
        Console.Out.WriteLine($"Veinte's demo is open at {host.Address.ToString().TrimEnd('/').Replace("127.0.0.1", "localhost")}");
        Console.Out.WriteLine("The airline Aurora is invented. Stop it with Ctrl+C; wipe it on the page Settings.");
        Console.Out.Flush();
    }
}
