using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Veinte.Server.Access;

/// <summary>
/// What endpoints ask for. Every endpoint names one of these or is anonymous on purpose; without either nobody but a
/// person signed in gets through, and the conventions test fails.
/// </summary>
internal static class Rights
{
    /// <summary>May read: a person signed in, a read key, an admin key.</summary>
    public const string Read = "read";

    /// <summary>May decide: a person with the right to, an admin key.</summary>
    public const string Admin = "admin";

    /// <summary>May send what happened: a write key, an admin key, a person who may decide.</summary>
    public const string Send = "send";

    /// <summary>May record a moment at the counter: a person signed in, whatever else he may; a write key, an admin key.</summary>
    public const string Record = "record";

    /// <summary>The claim that carries a scope's name.</summary>
    public const string ScopeClaim = "veinte:scope";

    /// <summary>The policies, and the one for endpoints that name none.</summary>
    public static void Define(AuthorizationBuilder authorization) => authorization
        .AddPolicy(Read, policy => policy.RequireClaim(ScopeClaim, ApiScope.Read.Name, ApiScope.Admin.Name))
        .AddPolicy(Send, policy => policy.RequireClaim(ScopeClaim, ApiScope.Write.Name, ApiScope.Admin.Name))
        .AddPolicy(Record, policy => policy.RequireAssertion(asked =>
            asked.User.HasClaim(claim => claim.Type == ScopeClaim && (IsPerson(asked.User) || claim.Value == ApiScope.Write.Name || claim.Value == ApiScope.Admin.Name))))
        .AddPolicy(Admin, policy => policy.RequireClaim(ScopeClaim, ApiScope.Admin.Name))
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireClaim(ScopeClaim, ApiScope.Admin.Name).Build());

    // A key that may only read records nothing; a person who may only read was there all the same.
    private static bool IsPerson(ClaimsPrincipal user) =>
        user.Identity?.AuthenticationType is { } type && (type == IdentityConstants.ApplicationScheme || type == DemoVisitor.SchemeName);

    /// <summary>Who decides, as it is written into the journal: a user's name, or a key's.</summary>
    public static string AuthorOf(ClaimsPrincipal user) => user.Identity?.Name ?? "nobody";

    /// <summary>Whether this person or program may decide.</summary>
    public static bool MayDecide(ClaimsPrincipal user) => user.HasClaim(ScopeClaim, ApiScope.Admin.Name);
}
