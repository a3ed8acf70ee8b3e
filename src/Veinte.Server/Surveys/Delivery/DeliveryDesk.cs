using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Delivery;

/// <summary>
/// Places with codes and kiosks, and personal links. There is no mailer here: links and reminders are lists to send by
/// whatever the firm writes to its customers with. Thread-safe.
/// </summary>
internal sealed class DeliveryDesk(IDbContextFactory<AppDb> database, SurveyTokens tokens, AskingRules rules, TimeProvider time)
{
    /// <summary>Most places of a survey.</summary>
    public const int PlacesMax = 5_000;

    /// <summary>Most customers asked at once.</summary>
    public const int InviteMax = 5_000;

    /// <summary>Letters of a printed code.</summary>
    public const int CodeLength = 7;

    /// <summary>Longest a personal link may work, in days.</summary>
    public const int DaysMax = 365;

    private const int RemindersMax = 3;

    /// <summary>The places of a survey, by name.</summary>
    public async Task<IReadOnlyList<StoredPlace>> Places(string survey, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyPlaces.AsNoTracking().Where(place => place.Survey == survey).OrderBy(place => place.Name).Take(PlacesMax).ToListAsync(cancel);
    }

    /// <summary>One place, or null.</summary>
    public async Task<StoredPlace?> Place(string code, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyPlaces.AsNoTracking().SingleOrDefaultAsync(place => place.Code == code, cancel);
    }

    /// <summary>Makes a place; null when there are too many.</summary>
    public async Task<StoredPlace?> AddPlace(string survey, string name, string? touchpoint, string? area, string? staff, bool kiosk, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.SurveyPlaces.CountAsync(place => place.Survey == survey, cancel) >= PlacesMax) return null;
        var made = new StoredPlace
        {
            Code = SurveyTokens.Code(CodeLength), Survey = survey, Name = name.Trim(), Touchpoint = Given(touchpoint), Area = Given(area), Staff = Given(staff),
            Device = kiosk ? SurveyTokens.Secret() : null, CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.SurveyPlaces.Add(made);
        await db.SaveChangesAsync(cancel);
        return made;
    }

    /// <summary>Leads a place's printed code and kiosk to another survey; false when there is no such place or survey.</summary>
    public async Task<bool> MovePlace(string code, string survey, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.Surveys.AnyAsync(known => known.Id == survey, cancel)
            && await db.SurveyPlaces.Where(place => place.Code == code).ExecuteUpdateAsync(set => set.SetProperty(place => place.Survey, survey), cancel) > 0;
    }

    /// <summary>Gives a place a kiosk address, a new one each time: the old one stops working. Null when there is no such place.</summary>
    public async Task<string?> RenewDevice(string code, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var device = SurveyTokens.Secret();
        return await db.SurveyPlaces.Where(place => place.Code == code).ExecuteUpdateAsync(set => set.SetProperty(place => place.Device, device), cancel) > 0 ? device : null;
    }

    /// <summary>Takes a place away; its printed code leads nowhere from now on.</summary>
    public async Task<bool> DeletePlace(string code, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyPlaces.Where(place => place.Code == code).ExecuteDeleteAsync(cancel) > 0;
    }

    /// <summary>Asks customers personally: a link for each, or why not.</summary>
    /// <param name="survey">Which survey.</param>
    /// <param name="definition">Its version in force.</param>
    /// <param name="customers">Whom.</param>
    /// <param name="days">How long the links work, 1 to <see cref="DaysMax"/> days.</param>
    /// <param name="cancel">Stops; those already asked are asked.</param>
    public async Task<IReadOnlyList<Invited>> Invite(
        StoredSurvey survey, SurveyDefinition definition, IReadOnlyList<InvitedCustomer> customers, int days, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow();
        var answers = new List<Invited>(customers.Count);
        foreach (var customer in customers)
        {
            if (await rules.WhyNot(db, survey.Id, definition, customer.Customer, cancel) is { } whyNot)
            {
                answers.Add(new(customer.Customer, null, null, whyNot.Reason, new(DateTime.SpecifyKind(whyNot.Until, DateTimeKind.Utc))));
                continue;
            }
            var end = DateTimeOffset.FromUnixTimeSeconds(now.AddDays(days).ToUnixTimeSeconds());
            var invitation = new StoredInvitation
            {
                Id = SurveyTokens.Secret(), Survey = survey.Id, Customer = customer.Customer, Name = Given(customer.Name), Touchpoint = Given(customer.Touchpoint),
                Area = Given(customer.Area), Staff = Given(customer.Staff), CreatedAt = now.UtcDateTime, ExpiresAt = end.UtcDateTime,
            };
            db.SurveyInvitations.Add(invitation);
            // One at a time: the same customer twice in a list is asked once.
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            answers.Add(new(customer.Customer, await Path(invitation, cancel), end, null, null));
        }
        return answers;
    }

