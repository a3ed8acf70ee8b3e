using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Veinte.Server.Access;

namespace Veinte.Server.Moving;

/// <summary>Copies application data (people, keys, settings, whatever <see cref="AppDb"/> holds) from one place to an empty other one, in one transaction.</summary>
internal static class AppMove
{
    /// <summary>Copies all rows; returns how many, or null when the target has data already and nothing was copied.</summary>
    public static async Task<long?> Copy(IDbContextFactory<AppDb> source, IDbContextFactory<AppDb> target, CancellationToken cancel)
    {
        await using var from = await source.CreateDbContextAsync(cancel);
        await using var to = await target.CreateDbContextAsync(cancel);
        if (await to.Users.AnyAsync(cancel) || await to.ApiKeys.AnyAsync(cancel)) return null;
        foreach (var setting in await to.Settings.ToListAsync(cancel)) to.Settings.Remove(setting);
        var rows = 0L;
        // Jobs stay behind: what they were about lies where they ran, and no server runs during a move.
        foreach (var type in from.Model.GetEntityTypes().Where(type => !type.IsOwned() && type.ClrType != typeof(Api.StoredJob)))
        {
            var copy = typeof(AppMove).GetMethod(nameof(CopyRows), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type.ClrType);
            rows += await (Task<long>)copy.Invoke(null, [from, to, cancel])!;
        }
        // Begun only now: reading may take long, and a database ends a transaction in which nothing is said.
        await using var transaction = await to.Database.BeginTransactionAsync(cancel);
        // All at once: the order in which rows depend on each other is known to the model.
        await to.SaveChangesAsync(cancel);
        if (to.Database.IsNpgsql()) await SetCounters(to, cancel);
        await transaction.CommitAsync(cancel);
        return rows;
    }

    private static async Task<long> CopyRows<T>(AppDb from, AppDb to, CancellationToken cancel) where T : class
    {
        var rows = await from.Set<T>().AsNoTracking().ToListAsync(cancel);
        // All times are UTC; SQLite does not say so of what it reads, and PostgreSQL wants to hear it.
        foreach (var property in typeof(T).GetProperties().Where(property => property is { CanRead: true, CanWrite: true } && property.PropertyType is var type && (type == typeof(DateTime) || type == typeof(DateTime?))))
            foreach (var row in rows)
                if (property.GetValue(row) is DateTime time) property.SetValue(row, DateTime.SpecifyKind(time, DateTimeKind.Utc));
        to.Set<T>().AddRange(rows);
        return rows.Count;
    }

    // Numbers that the database gives go on after those that came along.
    private static async Task SetCounters(AppDb to, CancellationToken cancel)
    {
        foreach (var type in to.Model.GetEntityTypes().Where(type => !type.IsOwned()))
        {
            foreach (var property in type.GetProperties().Where(property => property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType is { } number && (number == typeof(long) || number == typeof(int))))
            {
                var (table, column) = (type.GetTableName()!, property.GetColumnName());
                await to.Database.ExecuteSqlRawAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"""select setval(pg_get_serial_sequence('"{table}"', '{column}'), coalesce((select max("{column}") from "{table}"), 0) + 1, false)"""), cancel);
            }
        }
    }
}
