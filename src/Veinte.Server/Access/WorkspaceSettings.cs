using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Access;

/// <summary>What the first run and the settings page decide for everybody. Thread-safe.</summary>
internal sealed class WorkspaceSettings(IDbContextFactory<AppDb> database)
{
    /// <summary>Name of the firm's workspace, for people.</summary>
    public const string WorkspaceName = "workspace-name";
    /// <summary>IANA name of the time zone figures are cut into days by.</summary>
    public const string TimeZone = "time-zone";
    /// <summary>Language of whoever has not chosen one: <c>es</c> or <c>en</c>.</summary>
    public const string Language = "language";
    /// <summary>What the first run chose: <c>empty</c> or <c>demo</c>.</summary>
    public const string Start = "start";

    /// <summary>A setting's value, or null when nobody has set it.</summary>
    public async Task<string?> Get(string name, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return (await db.Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == name, cancel))?.Value;
    }

    /// <summary>Sets a value.</summary>
    public async Task Set(string name, string value, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var stored = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == name, cancel);
        if (stored is null) db.Settings.Add(new() { Name = name, Value = value });
        else stored.Value = value;
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Sets a value when it is still what it was (null: not set yet); false when somebody has set another meanwhile.</summary>
    public async Task<bool> Change(string name, string? from, string to, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (from is not null)
            return await db.Settings.Where(setting => setting.Name == name && setting.Value == from).ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Value, to), cancel) == 1;
        if (await db.Settings.AnyAsync(setting => setting.Name == name, cancel)) return false;
        db.Settings.Add(new() { Name = name, Value = to });
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
