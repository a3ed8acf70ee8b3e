using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Doors.Importing;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Access;
using Veinte.Server.Importing;

namespace Veinte.Server.Api;

/// <summary><c>/imports</c>: upload files, look at them, try a mapping, import, and take an import back.</summary>
internal static class ImportsApi
{
    public static void MapImports(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/imports", async (Books books, CancellationToken cancel) => TypedResults.Ok(new Listing<ImportView>(await books.Imports(cancel))))
            .WithTags("Imports").WithName("imports").WithSummary("Imports, newest first.");

        var imports = decide.MapGroup("/imports").WithTags("Imports");
        imports.MapPost("/{id}/undo", Undo).ProducesProblem(404).ProducesProblem(409).WithName("undoImport")
            .WithSummary("Takes back every posting of an import, as a job.");
        imports.MapPost("/files", Upload).ProducesProblem(409).ProducesProblem(413).WithName("uploadImportFile")
            .WithSummary("Uploads a CSV or JSON Lines file: the body is the file, 'name' what it is called. It waits until it is imported or deleted.");
        imports.MapGet("/files", async (IUploads uploads, CancellationToken cancel) => TypedResults.Ok(new Listing<UploadedFile>(await uploads.List(cancel)))).WithName("importFiles")
            .WithSummary("Files that wait to be imported, newest first.");
        imports.MapGet("/files/{id}/preview", Preview).ProducesProblem(404).WithName("previewImportFile")
            .WithSummary("Columns and first rows of a file, for whoever writes a mapping for it.");
        imports.MapDelete("/files/{id}", Delete).ProducesProblem(404).WithName("deleteImportFile").WithSummary("Deletes a file that waits.");
        imports.MapPost("/mapping-check", Check).Accepts<JsonElement>("application/json").WithName("checkMapping").WithSummary("Says what is wrong with a mapping, each error with its path.");
        imports.MapPost("/dry-run", DryRun).ProducesProblem(409).WithName("dryRunImport")
            .WithSummary("Says what an import would do, as a job: counts by touchpoint, bad rows with line, column and reason, a sample. Posts nothing.");
        imports.MapPost("", Start).ProducesProblem(409).WithName("import")
            .WithSummary("Imports a file, as a job that goes on after a restart, or on another node. The same file with the same mapping posts nothing twice.");
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Undo(
        [MaxLength(200)] string id, ClaimsPrincipal user, Books books, ImportDesk imports, CancellationToken cancel)
    {
        if (!(await books.Imports(cancel)).Any(import => import.Id == id)) return Asked.Missing($"There is no import '{id}'.");
        return JobsApi.Started(await imports.StartUndo(id, Rights.AuthorOf(user)));
    }

    private static async Task<Results<Created<UploadedFile>, ProblemHttpResult>> Upload(
        [FromQuery, Required, MaxLength(200)] string name, HttpContext context, IUploads uploads, UploadLimits limits, CancellationToken cancel)
    {
        if (name.Trim().Length == 0 || name.AsSpan().IndexOfAny("/\\\0") >= 0) return Asked.Bad("'name' must be a plain file name such as orders.csv.");
        // This address alone takes more than the server's limit, and by small pieces.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = limits.FileBytesMax + 1;
        if (context.Request.ContentLength > limits.FileBytesMax) return TypedResults.Problem(limits.TooLarge, statusCode: 413, title: "Too large");
        try
        {
            var file = await uploads.Keep(name.Trim(), context.Request.Body, cancel);
            return TypedResults.Created($"/api/v1/imports/files/{file.Id}/preview", file);
        }
        catch (JobRefusedException refused)
        {
            return Asked.Conflict(refused.Message);
        }
    }

    private static async Task<Results<Ok<FilePreview>, ProblemHttpResult>> Preview([MaxLength(64)] string id, IUploads uploads, CancellationToken cancel)
    {
        if (await uploads.Find(id, cancel) is not { } file) return NoFile(id);
        await using var content = uploads.Open(file);
        return TypedResults.Ok(ImportFiles.Preview(content, file.Name));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete([MaxLength(64)] string id, IUploads uploads, CancellationToken cancel) =>
        await uploads.Delete(id, cancel) ? TypedResults.NoContent() : NoFile(id);

    // Read by hand: whoever writes a mapping wants to be told where it breaks off, too.
    private static async Task<Results<Ok<MappingCheck>, ProblemHttpResult>> Check(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            using var mapping = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancel);
            var reading = ImportMapping.Read(mapping.RootElement);
            return TypedResults.Ok(new MappingCheck(reading.Mapping?.Name, reading.Mapping?.JoinedFiles ?? [], reading.Errors));
        }
        catch (JsonException broken)
        {
            return Asked.Bad($"The mapping is not JSON: {broken.Message}");
        }
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> DryRun(ImportOrder order, ClaimsPrincipal user, ImportDesk imports, CancellationToken cancel)
    {
        var (request, errors) = await imports.Read(order, cancel);
        return request is null ? Asked.Bad(string.Join(' ', errors)) : JobsApi.Started(await imports.StartDryRun(request, Rights.AuthorOf(user)));
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Start(ImportOrder order, ClaimsPrincipal user, ImportDesk imports, CancellationToken cancel)
    {
        var (request, errors) = await imports.Read(order, cancel);
        return request is null ? Asked.Bad(string.Join(' ', errors)) : JobsApi.Started(await imports.Start(order, Rights.AuthorOf(user)));
    }

    /// <summary>The answer to a question about an uploaded file that is not there.</summary>
    internal static ProblemHttpResult NoFile(string id) =>
        TypedResults.Problem($"There is no uploaded file '{id}'. Upload it again.", statusCode: StatusCodes.Status404NotFound, title: "Not found", extensions: [new("code", "no-file")]);
}
