using System.Diagnostics;

namespace Veinte.Server.Tests;

/// <summary>The program itself, in a process of its own, as scripts use it.</summary>
internal static class VeinteCommand
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Said, string Complained)> Run(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "veinte.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var cancel = TestContext.Current.CancellationToken;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await said, await complained);
    }
}
