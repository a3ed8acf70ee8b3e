using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Veinte.Server.Api;

namespace Veinte.Server.Cli;

/// <summary>How commands speak: results on standard output, as text or as one JSON object; progress on standard error.</summary>
internal static class Output
{
    /// <summary>The option to get JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the result as one JSON object" };

    /// <summary>Prints a result as one JSON object.</summary>
    public static void Print<T>(T result) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(result, (JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T))));

    /// <summary>Does work under a progress bar on standard error; without one where nobody looks.</summary>
    public static async Task<T> WithProgress<T>(string what, Func<IProgress<(long Done, long Total)>, Task<T>> work)
    {
        if (Console.IsErrorRedirected) return await work(new Nowhere());
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(what);
                return await work(new Bar(task));
            });
    }

    private sealed class Nowhere : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
