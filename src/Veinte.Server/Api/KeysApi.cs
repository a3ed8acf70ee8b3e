using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/keys</c>: keys of programs. A key's secret is shown once, when it is made.</summary>
internal static class KeysApi
{
    public static void MapKeys(RouteGroupBuilder decide)
    {
        var keys = decide.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("", List).WithName("keys").WithSummary("Keys, newest first, without their secrets.");
        keys.MapPost("", Create).WithName("createKey").WithSummary("Makes a key. Its secret is in this answer and nowhere else.");
        keys.MapDelete("/{id:long}", Revoke).ProducesProblem(404).WithName("revokeKey").WithSummary("Revokes a key for good.");
    }

    private static async Task<Ok<Listing<KeyView>>> List(ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(new Listing<KeyView>([.. (await keys.List(cancel)).Select(KeyView.Of)]));

    private static async Task<Results<Created<NewKey>, ProblemHttpResult>> Create(
        KeyRequest request, ClaimsPrincipal user, ApiKeys keys, CancellationToken cancel)
    {
        if (!ApiScopes.TryParse(request.Scope, out var scope)) return Asked.Bad($"'{request.Scope}' is not a scope. Ask for write, read or admin.");
        var (key, secret) = await keys.Create(request.Name, scope, Rights.AuthorOf(user), cancel);
        return TypedResults.Created($"/api/v1/keys/{key.Id}", new NewKey(key.Id, key.Name, scope.Name, secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(long id, ApiKeys keys, CancellationToken cancel) =>
        await keys.Revoke(id, cancel) ? TypedResults.NoContent() : Asked.Missing($"There is no key {id}.");
}

/// <summary>Asks for a key.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Scope"><c>write</c>, <c>read</c> or <c>admin</c>.</param>
internal sealed record KeyRequest([property: StringLength(100, MinimumLength = 1)] string Name, [property: StringLength(10)] string Scope);

/// <summary>A new key with its secret, shown this once.</summary>
internal sealed record NewKey(long Id, string Name, string Scope, string Key);

/// <summary>A key as it is listed.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Scope"><c>write</c>, <c>read</c> or <c>admin</c>.</param>
/// <param name="Hint">Its first characters.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="RevokedAt">When it was revoked, or null while it works.</param>
internal sealed record KeyView(
    long Id, string Name, string Scope, string Hint, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? RevokedAt)
{
    /// <summary>How a stored key is shown.</summary>
    public static KeyView Of(StoredApiKey key) => new(
        key.Id, key.Name, key.Scope.Name, key.Hint, Utc(key.CreatedAt), key.CreatedBy, key.RevokedAt is { } at ? Utc(at) : null);

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
