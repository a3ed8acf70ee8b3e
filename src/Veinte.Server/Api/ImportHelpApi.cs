using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Doors.Importing;
using Veinte.Doors.Importing.Columns;
using Veinte.Engine;
using Veinte.Server.Importing;

namespace Veinte.Server.Api;

/// <summary><c>/imports/files/{id}/proposal</c> and <c>/imports/columns</c>: a mapping for whoever does not write one.</summary>
internal static class ImportHelpApi
{
    private const int ColumnsMax = 1_000;
    private const int RowsLookedAt = 500;
    private const int RowsShown = 20;

    public static void MapImportHelp(RouteGroupBuilder decide)
    {
        var imports = decide.MapGroup("/imports").WithTags("Imports");
        imports.MapGet("/files/{id}/proposal", Propose).ProducesProblem(404).WithName("proposeImport")
            .WithSummary("What the columns of a file probably are, guessed from their names and first values, and which ready mappings fit.");
        imports.MapPost("/columns", Write).WithName("mappingOfColumns").WithSummary("The mapping that a choice of columns stands for.");
    }

    private static async Task<Results<Ok<ImportProposal>, ProblemHttpResult>> Propose(
        [MaxLength(64)] string id, string? language, HttpContext context, IUploads uploads, ReadyMappings ready, Books books, TimeProvider time, CancellationToken cancel)
    {
        if (await uploads.Find(id, cancel) is not { } file) return ImportsApi.NoFile(id);
        await using var content = uploads.Open(file);
        var kind = await ImportFiles.KindOf(content, file.Name, cancel);
        if (kind.Trouble is { } trouble)
            return TypedResults.Problem(trouble.Detail, statusCode: StatusCodes.Status400BadRequest, title: "Not a file to import", extensions: [new("code", trouble.Code)]);
        content.Position = 0;
        var preview = ImportFiles.Preview(content, file.Name, RowsLookedAt, kind.Encoding);
        if (preview.Columns.Count > ColumnsMax) return Asked.Bad($"The file has {preview.Columns.Count} columns; {ColumnsMax} can be looked at. Is its delimiter another one?");
        var zone = (await books.Workspace(cancel))?.TimeZone;
        var plan = ColumnGuess.Of(preview, Path.GetFileNameWithoutExtension(file.Name), Asked.Language(context, language) == "es", zone, time.GetUtcNow()) with { Encoding = kind.Encoding };
        return TypedResults.Ok(new ImportProposal(file, preview with { Rows = [.. preview.Rows.Take(RowsShown)] }, plan, MappingOf(plan), ready.For([.. preview.Columns])));
    }

    private static Results<Ok<MappingOfColumns>, ProblemHttpResult> Write(ColumnPlan plan) =>
        plan.Columns.Count > ColumnsMax ? Asked.Bad($"There are {plan.Columns.Count} columns; {ColumnsMax} are allowed.") : TypedResults.Ok(MappingOf(plan));

    private static MappingOfColumns MappingOf(ColumnPlan plan)
    {
        using var document = JsonDocument.Parse(ColumnPlanMapping.Of(plan).ToJsonString());
        var mapping = document.RootElement.Clone();
        return new(mapping, ImportMapping.Read(mapping).Errors);
    }
}

/// <summary>A first idea of what a file holds.</summary>
/// <param name="File">The file.</param>
/// <param name="Preview">Its columns and first rows.</param>
/// <param name="Plan">What its columns probably are.</param>
/// <param name="Written">The mapping that stands for.</param>
/// <param name="Ready">Mappings that come with the program.</param>
internal sealed record ImportProposal(UploadedFile File, FilePreview Preview, ColumnPlan Plan, MappingOfColumns Written, IReadOnlyList<ReadyMapping> Ready);

/// <summary>A mapping written from a choice of columns.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Errors">What is wrong with it, each with its path; empty when nothing is.</param>
internal sealed record MappingOfColumns(JsonElement Mapping, IReadOnlyList<string> Errors);
