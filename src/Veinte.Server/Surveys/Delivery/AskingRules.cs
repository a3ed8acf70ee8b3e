using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Delivery;

/// <summary>Whether a customer may be asked now: people who are asked all the time stop answering, and start leaving. Thread-safe.</summary>
internal sealed class AskingRules(IDbContextFactory<AppDb> database, TimeProvider time)
{
    /// <summary>Why a customer is not asked now, or null when he may be.</summary>
    public async Task<NotAsked?> WhyNot(string survey, SurveyDefinition definition, string customer, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await WhyNot(db, survey, definition, customer, cancel);
    }

    /// <summary>The same over an open database.</summary>
    public async Task<NotAsked?> WhyNot(AppDb db, string survey, SurveyDefinition definition, string customer, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var any = now.AddDays(-definition.CooldownDays);
        var same = now.AddDays(-definition.RepeatDays);
        var asked = await db.SurveyInvitations.Where(known => known.Customer == customer && known.CreatedAt > any)
            .Select(known => (DateTime?)known.CreatedAt).MaxAsync(cancel);
        var answered = await db.SurveyResponses.Where(known => known.Customer == customer && known.At > any)
            .Select(known => (DateTime?)known.At).MaxAsync(cancel);
        if ((asked ?? answered) is not null) return new("cooldown", (asked > answered || answered is null ? asked : answered)!.Value.AddDays(definition.CooldownDays));
        var before = await db.SurveyResponses.Where(known => known.Customer == customer && known.Survey == survey && known.At > same)
            .Select(known => (DateTime?)known.At).MaxAsync(cancel)
            ?? await db.SurveyInvitations.Where(known => known.Customer == customer && known.Survey == survey && known.CreatedAt > same)
            .Select(known => (DateTime?)known.CreatedAt).MaxAsync(cancel);
        return before is { } last ? new("repeat", last.AddDays(definition.RepeatDays)) : null;
    }
}

/// <summary>Why a customer is not asked.</summary>
/// <param name="Reason"><c>cooldown</c>: some survey asked him a short while ago; <c>repeat</c>: this one did.</param>
/// <param name="Until">When he may be asked again, UTC.</param>
internal sealed record NotAsked(string Reason, DateTime Until);
