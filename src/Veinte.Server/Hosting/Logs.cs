namespace Veinte.Server.Hosting;

/// <summary>What is logged and how it is written; also the words of a node and its journal, which begin before there is a web server.</summary>
internal sealed partial class Logs : IDisposable
{
    private readonly ILoggerFactory _factory;
    private readonly ILogger _cluster;
    private readonly ILogger _journal;

    /// <summary>Logs of a node.</summary>
    public Logs(ServerSettings settings)
    {
        _factory = LoggerFactory.Create(logging => Configure(logging, settings));
        _cluster = _factory.CreateLogger("Veinte.Cluster");
        _journal = _factory.CreateLogger("Veinte.Journal");
    }

    /// <summary>How a server logs: text for people, or an object of JSON in each line for programs.</summary>
    public static void Configure(ILoggingBuilder logging, ServerSettings settings)
    {
        logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter("Veinte", LogLevel.Information)
            // Signing in and being refused are everyday matters; that cookie keys lie in the data folder is on purpose.
            .AddFilter("Veinte.Server.Access", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // Whoever probes is told; the log would hear it every two seconds.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (settings.LogsJson) logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else logging.AddSimpleConsole(console => console.SingleLine = true);
    }

    /// <summary>What happens to a node's partitions.</summary>
    [LoggerMessage(7101, LogLevel.Information, "{Report}")]
    private static partial void LogCluster(ILogger log, string report);

    /// <summary>Says it.</summary>
    public void Cluster(string report) => LogCluster(_cluster, report);

    /// <summary>What the journal found when it was opened, and why books are made again.</summary>
    [LoggerMessage(7102, LogLevel.Warning, "{Report}")]
    private static partial void LogJournal(ILogger log, string report);

    /// <summary>Says it.</summary>
    public void Journal(string report) => LogJournal(_journal, report);

    /// <inheritdoc/>
    public void Dispose() => _factory.Dispose();
}
