namespace Veinte.Server.Listening;

/// <summary>What listening needs.</summary>
internal static class ListeningServices
{
    /// <summary>Adds the follower of texts, and the chat client where one is configured.</summary>
    public static IServiceCollection AddListening(this IServiceCollection services)
    {
        services.AddSingleton<ListeningService>();
        services.AddHostedService(provider => provider.GetRequiredService<ListeningService>());
        services.AddSingleton(provider => ChatHelp.From(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<ILogger<ChatHelp>>()));
        services.AddSingleton<WriterDesk>();
        services.AddSingleton<DiscoveredTopics>();
        services.AddSingleton<QuoteDesk>();
        return services;
    }
}
