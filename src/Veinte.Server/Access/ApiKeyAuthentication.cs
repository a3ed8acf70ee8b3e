using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Veinte.Server.Access;

/// <summary>Recognises programs by <c>Authorization: Bearer vk_…</c>. Collectors do not come this way: they know their clients' own variants.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "api-key";

    private const string Prefix = "Bearer ";

    /// <summary>Whether a request comes with a bearer token.</summary>
    public static bool Applies(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!Applies(Request)) return Task.FromResult(AuthenticateResult.NoResult());
        var key = keys.Find(header[Prefix.Length..].Trim());
        if (key is null) return Task.FromResult(AuthenticateResult.Fail("This key was never issued here. Make one with: veinte key create"));
        if (!key.Enabled) return Task.FromResult(AuthenticateResult.Fail($"The key '{key.Name}' was revoked."));
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, $"key:{key.Id}"),
                new(ClaimTypes.Name, $"key {key.Name}"),
                new(Rights.ScopeClaim, key.Scope.Name),
            ],
            SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await AccessProblems.Write(Context, StatusCodes.Status401Unauthorized, "Sign-in is needed",
            result.Failure?.Message ?? "Send a key: Authorization: Bearer vk_read_…. Make one with: veinte key create --scope read --name NAME");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessProblems.Forbidden(Context);
}
