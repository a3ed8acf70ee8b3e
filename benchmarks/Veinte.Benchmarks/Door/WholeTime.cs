namespace Veinte.Benchmarks.Door;

/// <summary>
/// CPU time of a server with all that it puts off: a round ends with the last answer, but checkpoints, history and garbage go
/// on after it, in the other servers' turns. Counted from quiet to quiet.
/// </summary>
internal sealed class WholeTime
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private readonly ServerUnderLoad _server;
    private readonly TimeSpan _begun;

    private WholeTime(ServerUnderLoad server) => (_server, _begun) = (server, server.Cpu);

    /// <summary>Waits until the server rests, and begins.</summary>
    public static async Task<WholeTime> Begin(ServerUnderLoad server)
    {
        await Rests(server);
        return new(server);
    }

    /// <summary>Waits until the server rests again; so many interactions per second of its CPU time since the beginning.</summary>
    public async Task<double> PerCpuSecond(double interactions)
    {
        await Rests(_server);
        return interactions / (_server.Cpu - _begun).TotalSeconds;
    }

    // Twice in a row next to nothing: the history looks for something new every two seconds.
    private static async Task Rests(ServerUnderLoad server)
    {
        var (quiet, waited) = (0, TimeSpan.Zero);
        for (var before = server.Cpu; quiet < 6 && waited < LongestWait; waited += LookEvery)
        {
            await Task.Delay(LookEvery);
            var now = server.Cpu;
            quiet = (now - before) < LookEvery / 10 ? quiet + 1 : 0;
            before = now;
        }
    }
}
