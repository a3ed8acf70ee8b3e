using Microsoft.Data.Sqlite;

namespace Veinte.Server.Access;

/// <summary>Where application data lie: in the data folder, or in the database of the cluster this server is a node of.</summary>
/// <param name="Path">The data folder, absolute.</param>
/// <param name="Postgres">How the cluster's database is opened; null when there is no cluster.</param>
internal sealed record AppFolder(string Path, string? Postgres = null)
{
    /// <summary>How <c>app.db</c> is opened.</summary>
    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = System.IO.Path.Combine(Path, "app.db"),
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();

    /// <summary>Where the keys lie that protect cookies, so that a restart signs nobody out.</summary>
    public DirectoryInfo CookieKeys => new(System.IO.Path.Combine(Path, "cookie-keys"));

    /// <summary>Makes the folder, readable by its owner alone, when there is none.</summary>
    public void Create()
    {
        if (Directory.Exists(Path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
