using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Engine.Moments;
using Veinte.Server.Access;
using Veinte.Server.Moments;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Moments;

/// <summary>Where the forms of <i>Moments</i> post, and its table as a file.</summary>
internal static class MomentsActions
{
    public static void MapMomentsPage(this IEndpointRouteBuilder routes)
    {
        var moments = routes.MapGroup("/moments").ExcludeFromDescription();
        moments.MapPost("/define", Define).RequireAuthorization(Rights.Admin);
        moments.MapPost("/end", End).RequireAuthorization(Rights.Admin);
        moments.MapPost("/recompute", Recompute).RequireAuthorization(Rights.Admin);
        routes.MapGet("/moments.csv", Table).RequireAuthorization(Rights.Read).ExcludeFromDescription();
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<App>>> Define([AsParameters] OutcomeFields fields, HttpContext http, MomentsDesk desk, CancellationToken cancel)
    {
        if (OutcomeReading.Check(fields.Definition, "en").Outcome is not { } outcome) return Refused.Form(http, "/moments", QueryString.Create("said", "unclear"), fields);
        var result = await desk.Define(fields.Id?.Trim() ?? "", null, outcome, Rights.AuthorOf(http.User), cancel);
        return result.Status == DeskStatus.Done ? Back(fields.Id!.Trim(), "defined") : Refused.Form(http, "/moments", QueryString.Create("said", "refused"), fields);
    }

    private static async Task<RedirectHttpResult> End([FromForm] string? id, HttpContext http, MomentsDesk desk, CancellationToken cancel) =>
        Back(null, (await desk.End(id ?? "", Rights.AuthorOf(http.User), cancel)).Status == DeskStatus.Done ? "ended" : "refused");

    private static async Task<RedirectHttpResult> Recompute([FromForm] string? outcome, HttpContext http, MomentsHistoryJobs history) =>
        Back(outcome, await history.Start(outcome ?? "", Rights.AuthorOf(http.User)) is null ? "busy" : "recomputing");

    private static async Task<IResult> Table(
        string? outcome, string? part, int? months, MomentsReader reader, TimeProvider time, CancellationToken cancel)
    {
        var choice = new MomentsChoice(outcome ?? OutcomeDefinition.RecommendationId, part ?? "", MomentsChoice.Periods.Contains(months ?? 0) ? months ?? 0 : 0, "");
        if (await reader.Of(choice.Asked(time.GetUtcNow()), cancel) is not { } view) return TypedResults.NotFound();
        var csv = new Csv(
            "rank", "touchpoint", "momentOfTruth", "significant", "share", "shareLow", "shareHigh", "shareLmg", "p", "grade", "gradeLow", "gradeHigh", "againstRest",
            "asymmetry", "penalty", "penaltyP", "reward", "rewardP", "trips");
        foreach (var item in view.Items)
            csv.Row(item.Rank, item.Touchpoint, item.MomentOfTruth, item.Significant, item.Share, item.ShareLow, item.ShareHigh, item.ShareLmg, item.P, item.Grade,
                item.GradeLow, item.GradeHigh, item.AgainstRest, item.Asymmetry, item.Penalty, item.PenaltyP, item.Reward, item.RewardP, item.N);
        return csv.File($"veinte-moments-{choice.Outcome}.csv");
    }

    private static RedirectHttpResult Back(string? outcome, string said) =>
        TypedResults.LocalRedirect("/moments" + (outcome is null ? QueryString.Create("said", said) : QueryString.Create("outcome", outcome).Add("said", said)));
}

/// <summary>The form that defines an outcome.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Touchpoint">Where it is met.</param>
/// <param name="Property">Which property carries it.</param>
/// <param name="Intent">Of what intent the interactions are.</param>
/// <param name="WithinDays">Days to come back.</param>
/// <param name="GapDays">Days of silence that end a trip.</param>
/// <param name="Segment">What trips are told apart by.</param>
/// <param name="Drivers">The touchpoints that are followed.</param>
public sealed record OutcomeFields(
    [FromForm] string? Id, [FromForm] string? Name, [FromForm] string? Kind, [FromForm] string? Touchpoint, [FromForm] string? Property,
    [FromForm] string? Intent, [FromForm] string? WithinDays, [FromForm] string? GapDays, [FromForm] string? Segment, [FromForm] string? Drivers)
{
    /// <summary>The definition that was written.</summary>
    public OutcomeDefinition Definition => new()
    {
        Name = Name?.Trim() ?? "",
        Kind = Kind ?? "",
        Touchpoint = Words(Touchpoint),
        Property = Words(Property),
        Intent = Words(Intent),
        WithinDays = Days(WithinDays),
        GapDays = Days(GapDays),
        Segment = Words(Segment),
        Drivers = Words(Drivers)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // A number that is none is told as one that is out of range.
    private static int? Days(string? text) => string.IsNullOrWhiteSpace(text) ? null : int.TryParse(text, out var days) ? days : 0;
}
