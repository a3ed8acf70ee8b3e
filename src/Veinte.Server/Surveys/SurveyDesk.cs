using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys;

/// <summary>Where the firm's own people make, change, open and close surveys. Thread-safe.</summary>
internal sealed class SurveyDesk(IDbContextFactory<AppDb> database, TimeProvider time)
{
    /// <summary>Most surveys of a workspace.</summary>
    public const int SurveysMax = 1_000;

    private const int IdLength = 10;

    /// <summary>All surveys, the last changed first, with how many responses each has.</summary>
    public async Task<IReadOnlyList<SurveySummary>> List(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var surveys = await db.Surveys.AsNoTracking().OrderByDescending(survey => survey.ChangedAt).Take(SurveysMax).ToListAsync(cancel);
        var counts = await db.SurveyResponses.GroupBy(response => response.Survey)
            .Select(group => new { group.Key, Count = group.Count(), Last = group.Max(response => response.At) }).ToDictionaryAsync(group => group.Key, cancel);
        var invited = await db.SurveyInvitations.GroupBy(invitation => invitation.Survey)
            .Select(group => new { group.Key, Count = group.Count(), Answered = group.Count(invitation => invitation.AnsweredAt != null) }).ToDictionaryAsync(group => group.Key, cancel);
        return
        [
            .. surveys.Select(survey =>
            {
                counts.TryGetValue(survey.Id, out var count);
                invited.TryGetValue(survey.Id, out var asked);
                return new SurveySummary(survey, count?.Count ?? 0, count?.Last, asked?.Count ?? 0, asked?.Answered ?? 0);
            }),
        ];
    }

    /// <summary>One survey, or null.</summary>
    public async Task<StoredSurvey?> Find(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.Surveys.AsNoTracking().SingleOrDefaultAsync(survey => survey.Id == id, cancel);
    }

    /// <summary>The versions that went live, newest first.</summary>
    public async Task<IReadOnlyList<StoredVersion>> Versions(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyVersions.AsNoTracking().Where(version => version.Survey == id).OrderByDescending(version => version.Version).Take(200).ToListAsync(cancel);
    }

