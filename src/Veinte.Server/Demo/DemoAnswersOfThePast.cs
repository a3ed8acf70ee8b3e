using System.Buffers.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Storage;
using Veinte.Simulator;

namespace Veinte.Server.Demo;

/// <summary>
/// Answers to Aurora's surveys before today: added to the entries of her history, indexed once those are durable, and who was
/// asked for them noted beforehand. Everything has the same id whenever it is told, so that a history that was broken off may
/// tell it again. Not thread-safe.
/// </summary>
internal sealed class DemoAnswersOfThePast
{
    private const int HoursAfterBoarding = 3;
    private readonly IDbContextFactory<AppDb> _database;
    private readonly ResponseRecorder _recorder;
    private readonly DemoPatience _patience;
    private readonly Dictionary<string, StoredSurvey> _surveys;
    private readonly Dictionary<string, StoredPlace> _places;
    private readonly Dictionary<string, StoredInvitation> _asked;
    private List<StoredInvitation> _toAsk = [];
    private List<(GivenResponse Given, int Offset)> _given = [];

    private DemoAnswersOfThePast(
        IDbContextFactory<AppDb> database, ResponseRecorder recorder, DemoPatience patience, IEnumerable<StoredSurvey> surveys, IEnumerable<StoredPlace> places, IEnumerable<StoredInvitation> asked)
    {
        (_database, _recorder, _patience) = (database, recorder, patience);
        _surveys = surveys.ToDictionary(survey => survey.Id, StringComparer.Ordinal);
        _places = places.DistinctBy(place => place.Area).ToDictionary(place => place.Area ?? "", StringComparer.Ordinal);
        // The last time each customer was asked.
        _asked = asked.GroupBy(one => one.Customer).ToDictionary(group => group.Key, group => group.MaxBy(one => one.CreatedAt)!, StringComparer.Ordinal);
    }

    /// <summary>Goes on from what is there.</summary>
    public static async Task<DemoAnswersOfThePast> Read(IDbContextFactory<AppDb> database, ResponseRecorder recorder, DemoPatience patience, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return new(
            database, recorder, patience, await db.Surveys.AsNoTracking().Where(known => known.Id == DemoQuestions.TripId || known.Id == DemoQuestions.BeltId).ToListAsync(cancel),
            await db.SurveyPlaces.AsNoTracking().Where(known => known.Survey == DemoQuestions.BeltId).ToListAsync(cancel),
            await db.SurveyInvitations.AsNoTracking().Where(known => known.Survey == DemoQuestions.TripId).ToListAsync(cancel));
    }

    /// <summary>The id of the response that an event is: told again after a restart, it is the same response.</summary>
    public static string IdOf(SimulatedInteraction happened) => "aurora-answer-" + happened.MessageId;

    /// <summary>Whether he clicks a score in the message itself.</summary>
    public static bool Clicks(SimulatedInteraction happened) => happened.Trip.Who % 3 != 0;

    /// <summary>Asks whoever has flown home a few hours after, unless he was asked a short while ago.</summary>
    /// <param name="flown">His last boarding.</param>
    /// <param name="today">Nobody is asked later than this here.</param>
    public void Ask(SimulatedInteraction flown, DateTimeOffset today)
    {
        var at = flown.At.ToDateTimeOffset().AddHours(HoursAfterBoarding);
        var rest = TimeSpan.FromDays(DemoQuestions.AfterTheTrip.RepeatDays);
        if (at > today || (_asked.TryGetValue(flown.CustomerId!, out var before) && at.UtcDateTime - before.CreatedAt < rest)) return;
        var invitation = new StoredInvitation
        {
            Id = IdOfInvitation(flown), Survey = DemoQuestions.TripId, Customer = flown.CustomerId!, Name = flown.Passenger!.GivenName, CreatedAt = at.UtcDateTime,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(at.AddDays(DemoSurveys.DaysToAnswer).ToUnixTimeSeconds()).UtcDateTime,
        };
        _asked[invitation.Customer] = invitation;
        _toAsk.Add(invitation);
    }