    /// <summary>The invitations of a survey, newest first.</summary>
    public async Task<IReadOnlyList<StoredInvitation>> Invitations(string survey, int skip, int take, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyInvitations.AsNoTracking().Where(invitation => invitation.Survey == survey)
            .OrderByDescending(invitation => invitation.CreatedAt).ThenBy(invitation => invitation.Id).Skip(skip).Take(take).ToListAsync(cancel);
    }

    /// <summary>
    /// Whom to remind now: asked and last reminded at least so many days ago, not answered, the link still good, and reminded
    /// fewer than three times. Each is noted as reminded.
    /// </summary>
    public async Task<IReadOnlyList<Invited>> Remind(string survey, int afterDays, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var before = now.AddDays(-afterDays);
        var due = await db.SurveyInvitations
            .Where(known => known.Survey == survey && known.AnsweredAt == null && known.ExpiresAt > now && known.Reminders < RemindersMax
                && known.CreatedAt <= before && (known.RemindedAt == null || known.RemindedAt <= before))
            .OrderBy(known => known.CreatedAt).Take(InviteMax).ToListAsync(cancel);
        var answers = new List<Invited>(due.Count);
        foreach (var invitation in due)
        {
            invitation.RemindedAt = now;
            invitation.Reminders++;
            answers.Add(new(invitation.Customer, await Path(invitation, cancel), new(DateTime.SpecifyKind(invitation.ExpiresAt, DateTimeKind.Utc)), null, null, invitation.Name));
        }
        await db.SaveChangesAsync(cancel);
        return answers;
    }

    /// <summary>Whether <see cref="Remind"/> has ever named anybody.</summary>
    public async Task<bool> HasReminded(string survey, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyInvitations.AnyAsync(known => known.Survey == survey && known.RemindedAt != null, cancel);
    }

    /// <summary>Whom <see cref="Remind"/> named the last time it named anybody, but for those who have answered since, or whose link has ended.</summary>
    public async Task<IReadOnlyList<Invited>> LastReminded(string survey, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var asked = db.SurveyInvitations.AsNoTracking().Where(known => known.Survey == survey);
        // Those of one round bear one time, in whatever precision the database keeps it.
        var reminded = await asked.Where(known => known.RemindedAt != null && known.RemindedAt == asked.Max(other => other.RemindedAt) && known.AnsweredAt == null && known.ExpiresAt > now)
            .OrderBy(known => known.CreatedAt).ThenBy(known => known.Id).ToListAsync(cancel);
        var answers = new List<Invited>(reminded.Count);
        foreach (var invitation in reminded)
            answers.Add(new(invitation.Customer, await Path(invitation, cancel), new(DateTime.SpecifyKind(invitation.ExpiresAt, DateTimeKind.Utc)), null, null, invitation.Name));
        return answers;
    }

    /// <summary>Path of an invitation's link.</summary>
    public async Task<string> Path(StoredInvitation invitation, CancellationToken cancel) =>
        "/r/" + await tokens.Sign(invitation.Id, new(DateTime.SpecifyKind(invitation.ExpiresAt, DateTimeKind.Utc)), cancel);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A customer to ask.</summary>
/// <param name="Customer">His <c>userId</c>.</param>
/// <param name="Name">Name to address him by, or null.</param>
/// <param name="Touchpoint">Touchpoint instead of the survey's, or null.</param>
/// <param name="Area">Area instead of the survey's, or null.</param>
/// <param name="Staff">Staff member instead of the survey's, or null.</param>
internal sealed record InvitedCustomer(
    [property: StringLength(256, MinimumLength = 1)] string Customer, [property: StringLength(256)] string? Name = null,
    [property: StringLength(256)] string? Touchpoint = null, [property: StringLength(256)] string? Area = null, [property: StringLength(256)] string? Staff = null);

/// <summary>What became of asking a customer.</summary>
/// <param name="Customer">Whom.</param>
/// <param name="Path">Path of his link, or null when he is not asked.</param>
/// <param name="ExpiresAt">When the link ends.</param>
/// <param name="Reason">Why he is not asked: <c>cooldown</c> or <c>repeat</c>.</param>
/// <param name="Until">When he may be asked again.</param>
/// <param name="Name">Of a reminder, the name to address him by, or null.</param>
internal sealed record Invited(string Customer, string? Path, DateTimeOffset? ExpiresAt, string? Reason, DateTimeOffset? Until, string? Name = null);
