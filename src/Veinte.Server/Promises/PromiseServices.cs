using Veinte.Engine;
using Veinte.Engine.Folds.Measures;
using Veinte.Engine.Folds.Promises;

namespace Veinte.Server.Promises;

/// <summary>What promises need at the edge.</summary>
internal static class PromiseServices
{
    /// <summary>Adds the desk of promises and the judge.</summary>
    public static IServiceCollection AddPromises(this IServiceCollection services)
    {
        services.AddSingleton(provider => new PromiseDesk(provider.GetRequiredService<Books>(), provider.GetRequiredService<Desk>()));
        services.AddSingleton(provider => new MeasureDesk(provider.GetRequiredService<Books>()));
        services.AddSingleton(provider => new LatestCapture(provider.GetRequiredService<VeinteNode>().Journal, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PromiseJudging>();
        services.AddHostedService(provider => provider.GetRequiredService<PromiseJudging>());
        return services;
    }
}
