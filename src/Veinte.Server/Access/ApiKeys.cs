using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Access;

/// <summary>
/// The keys of programs. All of them (there are few) are kept in memory by the hash of their secret, so that looking one
/// up costs a hash and no lock. Another process may make or revoke keys (<c>veinte key</c>, another node): <see cref="IAppChanges"/>
/// tells, at every miss and at most once a second otherwise. Thread-safe.
/// </summary>
internal sealed class ApiKeys
{
    /// <summary>How many keys a workspace may have, revoked ones included.</summary>
    public const int KeysMax = 10_000;

    private const int HintLength = 16;
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private readonly IDbContextFactory<AppDb> _database;
    private readonly TimeProvider _time;
    private readonly Lock _reload = new();
    private readonly IAppChanges _changes;
    private volatile FrozenDictionary<UInt128, Known> _known = FrozenDictionary<UInt128, Known>.Empty;
    private long _seenVersion = -1;
    private long _checkedAt;
    // How often it was looked, and what went wrong the last time.
    private int _looks;
    private Exception? _lookFailed;

    public ApiKeys(IDbContextFactory<AppDb> database, IAppChanges changes, TimeProvider time)
    {
        _database = database;
        _changes = changes;
        _time = time;
        ReloadIfChanged();
    }

    /// <summary>
    /// The key with this secret, or null when it was never issued. A revoked one is found too, not enabled.
    /// A key made by another process is found at once; one revoked there is seen within a second of the
    /// database answering: while it hangs, keys that were good stay so.
    /// </summary>
    public ApiKey? Find(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!TryHash(secret, hash)) return null;
        // One looks, the others go on with what is known: a database that hangs must not hold whoever has a good key.
        if (_time.GetElapsedTime(Volatile.Read(ref _checkedAt)) > Recheck && _reload.TryEnter())
        {
            try
            {
                Look(certainly: false);
            }
            finally
            {
                _reload.Exit();
            }
        }
        if (Lookup(hash) is { } key) return key;
        // Looked up again in any case: another request may have read the change meanwhile.
        ReloadIfChanged();
        return Lookup(hash);
    }

    /// <summary>Makes a key and returns it with its secret, which is shown this once.</summary>
    /// <exception cref="InvalidOperationException">There are too many keys.</exception>
    public async Task<(ApiKey Key, string Secret)> Create(string name, ApiScope scope, string author, CancellationToken cancel = default)
    {
        var secret = $"vk_{scope.Name}_{Base64Url(RandomNumberGenerator.GetBytes(32))}";
        await using var database = await _database.CreateDbContextAsync(cancel);
        if (await database.ApiKeys.CountAsync(cancel) >= KeysMax)
            throw new InvalidOperationException($"There are {KeysMax} keys already, the most a workspace may have. Delete app.db's oldest revoked keys first.");
        var stored = new StoredApiKey
        {
            Name = name,
            Scope = scope,
            Hash = SHA256.HashData(Encoding.ASCII.GetBytes(secret)),
            Hint = secret[..HintLength],
            CreatedAt = _time.GetUtcNow().UtcDateTime,
            CreatedBy = author,
        };
        database.ApiKeys.Add(stored);
        await database.SaveChangesAsync(cancel);
        ReloadIfChanged(certainly: true);
        return (new(stored.Id, name, scope, Enabled: true), secret);
    }

    /// <summary>All keys, newest first.</summary>
    public async Task<IReadOnlyList<StoredApiKey>> List(CancellationToken cancel = default)
    {
        await using var database = await _database.CreateDbContextAsync(cancel);
        return await database.ApiKeys.AsNoTracking().OrderByDescending(key => key.Id).ToListAsync(cancel);
    }

    /// <summary>Revokes a key for good; false when there is none with this number. Revoking twice changes nothing.</summary>
    public async Task<bool> Revoke(long id, CancellationToken cancel = default)
    {
        await using var database = await _database.CreateDbContextAsync(cancel);
        var stored = await database.ApiKeys.SingleOrDefaultAsync(key => key.Id == id, cancel);
        if (stored is null) return false;
        stored.RevokedAt ??= _time.GetUtcNow().UtcDateTime;
        await database.SaveChangesAsync(cancel);
        ReloadIfChanged(certainly: true);
        return true;
    }

    private ApiKey? Lookup(ReadOnlySpan<byte> hash) =>
        _known.TryGetValue(IndexOf(hash), out var known) && CryptographicOperations.FixedTimeEquals(known.Hash, hash) ? known.Key : null;

    /// <summary>Reads the keys again when the database has changed since.</summary>
    private void ReloadIfChanged(bool certainly = false)
    {
        var before = Volatile.Read(ref _looks);
        lock (_reload)
        {
            // Who waits for his turn meets what somebody else has found who began after he came: a database that hangs is not waited for once by each.
            if (certainly || _looks == before) Look(certainly);
            else if (_lookFailed is { } failure) throw new InvalidOperationException("The keys cannot be read.", failure);
        }
    }

    // Under the lock.
    private void Look(bool certainly)
    {
        Volatile.Write(ref _looks, _looks + 1);
        Volatile.Write(ref _checkedAt, _time.GetTimestamp());
        try
        {
            var version = _changes.Version(certainly);
            if (version != _seenVersion)
            {
                using var database = _database.CreateDbContext();
                _known = database.ApiKeys.AsNoTracking().OrderByDescending(key => key.Id).Take(KeysMax)
                    .Select(key => new Known(new ApiKey(key.Id, key.Name, key.Scope, key.RevokedAt == null), key.Hash))
                    .ToFrozenDictionary(known => IndexOf(known.Hash));
                _seenVersion = version;
            }
            _lookFailed = null;
        }
        catch (Exception failure)
        {
            _lookFailed = failure;
            throw;
        }
    }

    private static bool TryHash(string secret, Span<byte> hash)
    {
        // 64 is more than any key ever issued; what is longer or not ASCII cannot be one.
        Span<byte> ascii = stackalloc byte[64];
        if (secret.Length > ascii.Length || !secret.StartsWith("vk_", StringComparison.Ordinal)) return false;
        if (Encoding.ASCII.GetBytes(secret, ascii) != secret.Length) return false;
        SHA256.HashData(ascii[..secret.Length], hash);
        return true;
    }

    private static UInt128 IndexOf(ReadOnlySpan<byte> hash) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private sealed record Known(ApiKey Key, byte[] Hash);
}
