using Microsoft.Data.Sqlite;

namespace Veinte.Server.Access;

/// <summary>Where application data lie in the data folder.</summary>
/// <param name="Path">The data folder, absolute.</param>
internal sealed record AppFolder(string Path)
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
