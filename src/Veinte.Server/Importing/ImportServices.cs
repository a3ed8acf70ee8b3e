using Microsoft.Extensions.Options;
using Veinte.Server.Access;

namespace Veinte.Server.Importing;

/// <summary>What the slice of imports needs. Its addresses are under <c>/api/v1/imports</c>.</summary>
internal static class ImportServices
{
    public static IServiceCollection AddImporting(this IServiceCollection services)
    {
        services.AddOptions<ImportOptions>().BindConfiguration("Import").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ImportOptions>, ImportOptionsCheck>();
        services.AddSingleton<UploadLimits>().AddSingleton<IUploads>(provider => provider.GetRequiredService<AppFolder>().Postgres is null
            ? ActivatorUtilities.CreateInstance<FolderUploads>(provider) : ActivatorUtilities.CreateInstance<PostgresUploads>(provider));
        services.AddSingleton<ImportRunner>().AddSingleton<ImportDesk>().AddSingleton<ReadyMappings>();
        return services.AddHostedService(provider => provider.GetRequiredService<ImportDesk>());
    }
}
