using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.History;
using Veinte.Model;
using Veinte.Server.Api;
using Veinte.Server.Hosting;

namespace Veinte.Server.Analysis;

/// <summary>
/// <c>/exports/interactions.csv</c>, <c>.jsonl</c>, <c>.parquet</c>: the interactions of a period as a file. It is written
/// beside the history first, so what arrives is of one snapshot, and whole or refused.
/// </summary>
internal static class ExportsApi
{
    private const string PositionHeader = "Veinte-Position";

    /// <summary>Where it answers.</summary>
    public static void MapExports(RouteGroupBuilder read) =>
        read.MapGet("/exports/interactions.{format}", Interactions).WithTags("History").AddEndpointFilter(HistoryRefusals.Tell)
            .WithName("exportInteractions").WithSummary("All interactions of a period as CSV, JSON Lines or Parquet.");

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Interactions(
        [MaxLength(10)] string format, DateTimeOffset? from, DateTimeOffset? to, HttpContext context,
        HistoryService service, ServerSettings settings, TimeProvider time, CancellationToken cancel)
    {
        if (!Enum.TryParse<ExportFormat>(format, ignoreCase: true, out var asked) || !Enum.IsDefined(asked) || char.IsDigit(format[0]))
            return Asked.Bad($"'{format}' is not a form of export. Ask for csv, jsonl or parquet.");
        // Beside the books, where there is room for them; never under a name somebody chose.
        var file = Path.Combine(settings.Data, HistoryService.FolderName, $"download-{Guid.NewGuid():n}");
        try
        {
            var exported = await HistoryExport.Run(
                service.History.Index, asked, file, from is { } first ? Instant.From(first) : null, to is { } last ? Instant.From(last) : null, null, cancel);
            context.Response.Headers[PositionHeader] = exported.Position.Value.ToString(CultureInfo.InvariantCulture);
            var stream = new FileStream(file, new FileStreamOptions
            {
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan,
                Share = FileShare.Read | FileShare.Delete,
            });
            var name = $"interactions-{time.GetUtcNow():yyyy-MM-dd}.{asked.ToString().ToLowerInvariant()}";
            return TypedResults.Stream(stream, TypeOf(asked), name);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static string TypeOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8",
        ExportFormat.Jsonl => "application/jsonl",
        ExportFormat.Parquet => "application/vnd.apache.parquet",
    };
}
