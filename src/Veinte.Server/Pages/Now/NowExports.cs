using Veinte.Engine;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Now;

/// <summary>The table behind the charts of <i>Now</i>, as a file.</summary>
internal static class NowExports
{
    public static void MapNowExports(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/now/course.csv", Course).RequireAuthorization(Rights.Read).ExcludeFromDescription();

    private static async Task<IResult> Course(int? days, VeinteNode node, TimeProvider time, CancellationToken cancel)
    {
        var period = NowModel.Periods.Contains(days ?? 0) ? days!.Value : 30;
        var overview = await node.Books.Overview(Instant.From(time.GetUtcNow()), period, cancel);
        return Csv.OfCourse(overview.Course).File($"veinte-course-{period}-days.csv");
    }
}
