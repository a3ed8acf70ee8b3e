using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Veinte.Server.Surveys.Answering;

/// <summary>How often customers' addresses may be asked.</summary>
internal static class AnswerLimits
{
    /// <summary>Pages and answers: 20 a second from one address, up to 200 at once. Many customers may share a shop's connection.</summary>
    public const string Answer = "survey-answer";

    /// <summary>One kiosk: 10 a second, up to 100 at once, enough to empty a queue after a day without network.</summary>
    public const string Device = "survey-device";

    /// <summary>Defines the limits.</summary>
    public static void Define(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Answer, context => Bucket(context.Connection.RemoteIpAddress?.ToString() ?? "", 20, 200));
        limiter.AddPolicy(Device, context => Bucket(context.Request.RouteValues["device"] as string ?? "", 10, 100));
    }

    private static RateLimitPartition<string> Bucket(string key, int perSecond, int burst) => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new() { TokenLimit = burst, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) });
}
