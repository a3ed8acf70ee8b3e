using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Access;

/// <summary>
/// The first run: until there is an account, whoever may do the set-up becomes the administrator. That is the user of
/// this machine, or whoever reads the one-time code in the server's console. Thread-safe.
/// </summary>
internal sealed class FirstRun(IDbContextFactory<AppDb> database)
{
    // No 0/O, 1/I/L: people read it from a screen and type it.
    private const string CodeLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private volatile bool _over;

    /// <summary>The code of this start: 12 letters, 59 bits; together with the limit on attempts nobody guesses it.</summary>
    public string Code { get; } = RandomNumberGenerator.GetString(CodeLetters, 12);

    /// <summary>Only one set-up at a time, so that there is one first account.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Whether there is no account yet.</summary>
    public async Task<bool> IsNeeded(CancellationToken cancel = default)
    {
        if (_over) return false;
        await using var db = await database.CreateDbContextAsync(cancel);
        _over = await db.Users.AnyAsync(cancel);
        return !_over;
    }

    /// <summary>Whether the code is the one printed.</summary>
    public bool IsCode(string? code) => code is not null && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(code.Trim().Replace("-", "").ToUpperInvariant()), Encoding.UTF8.GetBytes(Code));

    /// <summary>Whether this request may do the set-up.</summary>
    public bool MaySetUp(HttpContext context, string? code) => Loopback.IsDirect(context) || IsCode(code);
}