    /// <summary>Makes a survey as a draft.</summary>
    public async Task<SurveyChanged> Create(SurveyDefinition definition, string author, CancellationToken cancel)
    {
        if (Refusing(definition) is { Count: > 0 } problems) return new(SurveyChange.Refused, null, problems);
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.Surveys.CountAsync(cancel) >= SurveysMax) return new(SurveyChange.TooMany, null, []);
        var now = time.GetUtcNow().UtcDateTime;
        var survey = new StoredSurvey
        {
            Id = SurveyTokens.Code(IdLength), Token = SurveyTokens.Secret(), Name = definition.Name, State = SurveyStates.Draft,
            Draft = SurveyDocument.Write(definition), Revision = 1, CreatedAt = now, CreatedBy = author, ChangedAt = now,
        };
        db.Surveys.Add(survey);
        await db.SaveChangesAsync(cancel);
        return new(SurveyChange.Done, survey, SurveyCheck.Problems(definition));
    }

    /// <summary>Keeps a changed draft; the version in force is not touched.</summary>
    /// <param name="id">Which survey.</param>
    /// <param name="definition">The draft.</param>
    /// <param name="seen">The revision the author started from, or null to overwrite whatever is there.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<SurveyChanged> Save(string id, SurveyDefinition definition, int? seen, CancellationToken cancel)
    {
        if (Refusing(definition) is { Count: > 0 } problems) return new(SurveyChange.Refused, null, problems);
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.Surveys.SingleOrDefaultAsync(known => known.Id == id, cancel) is not { } survey) return new(SurveyChange.Missing, null, []);
        if (seen is { } revision && revision != survey.Revision) return new(SurveyChange.Outdated, survey, []);
        (survey.Name, survey.Draft, survey.ChangedAt) = (definition.Name, SurveyDocument.Write(definition), time.GetUtcNow().UtcDateTime);
        survey.Revision++;
        await db.SaveChangesAsync(cancel);
        return new(SurveyChange.Done, survey, SurveyCheck.Problems(definition));
    }

    /// <summary>Lets the draft go live as the next version; when nothing changed since the last one, only opens it again.</summary>
    public async Task<SurveyChanged> Publish(string id, string author, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Surveys.SingleOrDefaultAsync(known => known.Id == id, cancel) is not { } survey) return new(SurveyChange.Missing, null, []);
        if (SurveyDocument.Read(survey.Draft).Survey is not { } definition) return new(SurveyChange.Refused, survey, []);
        if (SurveyCheck.Problems(definition) is { Count: > 0 } problems) return new(SurveyChange.Refused, survey, problems);
        var now = time.GetUtcNow().UtcDateTime;
        var current = await db.SurveyVersions.AsNoTracking().SingleOrDefaultAsync(known => known.Survey == id && known.Version == survey.Version, cancel);
        if (current?.Definition != survey.Draft)
        {
            survey.Version++;
            db.SurveyVersions.Add(new() { Survey = id, Version = survey.Version, Definition = survey.Draft, PublishedAt = now, PublishedBy = author });
        }
        (survey.State, survey.ChangedAt) = (SurveyStates.Live, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new(SurveyChange.Done, survey, []);
    }

    /// <summary>Takes no more answers. Publishing opens it again.</summary>
    public async Task<SurveyChanged> Close(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.Surveys.SingleOrDefaultAsync(known => known.Id == id, cancel) is not { } survey) return new(SurveyChange.Missing, null, []);
        (survey.State, survey.ChangedAt) = (SurveyStates.Closed, time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return new(SurveyChange.Done, survey, []);
    }

    /// <summary>Deletes a survey nobody has answered, with its places; one that has responses is kept and may be closed.</summary>
    public async Task<SurveyChanged> Delete(string id, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Surveys.SingleOrDefaultAsync(known => known.Id == id, cancel) is not { } survey) return new(SurveyChange.Missing, null, []);
        if (await db.SurveyResponses.AnyAsync(known => known.Survey == id, cancel) || await db.SurveyPartials.AnyAsync(known => known.Survey == id, cancel)
            || await db.SurveyInvitations.AnyAsync(known => known.Survey == id, cancel))
            return new(SurveyChange.InUse, survey, []);
        await db.SurveyPlaces.Where(known => known.Survey == id).ExecuteDeleteAsync(cancel);
        await db.SurveyVersions.Where(known => known.Survey == id).ExecuteDeleteAsync(cancel);
        db.Surveys.Remove(survey);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new(SurveyChange.Done, survey, []);
    }

    // Words that are missing may be added later; a survey that goes round in circles is not kept at all.
    private static IReadOnlyList<SurveyProblem> Refusing(SurveyDefinition definition) =>
        [.. SurveyCheck.Problems(definition).Where(problem => !problem.BeforeLive)];
}

/// <summary>A survey in the list.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="Responses">How many responses it has.</param>
/// <param name="LastAt">When the last one came, UTC; null for never.</param>
/// <param name="Invited">How many customers were asked personally.</param>
/// <param name="Answered">How many of those answered.</param>
internal sealed record SurveySummary(StoredSurvey Survey, int Responses, DateTime? LastAt, int Invited, int Answered);

/// <summary>What became of a change.</summary>
internal enum SurveyChange
{
    /// <summary>Done.</summary>
    Done = 1,
    /// <summary>There is no such survey.</summary>
    Missing = 2,
    /// <summary>Something is wrong with the document.</summary>
    Refused = 3,
    /// <summary>Somebody else has changed it meanwhile.</summary>
    Outdated = 4,
    /// <summary>There are responses or invitations.</summary>
    InUse = 5,
    /// <summary>There are too many surveys.</summary>
    TooMany = 6,
}

/// <summary>What became of a change, the survey as it is now, and what is wrong or still missing.</summary>
internal sealed record SurveyChanged(SurveyChange Change, StoredSurvey? Survey, IReadOnlyList<SurveyProblem> Problems);
