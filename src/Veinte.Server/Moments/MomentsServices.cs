using Veinte.Engine;
using Veinte.Engine.Moments;

namespace Veinte.Server.Moments;

/// <summary>What moments of truth need.</summary>
internal static class MomentsServices
{
    /// <summary>Adds where they are read and where outcomes are defined.</summary>
    public static IServiceCollection AddMoments(this IServiceCollection services)
    {
        services.AddSingleton<OutcomePasts>();
        services.AddSingleton(provider => new MomentsReader(provider.GetRequiredService<VeinteNode>().Books, provider.GetRequiredService<OutcomePasts>()));
        services.AddSingleton<OutcomePastsService>();
        services.AddHostedService(provider => provider.GetRequiredService<OutcomePastsService>());
        services.AddSingleton(provider => new MomentsDesk(provider.GetRequiredService<VeinteNode>().Desk, provider.GetRequiredService<MomentsReader>()));
        services.AddSingleton<MomentsHistoryJobs>();
        return services;
    }
}
