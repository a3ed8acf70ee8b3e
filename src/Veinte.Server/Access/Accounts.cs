using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Access;

/// <summary>People's accounts, for the command line and the first run. Thread-safe.</summary>
internal sealed class Accounts(IServiceScopeFactory scopes)
{
    /// <summary>Makes an account with a password; the result says what is wrong with either.</summary>
    public async Task<IdentityResult> Create(string name, string password, ApiScope scope, string language)
    {
        await using var services = scopes.CreateAsyncScope();
        var users = services.ServiceProvider.GetRequiredService<UserManager<VeinteUser>>();
        return await users.CreateAsync(new VeinteUser { UserName = name.Trim(), Scope = scope, Language = language }, password);
    }

    /// <summary>Gives an account another password, ends its sessions and lifts a lockout; null when there is no such account.</summary>
    public async Task<IdentityResult?> Reset(string name, string password)
    {
        await using var services = scopes.CreateAsyncScope();
        var users = services.ServiceProvider.GetRequiredService<UserManager<VeinteUser>>();
        if (await users.FindByNameAsync(name.Trim()) is not { } user) return null;
        foreach (var validator in users.PasswordValidators)
        {
            var valid = await validator.ValidateAsync(users, user, password);
            if (!valid.Succeeded) return valid;
        }
        if (await users.HasPasswordAsync(user)) await users.RemovePasswordAsync(user);
        var result = await users.AddPasswordAsync(user, password);
        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
        return result;
    }

    /// <summary>All accounts, by name.</summary>
    public async Task<IReadOnlyList<VeinteUser>> List(CancellationToken cancel = default)
    {
        await using var services = scopes.CreateAsyncScope();
        var database = services.ServiceProvider.GetRequiredService<AppDb>();
        return await database.Users.AsNoTracking().OrderBy(user => user.UserName).ToListAsync(cancel);
    }

    /// <summary>A password of 24 letters (about 138 bits) for whoever does not bring one.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", 24);
}
