using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Access;

/// <summary>
/// Application data: people, passkeys, keys and settings, in <c>app.db</c> of the data folder. Never interactions: those
/// are in the journal. The tables are made by the scripts beside <see cref="AppSchema"/>, and a test holds the two together.
/// </summary>
internal sealed class AppDb(DbContextOptions<AppDb> options) : IdentityUserContext<VeinteUser>(options)
{
    /// <summary>Keys of programs.</summary>
    public DbSet<StoredApiKey> ApiKeys => Set<StoredApiKey>();

    /// <summary>Settings of the workspace, by name.</summary>
    public DbSet<StoredSetting> Settings => Set<StoredSetting>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<VeinteUser>().ToTable("Users");
        builder.Entity<IdentityUserClaim<string>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("UserLogins");
        builder.Entity<IdentityUserToken<string>>().ToTable("UserTokens");
        builder.Entity<IdentityUserPasskey<string>>().ToTable("UserPasskeys");
        builder.Entity<StoredApiKey>(key =>
        {
            key.ToTable("ApiKeys");
            key.HasIndex(k => k.Hash).IsUnique();
        });
        builder.Entity<StoredSetting>(setting =>
        {
            setting.ToTable("Settings");
            setting.HasKey(s => s.Name);
        });
    }
}

/// <summary>A key as it is stored.</summary>
internal sealed class StoredApiKey
{
    /// <summary>Number, given by the database; never used again.</summary>
    public long Id { get; set; }
    /// <summary>A name for people.</summary>
    public required string Name { get; set; }
    /// <summary>What it may do.</summary>
    public ApiScope Scope { get; set; }
    /// <summary>SHA-256 of the whole key. No slow hash: the secret is 256 random bits, which nobody can guess however fast he tries.</summary>
    public required byte[] Hash { get; set; }
    /// <summary>First characters of the key, by which people recognise it.</summary>
    public required string Hint { get; set; }
    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; set; }
    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; set; }
    /// <summary>When it was revoked, UTC; null while it works.</summary>
    public DateTime? RevokedAt { get; set; }
}

/// <summary>One setting of the workspace.</summary>
internal sealed class StoredSetting
{
    /// <summary>Its name, see <see cref="WorkspaceSettings"/>.</summary>
    public required string Name { get; set; }
    /// <summary>Its value.</summary>
    public required string Value { get; set; }
}
