using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Alerts;

/// <summary>An address that alerts go to. Times are Unix milliseconds.</summary>
public sealed class StoredAlertAddress
{
    /// <summary>Its id.</summary>
    public required string Id { get; set; }
    /// <summary>A name for people.</summary>
    public required string Name { get; set; }
    /// <summary>Where alerts are posted.</summary>
    public required string Url { get; set; }
    /// <summary>Whether only broken promises are told.</summary>
    public bool OnlyBroken { get; set; }
    /// <summary>Whether anything is sent; while it is off nothing new is noted and what waits goes on waiting.</summary>
    public bool Enabled { get; set; }
    /// <summary>What alerts are signed with (<c>whsec_…</c>). Both sides must have it, so it cannot be kept as a hash.</summary>
    public required string Secret { get; set; }
    /// <summary>The secret before it was renewed; alerts carry its signature too for a day.</summary>
    public string? EarlierSecret { get; set; }
    /// <summary>Until when they do.</summary>
    public long EarlierUntilMs { get; set; }
    /// <summary>When it was made.</summary>
    public long CreatedMs { get; set; }
    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; set; }
    /// <summary>Position of the last verdict that has become an alert, or was there before the address.</summary>
    public long NotedUpTo { get; set; }
    /// <summary>Until when one server has it to itself.</summary>
    public long ClaimedUntilMs { get; set; }
    /// <summary>Before this nothing is tried.</summary>
    public long NextMs { get; set; }
    /// <summary>Tries that failed since one succeeded.</summary>
    public int Failures { get; set; }
    /// <summary>Since when it fails; null while it does not.</summary>
    public long? FailingSinceMs { get; set; }
    /// <summary>When it was given up; null while it is not. A person starts it again.</summary>
    public long? StoppedMs { get; set; }
    /// <summary>When it last took an alert.</summary>
    public long? DeliveredMs { get; set; }
    /// <summary>What went wrong last, see <see cref="AlertFault"/>; null after a success.</summary>
    public string? LastFault { get; set; }
    /// <summary>Alerts that were never delivered: there were too many, or each try failed for days.</summary>
    public long Lost { get; set; }
}

/// <summary>One alert for one address: waiting, delivered or lost. Times are Unix milliseconds.</summary>
public sealed class StoredAlert
{
    /// <summary>Its <c>webhook-id</c>: the same at every try, by which receivers know it again.</summary>
    public required string Id { get; set; }
    /// <summary>The id of the address.</summary>
    public required string Address { get; set; }
    /// <summary>The promise, or <c>test</c>.</summary>
    public required string Subject { get; set; }
    /// <summary>What is posted, to the byte: the signature is over it.</summary>
    public required string Body { get; set; }
    /// <summary>When it was noted.</summary>
    public long CreatedMs { get; set; }
    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }
    /// <summary>Before this it is not tried again.</summary>
    public long NextMs { get; set; }
    /// <summary>When it was delivered or lost; null while it waits.</summary>
    public long? DoneMs { get; set; }
    /// <summary>Whether it was delivered.</summary>
    public bool Delivered { get; set; }
    /// <summary>What went wrong at the last try.</summary>
    public string? Fault { get; set; }
}

/// <summary>The tables of alerts in the application data. They are the outbox: what is in them survives the process.</summary>
internal static class AlertTables
{
    /// <summary>Adds the tables to the model; their script is <c>Access/Schema/…-alerts.sql</c>.</summary>
    public static void Define(ModelBuilder builder)
    {
        builder.Entity<StoredAlertAddress>(address =>
        {
            address.ToTable("AlertAddresses");
            address.HasKey(a => a.Id);
        });
        builder.Entity<StoredAlert>(alert =>
        {
            alert.ToTable("Alerts");
            alert.HasKey(a => a.Id);
            alert.HasIndex(a => new { a.Address, a.DoneMs, a.NextMs });
        });
    }
}
