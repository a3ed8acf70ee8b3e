using Veinte.Engine;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Accounts;

/// <summary>The tables of <i>Accounts</i> as files.</summary>
internal static class AccountExports
{
    private const int AccountsMax = 10_000;

    public static void MapAccountExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts.csv", Accounts).RequireAuthorization(Rights.Read).ExcludeFromDescription();
        routes.MapGet("/accounts/{kind}/{key}/course.csv", Course).RequireAuthorization(Rights.Read).ExcludeFromDescription();
    }

    private static async Task<IResult> Accounts(string? kind, VeinteNode node, TimeProvider time, CancellationToken cancel)
    {
        if (!WordNames.TryParse(kind, out AccountKind known)) known = AccountKind.Touchpoint;
        var csv = new Csv("kind", "key", "name", "balance", "grade", "standing", "low", "high", "graded", "interactions", "firstAt", "lastAt");
        string? cursor = null;
        for (var rows = 0; rows < AccountsMax; rows += Books.LimitMax)
        {
            var page = await node.Books.Accounts(new(known, Cursor: cursor, Limit: Books.LimitMax), Instant.From(time.GetUtcNow()), cancel);
            foreach (var account in page.Items)
                csv.Row(account.Kind, account.Key, account.Name, account.Balance / 1000m, account.Grade, account.Standing?.Value, account.Standing?.Low,
                    account.Standing?.High, account.Graded, account.Interactions, account.FirstAt, account.LastAt);
            if ((cursor = page.Next) is null) break;
        }
        return csv.File($"veinte-{known.Name()}.csv");
    }

    private static async Task<IResult> Course(
        string kind, string key, int? days, VeinteNode node, TimeProvider time, CancellationToken cancel)
    {
        if (!WordNames.TryParse(kind, out AccountKind known) || known == AccountKind.Customer) return TypedResults.NotFound();
        return Csv.OfCourse(await node.Books.Course(known, Addresses.Key(key), Instant.From(time.GetUtcNow()), days ?? 90, cancel)).File("veinte-course.csv");
    }
}