    /// <summary>Adds an answer to entries that will be appended together.</summary>
    public void Add(EntryBatchBuilder builder, SimulatedInteraction happened, Instant receivedAt)
    {
        var id = DemoQuestions.IdOf(happened.Answers!);
        var definition = DemoQuestions.All.Single(survey => survey.Id == id).Survey;
        var sheet = AnswerSheet.Read(definition, Answers(happened)).Sheet;
        sheet.Finish(definition);
        var at = happened.At.ToDateTimeOffset();
        var invitation = happened.CustomerId is not null && _asked.TryGetValue(happened.CustomerId, out var asked)
            && at.UtcDateTime >= asked.CreatedAt && at.UtcDateTime < asked.ExpiresAt && asked.AnsweredAt is null ? asked : null;
        var place = happened.CustomerId is null ? _places.GetValueOrDefault(happened.Area ?? "") : null;
        var way = place is not null ? AnswerWay.Place : invitation is null ? AnswerWay.Api : Clicks(happened) ? AnswerWay.OneClick : AnswerWay.Personal;
        var door = new AnswerDoor(DoorState.Open, _surveys[id], definition, way, place, invitation);
        var given = new GivenResponse(
            IdOf(happened), id, 1, definition, happened.Passenger!.Language, way, place?.Code, invitation?.Id, happened.CustomerId, door.Touchpoint(definition),
            door.Area(definition), door.Staff(definition), at, sheet.OnTheWay(definition), Partial: false);
        invitation?.AnsweredAt = at.UtcDateTime;
        _given.Add((given, builder.Count));
        _recorder.AddTo(builder, given, receivedAt);
    }

    /// <summary>What was asked and answered since the last time.</summary>
    public (List<StoredInvitation> Asked, List<(GivenResponse Given, int Offset)> Given) Take()
    {
        var taken = (_toAsk, _given);
        (_toAsk, _given) = ([], []);
        return taken;
    }

    /// <summary>Notes who was asked. A database that is away is waited for.</summary>
    public Task Note(List<StoredInvitation> asked, CancellationToken cancel) => asked.Count == 0 ? Task.CompletedTask : _patience.Do(() => NoteOnce(asked, cancel), cancel);

    private async Task NoteOnce(List<StoredInvitation> asked, CancellationToken cancel)
    {
        await using var db = await _database.CreateDbContextAsync(cancel);
        var ids = asked.Select(one => one.Id).ToList();
        var known = await db.SurveyInvitations.Where(one => ids.Contains(one.Id)).Select(one => one.Id).ToListAsync(cancel);
        // Copies: answers go on changing the ones that are remembered here.
        db.SurveyInvitations.AddRange(asked.Where(one => !known.Contains(one.Id)).Select(one => new StoredInvitation
        {
            Id = one.Id, Survey = one.Survey, Customer = one.Customer, Name = one.Name, CreatedAt = one.CreatedAt, ExpiresAt = one.ExpiresAt,
        }));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Puts what was appended into the index of responses, and notes that those who were asked have answered. A database that
    /// is away is waited for; whoever stops meanwhile leaves it to <see cref="ResponseIndex"/>, for it stands in the journal.
    /// </summary>
    public Task Index(List<(GivenResponse Given, int Offset)> given, Position first, CancellationToken cancel) =>
        given.Count == 0 ? Task.CompletedTask : _patience.Do(
            async () =>
            {
                try
                {
                    await IndexOnce(given, first);
                }
                catch
                {
                    _recorder.SayMissing(first);
                    throw;
                }
            }, cancel);

    private async Task IndexOnce(List<(GivenResponse Given, int Offset)> given, Position first)
    {
        // Begun, it is not called off.
        var cancel = CancellationToken.None;
        await using var db = await _database.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var (response, offset) in given)
        {
            var indexed = ResponseRecorder.Indexed(response, new(first.Value + offset));
            await ResponseRecorder.Index(db, indexed, cancel);
            await ResponseRecorder.NoteAnswered(db, indexed, cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    /// <summary>What an event answers, as a program would send it.</summary>
    public static JsonElement Answers(SimulatedInteraction happened)
    {
        var (answers, signals) = (happened.Answers!, happened.Signals);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (answers.Survey == AuroraSurveys.AfterTheTrip)
            {
                json.WriteNumber("recommend", signals.Nps);
                json.WriteString("most", answers.Choice);
                if (signals.Nps <= 6) json.WriteBoolean("contact", answers.MayContact);
            }
            else
            {
                json.WriteNumber("baggage", signals.Rating);
                if (signals.Rating <= 3) json.WriteString("wrong", answers.Choice);
            }
            if (happened.Text is { } text) json.WriteString("more", text);
            json.WriteEndObject();
        }
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static string IdOfInvitation(SimulatedInteraction flown)
    {
        Span<byte> id = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(id, StableHash.Message(StableHash.Source("aurora:asked"), flown.MessageId));
        return Base64Url.EncodeToString(id);
    }
}
