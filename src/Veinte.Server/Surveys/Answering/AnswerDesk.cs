using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// Where people's answers arrive: finds the survey behind an address, keeps what is answered step by step, and hands what is
/// finished to the journal. A step is durable before it is answered. Thread-safe.
/// </summary>
internal sealed partial class AnswerDesk(IDbContextFactory<AppDb> database, SurveyTokens tokens, ResponseRecorder recorder, TimeProvider time, ILogger<AnswerDesk> log)
{
    /// <summary>Half answered surveys that may wait at a time; beyond it nobody can begin step by step.</summary>
    public const int PartialsMax = 200_000;

    private const int DefinitionsMax = 500;
    private const int CloseAtOnce = 200;
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<(string Survey, int Version), SurveyDefinition> _definitions = new();
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, int Count)> _counts = new(StringComparer.Ordinal);

    /// <summary>The door behind a public link, at a place or not.</summary>
    public async Task<AnswerDoor> OpenLink(string token, string? placeCode, bool embedded, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.Surveys.AsNoTracking().SingleOrDefaultAsync(survey => survey.Token == token, cancel) is not { } survey) return AnswerDoor.Nowhere;
        var place = placeCode is null ? null
            : await db.SurveyPlaces.AsNoTracking().SingleOrDefaultAsync(place => place.Code == placeCode && place.Survey == survey.Id, cancel);
        return await Door(db, survey, place is not null ? AnswerWay.Place : embedded ? AnswerWay.Widget : AnswerWay.Link, place, null, cancel);
    }

    /// <summary>The door behind a personal link.</summary>
    public async Task<AnswerDoor> OpenPersonal(string token, bool oneClick, CancellationToken cancel)
    {
        if (await tokens.Read(token, cancel) is not { } signed) return AnswerDoor.Nowhere;
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.SurveyInvitations.AsNoTracking().SingleOrDefaultAsync(known => known.Id == signed.Invitation, cancel) is not { } invitation) return AnswerDoor.Nowhere;
        if (await db.Surveys.AsNoTracking().SingleOrDefaultAsync(survey => survey.Id == invitation.Survey, cancel) is not { } survey) return AnswerDoor.Nowhere;
        var door = await Door(db, survey, oneClick ? AnswerWay.OneClick : AnswerWay.Personal, null, invitation, cancel);
        if (door.State is DoorState.Open or DoorState.Full
            && (invitation is { AnsweredAt: not null, Uncertain: false } || _owed.ContainsKey(invitation.Id) || await db.SurveyResponses.AnyAsync(response => response.Id == invitation.Id, cancel)))
            return door with { State = DoorState.Answered };
        return door.State == DoorState.Open && signed.End <= time.GetUtcNow() ? door with { State = DoorState.Expired } : door;
    }

    /// <summary>The door of a kiosk.</summary>
    public async Task<AnswerDoor> OpenDevice(string device, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.SurveyPlaces.AsNoTracking().SingleOrDefaultAsync(place => place.Device == device, cancel) is not { } place) return AnswerDoor.Nowhere;
        return await db.Surveys.AsNoTracking().SingleOrDefaultAsync(survey => survey.Id == place.Survey, cancel) is { } survey
            ? await Door(db, survey, AnswerWay.Kiosk, place, null, cancel)
            : AnswerDoor.Nowhere;
    }

    /// <summary>The public link a printed code leads to now, or null.</summary>
    public async Task<string?> TokenOfPlace(string code, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await (from place in db.SurveyPlaces join survey in db.Surveys on place.Survey equals survey.Id where place.Code == code select survey.Token)
            .SingleOrDefaultAsync(cancel);
    }

    /// <summary>What somebody has answered so far, or null; with the version he answers.</summary>
    public async Task<(StoredPartial Stored, SurveyDefinition Definition, AnswerSheet Sheet)?> Partial(AnswerDoor door, string response, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.SurveyPartials.AsNoTracking().SingleOrDefaultAsync(partial => partial.Id == response, cancel) is not { } stored) return null;
        if (stored.Survey != door.Survey!.Id || await Definition(db, stored.Survey, stored.Version, cancel) is not { } definition) return null;
        return (stored, definition, AnswerSheet.Stored(definition, stored.Answers));
    }

    /// <summary>Whether a response was recorded.</summary>
    public async Task<bool> IsRecorded(string response, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.SurveyResponses.AnyAsync(known => known.Id == response, cancel);
    }

    /// <summary>The version of a survey, or null when there is none.</summary>
    public async Task<SurveyDefinition?> Definition(string survey, int version, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await Definition(db, survey, version, cancel);
    }

    private async Task<AnswerDoor> Door(
        AppDb db, StoredSurvey survey, string way, StoredPlace? place, StoredInvitation? invitation, CancellationToken cancel)
    {
        var definition = await Definition(db, survey.Id, survey.Version, cancel);
        var state = definition is null ? DoorState.NotLive
            : survey.State == SurveyStates.Closed ? DoorState.Closed
            : definition.Quota is { } quota && await Count(db, survey.Id, cancel) >= quota ? DoorState.Full
            : DoorState.Open;
        return new(state, survey, definition, way, place, invitation);
    }

    // Every visitor asks; counting them all each time would make a popular survey slow. The last few may overshoot by what two seconds bring.
    private async Task<int> Count(AppDb db, string survey, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_counts.TryGetValue(survey, out var known) && now - known.At < CountedFor) return known.Count;
        var count = await db.SurveyResponses.CountAsync(response => response.Survey == survey, cancel);
        if (_counts.Count > DefinitionsMax) _counts.Clear();
        _counts[survey] = (now, count);
        return count;
    }

    private async Task<SurveyDefinition?> Definition(AppDb db, string survey, int version, CancellationToken cancel)
    {
        if (_definitions.TryGetValue((survey, version), out var known)) return known;
        var stored = await db.SurveyVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Survey == survey && v.Version == version, cancel);
        if (stored is null || SurveyDocument.Read(stored.Definition).Survey is not { } read) return null;
        if (_definitions.Count > DefinitionsMax) _definitions.Clear();
        return _definitions[(survey, version)] = read;
    }
}
