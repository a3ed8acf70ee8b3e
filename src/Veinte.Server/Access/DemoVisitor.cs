using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Access;

/// <summary>
/// In <c>veinte demo</c> only: whoever looks from this very machine is the visitor <c>demo</c> and may do everything,
/// because the books of the demo are invented. A folder with a firm's own books is never served this way
/// (<see cref="Hosting.DemoFolder"/>), and requests that came through a proxy or the network are not let in.
/// </summary>
internal sealed class DemoVisitor(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "demo-visitor";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Loopback.IsDirect(Context)) return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, "demo"),
                new(ClaimTypes.Name, "demo"),
                new(Rights.ScopeClaim, ApiScope.Admin.Name),
            ],
            SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AccessProblems.Write(
        Context, StatusCodes.Status401Unauthorized, "The demo is for this machine only",
        "Open it as http://localhost on the machine it runs on, without a proxy. To let others in, use: veinte serve");
}
