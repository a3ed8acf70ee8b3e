using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;

namespace Veinte.Server.Api;

/// <summary><c>/customers/{id}</c>: a customer by any of his identifiers, and his statement.</summary>
internal static class CustomersApi
{
    public static void MapCustomers(RouteGroupBuilder read)
    {
        var customers = read.MapGroup("/customers").WithTags("Customers");
        customers.MapGet("/{id}", Customer).ProducesProblem(404).WithName("customer")
            .WithSummary("A customer's profile: account, standing, identifiers, traits, touchpoints.");
        customers.MapGet("/{id}/statement", Statement).ProducesProblem(404).WithName("customerStatement")
            .WithSummary("A customer's account statement, newest first, each line with its reasons.");
    }

    private static async Task<Results<Ok<CustomerProfile>, ProblemHttpResult>> Customer(
        [MaxLength(1000)] string id, Books books, TimeProvider time, CancellationToken cancel) =>
        await books.Customer(Asked.Name(id), Instant.From(time.GetUtcNow()), cancel) is { } customer
            ? TypedResults.Ok(customer)
            : Asked.Missing($"No customer is known by '{Asked.Name(id)}'. Ask by a userId or anonymousId that was sent.");

    private static async Task<Results<Ok<Page<StatementLine>>, ProblemHttpResult>> Statement(
        [MaxLength(1000)] string id, [MaxLength(500)] string? cursor, [Range(1, Asked.LimitMax)] int? limit, string? language,
        HttpContext context, Books books, TimeProvider time, CancellationToken cancel)
    {
        // The customer may be asked for by an identifier that was merged into another one: the account has that one's name.
        if (await books.Customer(Asked.Name(id), Instant.From(time.GetUtcNow()), cancel) is not { } customer)
            return Asked.Missing($"No customer is known by '{Asked.Name(id)}'. Ask by a userId or anonymousId that was sent.");
        return await AccountsApi.Statement(AccountKind.Customer, customer.Account.Key, cursor, limit, Asked.Language(context, language), books, cancel);
    }
}
