using Veinte.Server.Access;

namespace Veinte.Server.Cli;

/// <summary>People and keys of a data folder or a cluster, without a server: what <c>veinte key</c> and <c>veinte user</c> need.</summary>
internal sealed class OfflineAccounts : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OfflineAccounts(ServiceProvider services) => _services = services;

    /// <summary>Keys of programs.</summary>
    public ApiKeys Keys => _services.GetRequiredService<ApiKeys>();

    /// <summary>All of it.</summary>
    public Microsoft.EntityFrameworkCore.IDbContextFactory<AppDb> Database => _services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<AppDb>>();

    /// <summary>Accounts of people.</summary>
    public Accounts People => _services.GetRequiredService<Accounts>();

    /// <summary>Opens a folder's application data, making them when there are none.</summary>
    public static OfflineAccounts Open(string folder) => Open(new AppFolder(folder));

    /// <summary>Opens application data wherever they lie, making them when there are none.</summary>
    public static OfflineAccounts Open(AppFolder folder) =>
        new(new ServiceCollection().AddLogging().AddAccounts(folder).BuildServiceProvider());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
