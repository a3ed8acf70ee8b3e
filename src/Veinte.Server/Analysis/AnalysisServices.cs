using Microsoft.Extensions.Options;

namespace Veinte.Server.Analysis;

/// <summary>What questions over all time need.</summary>
internal static class AnalysisServices
{
    /// <summary>Adds the history.</summary>
    public static IServiceCollection AddAnalysis(this IServiceCollection services)
    {
        services.AddOptions<HistorySettings>().BindConfiguration("History").ValidateOnStart();
        services.AddSingleton<IValidateOptions<HistorySettings>, HistorySettingsCheck>();
        services.AddSingleton<HistoryService>();
        services.AddHostedService(provider => provider.GetRequiredService<HistoryService>());
        services.AddSingleton<LakeService>();
        services.AddHostedService(provider => provider.GetRequiredService<LakeService>());
        return services;
    }
}
