using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Veinte.Server.Hosting;

namespace Veinte.Benchmarks.Importing;

/// <summary>
/// The import of a file by the command line: <c>veinte import FILE --map MAP</c> in a process of its own into a new data
/// folder, from the process's start to its end, every posting in the books and on disk; beside it the same command with
/// <c>--dry-run</c>, which reads and judges the same rows and keeps nothing.
/// Arguments: the file, the mapping, repetitions (3). By default the airline's survey.
/// </summary>
internal static class ImportBenchmark
{
    private const int PollMs = 20;

    public static async Task Run(string[] args)
    {
        var file = Path.GetFullPath(args.Length > 0 ? args[0] : "../shared/data/airline_satisfaction/airline_train.csv");
        var mapping = Path.GetFullPath(args.Length > 1 ? args[1] : "samples/import/airline_satisfaction.json");
        var repetitions = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
        if (!File.Exists(file) || !File.Exists(mapping))
        {
            Console.WriteLine($"{(File.Exists(file) ? mapping : file)} is not there; name a file and its mapping.");
            return;
        }
        Console.WriteLine($"{Path.GetFileName(file)}, {new FileInfo(file).Length / 1048576.0:N1} MiB, {repetitions} repetitions");
        var (dry, full) = (new List<Imported>(), new List<Imported>());
        for (var i = 0; i < repetitions; i++)
        {
            dry.Add(await Import(file, mapping, dryRun: true));
            full.Add(await Import(file, mapping, dryRun: false));
        }
        Print("read and judged only (--dry-run)", dry);
        Print("imported", full);
    }

    private static async Task<Imported> Import(string file, string mapping, bool dryRun)
    {
        var folder = Directory.CreateTempSubdirectory("veinte-import-").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo("dotnet")
            {
                ArgumentList = { typeof(VeinteHost).Assembly.Location, "import", file, "--map", mapping, "--data", folder, "--json" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }.With(dryRun ? "--dry-run" : null))!;
            var said = process.StandardOutput.ReadToEndAsync();
            var progress = process.StandardError.ReadToEndAsync();
            var cpu = TimeSpan.Zero;
            // What a process has used cannot be asked for once it has ended.
            for (var ended = process.WaitForExitAsync(); !ended.IsCompleted; await Task.WhenAny(ended, Task.Delay(PollMs)))
            {
                process.Refresh();
                if (!process.HasExited) cpu = process.TotalProcessorTime;
            }
            var seconds = clock.Elapsed.TotalSeconds;
            if (process.ExitCode != 0) throw new InvalidOperationException(await progress);
            using var result = JsonDocument.Parse(await said);
            var report = result.RootElement.GetProperty("report");
            return new(
                report.GetProperty("rows").GetInt64(), report.GetProperty("interactions").GetInt64(), seconds, cpu.TotalSeconds,
                new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(written => written.Length));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string what, List<Imported> runs)
    {
        var median = runs.OrderBy(run => run.CpuSeconds).ElementAt(runs.Count / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-34} {median.Rows:N0} rows, {median.Interactions:N0} interactions: {median.CpuSeconds:N1} cpu s ({runs.Min(run => run.CpuSeconds):N1}–{runs.Max(run => run.CpuSeconds):N1}), {median.Seconds:N1} wall s; {median.Rows / median.CpuSeconds:N0} rows and {median.Interactions / median.CpuSeconds:N0} interactions per cpu-s, {median.Interactions / median.Seconds:N0} interactions per wall-s; {median.Bytes / (double)median.Interactions:N0} bytes on disk an interaction"));
    }

    private static ProcessStartInfo With(this ProcessStartInfo start, string? argument)
    {
        if (argument is not null) start.ArgumentList.Add(argument);
        return start;
    }

    private sealed record Imported(long Rows, long Interactions, double Seconds, double CpuSeconds, long Bytes);
}
