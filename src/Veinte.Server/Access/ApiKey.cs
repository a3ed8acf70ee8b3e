namespace Veinte.Server.Access;

/// <summary>A key by which a program calls Veinte. The secret itself is never kept.</summary>
/// <param name="Id">Its number; also names it in logs and as the author of decisions.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Enabled">False once it was revoked or rotated: collectors answer it 200 and discard, the API 401.</param>
internal sealed record ApiKey(long Id, string Name, ApiScope Scope, bool Enabled);

/// <summary>What a key may do, and nothing else. Written to the database: append only, never renumber.</summary>
internal enum ApiScope
{
    /// <summary>Send interactions. May sit in a web page for everybody to read, so it reads nothing and decides nothing.</summary>
    Write = 1,
    /// <summary>Read everything, change nothing.</summary>
    Read = 2,
    /// <summary>Read everything and decide: reversals, merges, policies, imports, keys. Sends interactions too.</summary>
    Admin = 3,
}

/// <summary>The written forms of the scopes.</summary>
internal static class ApiScopes
{
    extension(ApiScope scope)
    {
        /// <summary>The scope as it stands in a key, on the command line and in JSON.</summary>
        public string Name => scope switch
        {
            ApiScope.Write => "write",
            ApiScope.Read => "read",
            ApiScope.Admin => "admin",
        };
    }

    /// <summary>Reads a scope's name; false when it is none.</summary>
    public static bool TryParse(string? text, out ApiScope scope)
    {
        scope = text switch { "write" => ApiScope.Write, "read" => ApiScope.Read, "admin" => ApiScope.Admin, _ => 0 };
        return scope != 0;
    }
}
