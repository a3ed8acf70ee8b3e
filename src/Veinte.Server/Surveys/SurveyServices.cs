using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Results;

namespace Veinte.Server.Surveys;

/// <summary>What surveys are made of.</summary>
internal static class SurveyServices
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddSurveys(this IServiceCollection services)
    {
        services.AddSingleton<SurveyTokens>();
        services.AddSingleton<SurveyDesk>();
        services.AddSingleton<AskingRules>();
        services.AddSingleton(provider => new SilenceByGrade(
            provider.GetRequiredService<Analysis.HistoryService>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SilenceByGrade>>()));
        services.AddSingleton<SurveyResults>();
        services.AddSingleton<DeliveryDesk>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<ResponseRecorder>();
        services.AddSingleton<AnswerDesk>();
        services.AddSingleton<ResponseIndex>();
        services.AddHostedService(provider => provider.GetRequiredService<ResponseIndex>());
        services.AddRateLimiter(AnswerLimits.Define);
        return services;
    }
}
