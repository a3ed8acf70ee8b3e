using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Customers;

/// <summary>Statements as files: the newest lines, at most <see cref="LinesMax"/>; the API has the rest, page by page.</summary>
internal static class StatementExports
{
    private const int LinesMax = 5_000;
    private const int LinesAtOnce = 500;

    public static void MapStatementExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/customers/{id}/statement.csv", (string id, VeinteNode node, CancellationToken cancel) =>
            Statement(AccountKind.Customer, Addresses.Key(id), node, cancel)).RequireAuthorization(Rights.Read).ExcludeFromDescription();
        routes.MapGet("/accounts/{kind}/{key}/statement.csv", (string kind, string key, VeinteNode node, CancellationToken cancel) =>
            WordNames.TryParse(kind, out AccountKind known)
                ? Statement(known, Addresses.Key(key), node, cancel)
                : Task.FromResult<IResult>(TypedResults.NotFound())).RequireAuthorization(Rights.Read).ExcludeFromDescription();
    }

    private static async Task<IResult> Statement(AccountKind kind, string key, VeinteNode node, CancellationToken cancel)
    {
        var csv = new Csv("id", "kind", "occurredAt", "customer", "touchpoint", "channel", "staff", "area", "grade", "weight", "par", "amount", "policy", "reasons", "messageId");
        string? cursor = null;
        for (var lines = 0; lines < LinesMax; lines += LinesAtOnce)
        {
            if (await node.Books.Statement(kind, key, cursor, LinesAtOnce, "en", cancel) is not { } page) return TypedResults.NotFound();
            foreach (var line in page.Items) Append(csv, line);
            if ((cursor = page.Next) is null) break;
        }
        return csv.File("veinte-statement.csv");
    }

    private static void Append(Csv csv, StatementLine line) => csv.Row(
        line.Id, line.Kind, line.OccurredAt, line.Customer, line.Touchpoint, line.Channel, line.Staff, line.Area, line.Grade, line.Weight,
        line.Par, line.Amount / 1000m, line.PolicyVersion, string.Join("; ", line.Reasons.Select(reason => reason.Text)), line.MessageId);
}
