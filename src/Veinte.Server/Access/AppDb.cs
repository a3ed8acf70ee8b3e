using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Alerts;
using Veinte.Server.Api;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Access;

/// <summary>
/// Application data: people, passkeys, keys, settings, surveys, alerts and jobs, in <c>app.db</c> of the data folder. Never interactions: those
/// are in the journal. The tables are made by the scripts beside <see cref="AppSchema"/>, and a test holds the two together.
/// </summary>
internal sealed class AppDb(DbContextOptions<AppDb> options) : IdentityUserContext<VeinteUser>(options)
{
    /// <summary>Keys of programs.</summary>
    public DbSet<StoredApiKey> ApiKeys => Set<StoredApiKey>();

    /// <summary>Settings of the workspace, by name.</summary>
    public DbSet<StoredSetting> Settings => Set<StoredSetting>();

    /// <summary>Surveys.</summary>
    public DbSet<StoredSurvey> Surveys => Set<StoredSurvey>();

    /// <summary>Surveys as they went live.</summary>
    public DbSet<StoredVersion> SurveyVersions => Set<StoredVersion>();

    /// <summary>Counters, stores and employees with a code or a kiosk.</summary>
    public DbSet<StoredPlace> SurveyPlaces => Set<StoredPlace>();

    /// <summary>Customers who were asked personally.</summary>
    public DbSet<StoredInvitation> SurveyInvitations => Set<StoredInvitation>();

    /// <summary>Surveys being answered.</summary>
    public DbSet<StoredPartial> SurveyPartials => Set<StoredPartial>();

    /// <summary>Responses, as an index of the journal.</summary>
    public DbSet<IndexedResponse> SurveyResponses => Set<IndexedResponse>();

    /// <summary>Addresses that alerts go to.</summary>
    public DbSet<StoredAlertAddress> AlertAddresses => Set<StoredAlertAddress>();

    /// <summary>Alerts on their way, and those that have arrived.</summary>
    public DbSet<StoredAlert> Alerts => Set<StoredAlert>();

    /// <summary>Work that takes longer than a request.</summary>
    public DbSet<StoredJob> Jobs => Set<StoredJob>();

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
        SurveyTables.Define(builder);
        AlertTables.Define(builder);
        JobTables.Define(builder);
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
