using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Delivery;
using Veinte.Simulator;

namespace Veinte.Server.Demo;

/// <summary>
/// Aurora's surveys among the application data, and her passengers' answers to them, given at the same door as everybody's:
/// by personal link to whoever was asked, by the code of a poster, or through the airline's own app. Thread-safe.
/// </summary>
internal sealed class DemoSurveys(IDbContextFactory<AppDb> database, ResponseRecorder recorder, AnswerDesk desk, DeliveryDesk delivery, DemoPatience patience, TimeProvider time)
{
    private static readonly string[] Ids = [.. DemoQuestions.All.Select(survey => survey.Id)];

    /// <summary>
    /// Whether an event is an answer to one of them. One that is broken on purpose goes where all broken ones go; one that is
    /// sent twice is given once.
    /// </summary>
    public static bool IsAnswer(SimulatedInteraction happened) =>
        happened is { Answers: not null, Kind: SimulatedKind.Interaction or SimulatedKind.Repeat };

    /// <summary>Whether an event is followed by the survey after a trip.</summary>
    public static bool IsEndOfTrip(SimulatedInteraction happened) =>
        happened is { Touchpoint: "Boarding", Homebound: true, CustomerId: not null, Kind: SimulatedKind.Interaction };

    /// <summary>Makes them, live, with a poster at each airport's belts; what is there stays as it is.</summary>
    /// <param name="since">When they are said to have begun.</param>
    /// <param name="cancel">Stops.</param>
    public Task Open(DateTimeOffset since, CancellationToken cancel) => patience.Do(() => OpenOnce(since, cancel), cancel);

    private async Task OpenOnce(DateTimeOffset since, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var at = since.UtcDateTime;
        foreach (var (id, survey) in DemoQuestions.All)
        {
            if (await db.Surveys.AnyAsync(known => known.Id == id, cancel)) continue;
            var document = Surveys.Definition.SurveyDocument.Write(survey);
            db.Surveys.Add(new()
            {
                Id = id, Token = SurveyTokens.Secret(), Name = survey.Name, State = SurveyStates.Live, Draft = document, Version = 1, Revision = 1, CreatedAt = at,
                CreatedBy = "Aurora", ChangedAt = at,
            });
            db.SurveyVersions.Add(new() { Survey = id, Version = 1, Definition = document, PublishedAt = at, PublishedBy = "Aurora" });
            if (id != DemoQuestions.BeltId) continue;
            foreach (var (city, area) in Aurora.Airports)
                db.SurveyPlaces.Add(new() { Code = SurveyTokens.Code(DeliveryDesk.CodeLength), Survey = id, Name = city, Area = area, Device = SurveyTokens.Secret(), CreatedAt = at });
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes them away with all that was answered and everybody who was asked; other surveys stay.</summary>
    public async Task Remove(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (!await db.Surveys.AnyAsync(known => Ids.Contains(known.Id), cancel)) return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SurveyResponses.Where(known => Ids.Contains(known.Survey)).ExecuteDeleteAsync(cancel);
        await db.SurveyPartials.Where(known => Ids.Contains(known.Survey)).ExecuteDeleteAsync(cancel);
        await db.SurveyInvitations.Where(known => Ids.Contains(known.Survey)).ExecuteDeleteAsync(cancel);
        await db.SurveyPlaces.Where(known => Ids.Contains(known.Survey)).ExecuteDeleteAsync(cancel);
        await db.SurveyVersions.Where(known => Ids.Contains(known.Survey)).ExecuteDeleteAsync(cancel);
        await db.Surveys.Where(known => Ids.Contains(known.Id)).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Answers of the past, for entries that are appended by the thousand.</summary>
    public async Task<DemoAnswersOfThePast> OfThePast(CancellationToken cancel) =>
        await patience.Do(() => DemoAnswersOfThePast.Read(database, recorder, patience, cancel), cancel);

    /// <summary>Asks a passenger who has flown home, unless he was asked a short while ago.</summary>
    public async Task Ask(SimulatedInteraction flown, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.Surveys.AsNoTracking().SingleOrDefaultAsync(known => known.Id == DemoQuestions.TripId && known.State == SurveyStates.Live, cancel) is { } survey
            && await desk.Definition(survey.Id, survey.Version, cancel) is { } definition)
            await delivery.Invite(survey, definition, [new(flown.CustomerId!, flown.Passenger!.GivenName)], DaysToAnswer, cancel);
    }

    /// <summary>Gives an answer now. A survey that somebody has closed takes none, and none is given.</summary>
    /// <exception cref="Journal.JournalUnavailableException">It was not taken.</exception>
    public async Task Give(SimulatedInteraction happened, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var id = DemoQuestions.IdOf(happened.Answers!);
        if (await db.Surveys.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id, cancel) is not { } survey) return;
        var now = time.GetUtcNow().UtcDateTime;
        var invitation = happened.CustomerId is null ? null
            : await db.SurveyInvitations.AsNoTracking().Where(known => known.Survey == id && known.Customer == happened.CustomerId && known.AnsweredAt == null && known.ExpiresAt > now)
                .OrderByDescending(known => known.CreatedAt).FirstOrDefaultAsync(cancel);
        var place = await db.SurveyPlaces.AsNoTracking().FirstOrDefaultAsync(known => known.Survey == id && known.Area == happened.Area, cancel);
        var door = invitation is null ? await desk.OpenLink(survey.Token, place?.Code, embedded: false, cancel)
            : await desk.OpenPersonal((await delivery.Path(invitation, cancel))["/r/".Length..], DemoAnswersOfThePast.Clicks(happened), cancel);
        if (door.State != DoorState.Open) return;
        if (invitation is null && happened.CustomerId is not null) door = door with { Way = AnswerWay.Api };
        await desk.Whole(door, new(
            DemoAnswersOfThePast.IdOf(happened), 1, happened.Passenger!.Language, DemoAnswersOfThePast.Answers(happened), Partial: false, At: null,
            invitation is null ? happened.CustomerId : null), cancel);
    }

    /// <summary>How long a personal link works.</summary>
    internal const int DaysToAnswer = 14;
}
