using System.Diagnostics;
using System.Text.Json;

namespace Veinte.Clients.Tests;

/// <summary>
/// Clients nobody here wrote, in tests/clients. Each runs as a process of its own, for a bounded time; a test whose clients
/// are not installed is skipped and says what to do.
/// </summary>
internal static class RealClients
{
    private static readonly TimeSpan RunMax = TimeSpan.FromSeconds(60);

    /// <summary>Clients for servers that tell the same stories in the same way.</summary>
    public static TheoryData<string> OfServers { get; } = ["segment-node", "rudder-node", "analytics-node-6"];

    /// <summary>The folder with the scripts and what npm installed.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "tests", "clients");

    /// <summary>The folder with Veinte.slnx.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Veinte.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"There is no Veinte.slnx above {AppContext.BaseDirectory}.");
    }

    /// <summary>Lets a client tell a story to an address.</summary>
    /// <param name="client">The script, such as <c>segment-node</c>.</param>
    /// <param name="to">The server, or the line to it.</param>
    /// <param name="key">Its write key.</param>
    /// <param name="story">One of stories.mjs.</param>
    /// <param name="clockHours">How wrong its machine's clock is.</param>
    public static async Task<Told> Tell(string client, Uri to, string key, string story, int clockHours = 0)
    {
        var arguments = clockHours == 0 ? (string[])[$"{client}.mjs"] : ["--import=./clock.mjs", $"{client}.mjs"];
        var said = await Run(NodeOrSkip(), arguments, to, key, new() { ["VEINTE_STORY"] = story, ["VEINTE_CLOCK_HOURS"] = $"{clockHours}" });
        return JsonSerializer.Deserialize<Told>(said, JsonSerializerOptions.Web)!;
    }

    /// <summary>Runs curl.sh and returns what it printed.</summary>
    public static async Task<string> Curl(Uri to, string key)
    {
        Assert.SkipWhen(OnPath("curl") is null, "There is no curl on this machine. Install the package curl.");
        return await Run("bash", ["curl.sh"], to, key, []);
    }

    private static async Task<string> Run(string program, string[] arguments, Uri to, string key, Dictionary<string, string> more)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["VEINTE_ADDRESS"] = to.ToString().TrimEnd('/');
        start.Environment["VEINTE_KEY"] = key;
        // A proxy of the machine is not for addresses of the machine itself.
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        foreach (var (name, value) in more) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(RunMax);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{arguments[^1]} did not finish within {RunMax.TotalSeconds} s. It said: {await said}{await complained}");
        }
        Assert.True(process.ExitCode == 0, $"{arguments[^1]} ended with {process.ExitCode}: {await complained}");
        return await said;
    }

    /// <summary>Path of the Chromium of this machine, or the test is skipped.</summary>
    public static string ChromiumOrSkip()
    {
        InstalledOrSkip();
        var chromium = OnPath("chromium") ?? OnPath("chromium-browser") ?? OnPath("google-chrome");
        Assert.SkipWhen(chromium is null, "There is no Chromium on this machine. Install the package chromium.");
        return chromium!;
    }

    private static string NodeOrSkip()
    {
        var node = OnPath("node");
        Assert.SkipWhen(node is null, "There is no node on this machine. Install the package nodejs.");
        InstalledOrSkip();
        return node!;
    }

    private static void InstalledOrSkip() => Assert.SkipUnless(
        File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")), "The clients are not installed. Run `npm ci` in tests/clients.");

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}

/// <summary>What a client believes became of its events.</summary>
/// <param name="Delivered">Calls it counts as delivered, such as <c>track Lounge</c>.</param>
/// <param name="Failed">Calls it gave up, with its reason.</param>
internal sealed record Told(IReadOnlyList<string> Delivered, IReadOnlyList<string> Failed)
{
    /// <summary>That everything was delivered in the client's eyes.</summary>
    public void ExpectDelivered(int count)
    {
        Assert.Empty(Failed);
        Assert.Equal(count, Delivered.Count);
    }
}
