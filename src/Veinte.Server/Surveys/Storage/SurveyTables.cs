using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Surveys.Storage;

/// <summary>
/// The tables of surveys in the application data. Definitions, places, invitations and half answered surveys live here and
/// nowhere else; <see cref="IndexedResponse"/> is an index of the journal and may be deleted (docs/adr/0010-responses-are-interactions.md).
/// </summary>
internal static class SurveyTables
{
    /// <summary>Adds the tables to the model; their script is <c>Access/Schema/…-surveys.sql</c>.</summary>
    public static void Define(ModelBuilder builder)
    {
        builder.Entity<StoredSurvey>(survey =>
        {
            survey.ToTable("Surveys");
            survey.HasKey(s => s.Id);
            survey.HasIndex(s => s.Token).IsUnique();
        });
        builder.Entity<StoredVersion>(version =>
        {
            version.ToTable("SurveyVersions");
            version.HasKey(v => new { v.Survey, v.Version });
        });
        builder.Entity<StoredPlace>(place =>
        {
            place.ToTable("SurveyPlaces");
            place.HasKey(p => p.Code);
            place.HasIndex(p => p.Survey);
            place.HasIndex(p => p.Device).IsUnique();
        });
        builder.Entity<StoredInvitation>(invitation =>
        {
            invitation.ToTable("SurveyInvitations");
            invitation.HasKey(i => i.Id);
            invitation.HasIndex(i => new { i.Survey, i.CreatedAt });
            invitation.HasIndex(i => new { i.Customer, i.CreatedAt });
        });
        builder.Entity<StoredPartial>(partial =>
        {
            partial.ToTable("SurveyPartials");
            partial.HasKey(p => p.Id);
            partial.HasIndex(p => p.ClosesAt);
            partial.HasIndex(p => p.Survey);
        });
        builder.Entity<IndexedResponse>(response =>
        {
            response.ToTable("SurveyResponses");
            response.HasKey(r => r.Id);
            response.HasIndex(r => new { r.Survey, r.Position });
            response.HasIndex(r => new { r.Customer, r.At });
        });
    }
}

/// <summary>A survey as it is stored.</summary>
internal sealed class StoredSurvey
{
    /// <summary>Its id: ten letters and digits.</summary>
    public required string Id { get; set; }
    /// <summary>Secret part of its public address.</summary>
    public required string Token { get; set; }
    /// <summary>Name for people.</summary>
    public required string Name { get; set; }
    /// <summary><c>draft</c>, <c>live</c> or <c>closed</c>.</summary>
    public required string State { get; set; }
    /// <summary>The document as it is edited.</summary>
    public required string Draft { get; set; }
    /// <summary>The version in force; 0 before it first went live.</summary>
    public int Version { get; set; }
    /// <summary>Counts up with every change; whoever saves says which one he has seen.</summary>
    public int Revision { get; set; }
    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; set; }
    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; set; }
    /// <summary>When it was last changed, UTC.</summary>
    public DateTime ChangedAt { get; set; }
}

/// <summary>A survey as it went live; never changed afterwards.</summary>
internal sealed class StoredVersion
{
    /// <summary>Which survey.</summary>
    public required string Survey { get; set; }
    /// <summary>1, 2, 3…</summary>
    public int Version { get; set; }
    /// <summary>The document.</summary>
    public required string Definition { get; set; }
    /// <summary>When it went live, UTC.</summary>
    public DateTime PublishedAt { get; set; }
    /// <summary>Who let it.</summary>
    public required string PublishedBy { get; set; }
}

/// <summary>A counter, store or employee with a printed code, a kiosk, or both.</summary>
internal sealed class StoredPlace
{
    /// <summary>Its short code, part of the printed address; never used again.</summary>
    public required string Code { get; set; }
    /// <summary>The survey it leads to now: what is printed stays valid when this changes.</summary>
    public required string Survey { get; set; }
    /// <summary>Name for people.</summary>
    public required string Name { get; set; }
    /// <summary>Touchpoint instead of the survey's, or null.</summary>
    public string? Touchpoint { get; set; }
    /// <summary>Area instead of the survey's, or null.</summary>
    public string? Area { get; set; }
    /// <summary>Staff member instead of the survey's, or null.</summary>
    public string? Staff { get; set; }
    /// <summary>Secret part of its kiosk's address; null while it has no kiosk.</summary>
    public string? Device { get; set; }
    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; set; }
}

