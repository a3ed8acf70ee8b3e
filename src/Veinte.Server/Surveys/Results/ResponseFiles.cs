using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Access;
using Veinte.Server.Hosting;
using Veinte.Server.Pages.Surveys;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Results;

/// <summary><c>/surveys/{id}/responses.csv</c>, <c>.json</c>, <c>.parquet</c>: the responses under the page's filters.</summary>
internal static class ResponseFiles
{
    /// <summary>Where they answer.</summary>
    public static void MapResponseFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/surveys/{id}/responses.{format}", Write).RequireAuthorization(Rights.Read).ExcludeFromDescription();

    private static async Task<Results<FileStreamHttpResult, NotFound>> Write(
        string id, string format, string? from, string? to, string? language, string? way, string? place, string? touchpoint, string? staff, string? version,
        SurveyDesk desk, SurveyResults results, ServerSettings settings, CancellationToken cancel)
    {
        if (format is not ("csv" or "json" or "parquet") || await desk.Find(id, cancel) is not { } survey || SurveyDocument.Read(survey.Draft).Survey is not { } definition)
            return TypedResults.NotFound();
        var responses = results.All(id, ResultQuery.Read(from, to, language, way, place, touchpoint, staff, version), cancel);
        // Beside the books, where there is room for it; never under a name somebody chose.
        var file = Path.Combine(settings.Data, $"responses-{Guid.NewGuid():n}.part");
        try
        {
            if (format == "parquet") await ResponseExport.Parquet(file, definition, responses, cancel);
            else
            {
                await using var target = File.Create(file);
                if (format == "csv") await ResponseExport.Csv(target, definition, responses, cancel);
                else await ResponseExport.Json(target, responses, cancel);
            }
            var stream = new FileStream(file, new FileStreamOptions
            {
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.Read | FileShare.Delete,
            });
            return TypedResults.Stream(stream, format switch { "csv" => "text/csv; charset=utf-8", "json" => "application/json", _ => "application/vnd.apache.parquet" }, $"responses-{id}.{format}");
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }
}
