using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Veinte.Server.Access;

namespace Veinte.Server.Hosting;

/// <summary>How often one may ask. Whoever asks more is told 429 and after how many seconds to try again.</summary>
internal static class RateLimits
{
    /// <summary>Sign-in, set-up and passwords: 10 a minute from one address.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The API: 100 a second for one key or person, up to 300 at once.</summary>
    public const string Api = "api";

    /// <summary>The live feed: 2,000 watchers at a time.</summary>
    public const string Live = "live";

    private const int SignInPerMinute = 10;
    private const int ApiPerSecond = 100;
    private const int ApiBurst = 300;
    private const int LiveMax = 2_000;

    /// <summary>Defines the limits.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = Reject;
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = SignInPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limiter.AddPolicy(Api, context => RateLimitPartition.GetTokenBucketLimiter(
            context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new() { TokenLimit = ApiBurst, TokensPerPeriod = ApiPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
        limiter.AddConcurrencyLimiter(Live, live => live.PermitLimit = LiveMax);
    });

    private static async ValueTask Reject(OnRejectedContext rejected, CancellationToken cancel)
    {
        var after = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        // A person who sent a form is led back to it; the limit's words belong on a page.
        if (FormOf(rejected.HttpContext.Request) is { } page)
        {
            rejected.HttpContext.Response.Redirect(page + "?error=often");
            return;
        }
        await AccessProblems.Write(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests",
            $"Try again in {seconds} s.");
    }

    private static string? FormOf(HttpRequest request) =>
        !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? null
        : request.Path == "/account/sign-in" ? "/sign-in"
        : request.Path == "/account/setup" ? "/setup"
        : null;
}