/// <summary>A customer was asked personally.</summary>
internal sealed class StoredInvitation
{
    /// <summary>Its id: 128 random bits in base64url.</summary>
    public required string Id { get; set; }
    /// <summary>Which survey.</summary>
    public required string Survey { get; set; }
    /// <summary>Whom: a <c>userId</c>.</summary>
    public required string Customer { get; set; }
    /// <summary>Name to address him by, or null.</summary>
    public string? Name { get; set; }
    /// <summary>Touchpoint instead of the survey's, or null.</summary>
    public string? Touchpoint { get; set; }
    /// <summary>Area instead of the survey's, or null.</summary>
    public string? Area { get; set; }
    /// <summary>Staff member instead of the survey's, or null.</summary>
    public string? Staff { get; set; }
    /// <summary>When, UTC.</summary>
    public DateTime CreatedAt { get; set; }
    /// <summary>When its link ends, UTC.</summary>
    public DateTime ExpiresAt { get; set; }
    /// <summary>When he was last reminded, UTC; null for never.</summary>
    public DateTime? RemindedAt { get; set; }
    /// <summary>How often he was reminded.</summary>
    public int Reminders { get; set; }
    /// <summary>When he answered, UTC; null while he has not.</summary>
    public DateTime? AnsweredAt { get; set; }
    /// <summary>
    /// Whether <see cref="AnsweredAt"/> was noted before the answer stood in the journal, and nobody has said since that it stands there.
    /// Of anonymous surveys only; for longer than a moment only after a process died.
    /// </summary>
    public bool Uncertain { get; set; }
}

/// <summary>A survey somebody has begun to answer: durable with every step, posted when finished or when its time is up.</summary>
internal sealed class StoredPartial
{
    /// <summary>Id of the response it will be.</summary>
    public required string Id { get; set; }
    /// <summary>Which survey.</summary>
    public required string Survey { get; set; }
    /// <summary>Which version he answers.</summary>
    public int Version { get; set; }
    /// <summary>In which language.</summary>
    public required string Language { get; set; }
    /// <summary>Code of the place, or null.</summary>
    public string? Place { get; set; }
    /// <summary>Id of the invitation, or null.</summary>
    public string? Invitation { get; set; }
    /// <summary>By which way: see <see cref="Answering.AnswerWay"/>.</summary>
    public required string Way { get; set; }
    /// <summary>The answers so far, as JSON by question id; null was left open.</summary>
    public required string Answers { get; set; }
    /// <summary>When he began, UTC.</summary>
    public DateTime StartedAt { get; set; }
    /// <summary>When he last answered, UTC.</summary>
    public DateTime ChangedAt { get; set; }
    /// <summary>When what he has is posted, UTC.</summary>
    public DateTime ClosesAt { get; set; }
}

/// <summary>A response as it is found again: a copy of what the journal holds.</summary>
internal sealed class IndexedResponse
{
    /// <summary>Its id, the interaction's message id.</summary>
    public required string Id { get; set; }
    /// <summary>Which survey.</summary>
    public required string Survey { get; set; }
    /// <summary>Which version.</summary>
    public int Version { get; set; }
    /// <summary>Position of the interaction in the journal.</summary>
    public long Position { get; set; }
    /// <summary>When it was given, UTC.</summary>
    public DateTime At { get; set; }
    /// <summary>In which language.</summary>
    public required string Language { get; set; }
    /// <summary>By which way.</summary>
    public required string Way { get; set; }
    /// <summary>Code of the place, or null.</summary>
    public string? Place { get; set; }
    /// <summary>Id of the invitation, or null.</summary>
    public string? Invitation { get; set; }
    /// <summary>The customer's <c>userId</c>, or null when nobody is known.</summary>
    public string? Customer { get; set; }
    /// <summary>Where it was posted.</summary>
    public required string Touchpoint { get; set; }
    /// <summary>Area, or null.</summary>
    public string? Area { get; set; }
    /// <summary>Staff member, or null.</summary>
    public string? Staff { get; set; }
    /// <summary>Whether somebody stopped half way.</summary>
    public bool Partial { get; set; }
    /// <summary>The answers as JSON by question id.</summary>
    public required string Answers { get; set; }
}
