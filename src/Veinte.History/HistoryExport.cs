using DuckDB.NET.Data;
using Veinte.Model;

namespace Veinte.History;

/// <summary>In which form the history is exported.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated values with a header, times in UTC.</summary>
    Csv = 1,
    /// <summary>One JSON object a line.</summary>
    Jsonl = 2,
    /// <summary>Apache Parquet, compressed with Zstandard.</summary>
    Parquet = 3,
}

/// <summary>
/// Writes interactions of a period into a file. The file appears under its name only when it is whole. Runs beside
/// questions and appends: it is of one snapshot.
/// </summary>
public static class HistoryExport
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Exports to a file and returns what was written.</summary>
    /// <param name="index">The history.</param>
    /// <param name="format">In which form.</param>
    /// <param name="path">The file; one that is there already is replaced.</param>
    /// <param name="from">Happened at this time or later; null for the beginning.</param>
    /// <param name="to">Happened before this time; null for all.</param>
    /// <param name="progress">Told the rows written and all rows.</param>
    /// <param name="cancel">Stops; nothing is left behind.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<HistoryExported> Run(
        HistoryIndex index, ExportFormat format, string path, Instant? from, Instant? to,
        IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        path = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory)) throw new DirectoryNotFoundException($"There is no folder {directory} to export to. Make it first.");
        var position = index.Position;
        return await Task.Run(() => index.Using((connection, database) =>
        {
            var part = Path.Combine(database.Exports, $"{Guid.NewGuid():n}.part");
            try
            {
                var rows = Copy(connection, format, part, from, to, index.Time, progress, cancel);
                // The destination may lie on another file system: copy beside it, then rename.
                var beside = path + ".part";
                File.Move(part, beside, overwrite: true);
                File.Move(beside, path, overwrite: true);
                return new HistoryExported(path, rows, new FileInfo(path).Length, position);
            }
            finally
            {
                File.Delete(part);
            }
        }), CancellationToken.None);
    }

    private static long Copy(
        DuckDBConnection connection, ExportFormat format, string file, Instant? from, Instant? to, TimeProvider time,
        IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var where = new List<string> { "true" };
        if (from is { } first) where.Add($"occurred_at >= '{Text(first)}'");
        if (to is { } last) where.Add($"occurred_at < '{Text(last)}'");
        var columns = format == ExportFormat.Parquet
            ? "* REPLACE (occurred_at AT TIME ZONE 'UTC' AS occurred_at, received_at AT TIME ZONE 'UTC' AS received_at)"
            : "* REPLACE (strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS occurred_at, strftime(received_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS received_at)";
        var source = $"FROM interactions WHERE {string.Join(" AND ", where)}";
        HistoryDatabase.Execute(connection, "BEGIN TRANSACTION READ ONLY");
        using var count = HistoryCommands.Command(connection, "SELECT count(*) " + source, []);
        var total = (long)count.ExecuteScalar()!;
        progress?.Report((0, total));

        using var command = HistoryCommands.Command(
            connection, $"COPY (SELECT {columns} {source} ORDER BY position) TO '{HistoryDatabase.Quoted(file)}' ({OptionsOf(format)})", []);
        using var stop = cancel.Register(static state => ((DuckDBCommand)state!).Cancel(), command);
        var report = time.CreateTimer(_ =>
        {
            var percentage = connection.GetQueryProgress().Percentage;
            if (percentage >= 0) progress?.Report(((long)(total * Math.Min(1, percentage / 100)), total));
        }, null, ReportEvery, ReportEvery);
        try
        {
            var rows = command.ExecuteNonQuery();
            progress?.Report((total, total));
            return rows >= 0 ? rows : total;
        }
        catch (DuckDBException failure) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(failure.Message, failure, cancel);
        }
        catch (DuckDBException failure)
        {
            throw new IOException($"The export failed: {HistoryDatabase.FirstLine(failure)}", failure);
        }
        finally
        {
            // Waits for a report in progress: it must not ask a connection that is closed.
            report.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static string OptionsOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "FORMAT csv, HEADER",
        ExportFormat.Jsonl => "FORMAT json",
        ExportFormat.Parquet => "FORMAT parquet, COMPRESSION zstd",
    };

    private static string Text(Instant instant) =>
        instant.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What was exported.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">Interactions in it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Position">The books up to here were asked.</param>
public sealed record HistoryExported(string Path, long Rows, long Bytes, Position Position);
