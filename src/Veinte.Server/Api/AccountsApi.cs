using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;

namespace Veinte.Server.Api;

/// <summary><c>/accounts</c>: balances, grades and standings of customers, touchpoints, staff and areas.</summary>
internal static class AccountsApi
{
    private static readonly string[] Sorts = ["standing", "grade", "balance", "interactions", "last", "key"];

    public static void MapAccounts(RouteGroupBuilder read)
    {
        var accounts = read.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", List).WithName("accounts").WithSummary("Accounts of a kind, best standing first unless asked otherwise.");
        accounts.MapGet("/{kind}/{key}", Account).ProducesProblem(404).WithName("account").WithSummary("One account.");
        accounts.MapGet("/{kind}/{key}/statement", StatementOf).ProducesProblem(404).WithName("accountStatement")
            .WithSummary("An account's statement, newest first, each line with its reasons.");
    }

    /// <summary>A statement as every statement is answered.</summary>
    public static async Task<Results<Ok<Page<StatementLine>>, ProblemHttpResult>> Statement(
        AccountKind kind, string key, string? cursor, int? limit, string language, Books books, CancellationToken cancel)
    {
        try
        {
            return await books.Statement(kind, key, cursor, limit ?? 50, language, cancel) is { } statement
                ? TypedResults.Ok(statement)
                : NoAccount(kind, key);
        }
        catch (ArgumentException bad)
        {
            return Asked.Bad(bad.Message);
        }
    }

    private static async Task<Results<Ok<Page<AccountView>>, ProblemHttpResult>> List(
        [MaxLength(20)] string? kind, [MaxLength(200)] string? search, [MaxLength(20)] string? sort, [MaxLength(10)] string? order,
        [MaxLength(500)] string? cursor, [Range(1, Asked.LimitMax)] int? limit, Books books, TimeProvider time, CancellationToken cancel)
    {
        if (!Asked.TryKind(kind, out var accountKind)) return Asked.UnknownKind(kind);
        if (sort is not null && !Sorts.Contains(sort)) return Asked.Bad($"'{sort}' is not an order. Ask for {string.Join(", ", Sorts)}.");
        if (order is not (null or "asc" or "desc")) return Asked.Bad($"'{order}' is not a direction. Ask for asc or desc.");
        try
        {
            var query = new AccountsQuery(accountKind, search, sort, order is null ? null : order == "desc", cursor, limit ?? 50);
            return TypedResults.Ok(await books.Accounts(query, Instant.From(time.GetUtcNow()), cancel));
        }
        catch (ArgumentException bad)
        {
            return Asked.Bad(bad.Message);
        }
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> Account(
        [MaxLength(20)] string kind, [MaxLength(1000)] string key, Books books, TimeProvider time, CancellationToken cancel)
    {
        if (!Asked.TryKind(kind, out var accountKind)) return Asked.UnknownKind(kind);
        return await books.Account(accountKind, Asked.Name(key), Instant.From(time.GetUtcNow()), cancel) is { } account
            ? TypedResults.Ok(account)
            : NoAccount(accountKind, Asked.Name(key));
    }

    private static async Task<Results<Ok<Page<StatementLine>>, ProblemHttpResult>> StatementOf(
        [MaxLength(20)] string kind, [MaxLength(1000)] string key, [MaxLength(500)] string? cursor, [Range(1, Asked.LimitMax)] int? limit,
        string? language, HttpContext context, Books books, CancellationToken cancel) =>
        Asked.TryKind(kind, out var accountKind)
            ? await Statement(accountKind, Asked.Name(key), cursor, limit, Asked.Language(context, language), books, cancel)
            : Asked.UnknownKind(kind);

    private static ProblemHttpResult NoAccount(AccountKind kind, string key) =>
        Asked.Missing($"There is no account of kind {kind.Name()} with the key '{key}'.");
}
