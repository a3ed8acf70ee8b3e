using Microsoft.Extensions.Options;

namespace Veinte.Server.Alerts;

/// <summary>What alerts need at the edge.</summary>
internal static class AlertServices
{
    /// <summary>Adds the desk of addresses and the courier.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddOptions<AlertOptions>().BindConfiguration("Alerts").ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertOptions>, AlertOptionsCheck>();
        services.AddSingleton<AlertTargets>();
        services.AddSingleton<AlertPost>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<AlertOutbox>();
        services.AddSingleton<AlertCourier>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertCourier>());
        return services;
    }
}
