using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Veinte.Journal;
using Veinte.Server.Access;

namespace Veinte.Server.Surveys.Answering;

// That whoever was asked has answered is owed from the moment his response stands in the journal until it is noted. Where the
// application data do not take the note it is written later.
internal sealed partial class AnswerDesk
{
    private readonly ConcurrentDictionary<string, DateTime> _owed = new(StringComparer.Ordinal);
    private DateTime _forgottenOn;

    /// <summary>Writes the notes that are owed, and forgets once a day what stayed uncertain on days before.</summary>
    public async Task WriteOwed(CancellationToken cancel)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        if (_owed.IsEmpty && _forgottenOn == today) return;
        await using var db = await database.CreateDbContextAsync(cancel);
        if (_forgottenOn != today)
        {
            await db.SurveyInvitations.Where(known => known.Uncertain && known.AnsweredAt < today).ExecuteUpdateAsync(set => set.SetProperty(known => known.Uncertain, false), cancel);
            _forgottenOn = today;
        }
        foreach (var invitation in _owed.Keys) await WriteOwed(db, invitation, cancel);
    }

    /// <summary>
    /// Notes beforehand that whoever was asked answers an anonymous survey. A response that names its invitation says by itself that
    /// he has answered, and a note that was lost is made again from the journal. An anonymous one must not name it, and nothing that
    /// stays may: so there the note comes first. Before the response is appended its invitation is noted as answered, on that day and
    /// <see cref="Storage.StoredInvitation.Uncertain"/>; once it stands the uncertainty is taken away; where it certainly was not
    /// appended, the whole note is. Wherever a process dies, the note is there.
    /// <para>It links nobody to an answer: it holds the invitation, the day and one bit, and no id of a response, no time of day, no
    /// position and nothing derived from them. The bit is shown to nobody: beside a name it would say that somebody was answering when
    /// the server stopped, and answers are kept with their time. It only keeps the door open, and goes with the day.</para>
    /// <para>What remains: (1) whoever is uncertain, because a process died or nobody can say whether his answer was appended, counts
    /// as having answered and is not reminded, and may still answer that day. His answer may have been lost with the process, and only a link between the two could tell, which there is
    /// not; a form that is sent again has its response's id and is recorded once. (2) Where the application data refuse the
    /// note beforehand the answer is taken all the same, and owed in memory: if the process dies before they take it, the
    /// note is lost. (3) Note and answer are written one after the other: whoever can watch the disk or the database meanwhile sees
    /// both, and whoever reads the database on the day of a crash sees who was answering then. And where only one person answers on a day, the day says as much.</para>
    /// </summary>
    /// <returns>True when this call has noted it, and so may take the note back.</returns>
    private async Task<bool> Announce(AppDb db, AnswerDoor door, GivenResponse given)
    {
        if (door.Invitation is not { } invitation || !given.Definition.Anonymous) return false;
        var day = time.GetUtcNow().UtcDateTime.Date;
        try
        {
            return await db.SurveyInvitations.Where(known => known.Id == invitation.Id && known.AnsweredAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(known => known.AnsweredAt, day).SetProperty(known => known.Uncertain, true), CancellationToken.None) > 0;
        }
        catch (Exception away) when (away is DbUpdateException or DbException)
        {
            LogUnannounced(away.Message);
            return false;
        }
    }

    // Of what is thrown before the journal is asked nothing was appended; of what it says itself only where it says so.
    private static bool SaysThatNothingWasAppended(Exception failure) =>
        failure is DbException or DbUpdateException or OperationCanceledException or JournalUnavailableException { NothingAppended: true };

    private async Task TakeBack(AppDb db, string invitation)
    {
        try
        {
            await db.SurveyInvitations.Where(known => known.Id == invitation && known.Uncertain)
                .ExecuteUpdateAsync(set => set.SetProperty(known => known.AnsweredAt, (DateTime?)null).SetProperty(known => known.Uncertain, false), CancellationToken.None);
        }
        catch (Exception away) when (away is DbUpdateException or DbException)
        {
            LogNotTakenBack(away.Message);
        }
    }

    private void Owe(AnswerDoor door, GivenResponse given)
    {
        if (door.Invitation is not { } invitation) return;
        // That he answered is known of an anonymous survey too; the minute would say which answers are his.
        var now = time.GetUtcNow().UtcDateTime;
        _owed.TryAdd(invitation.Id, given.Definition.Anonymous ? now.Date : now);
    }

    // Whether the response is there already; of a form that is sent again after a process died, the answer is certain then.
    private static async Task<bool> IsRecorded(AppDb db, AnswerDoor door, string response, CancellationToken cancel)
    {
        if (!await db.SurveyResponses.AnyAsync(known => known.Id == response, cancel)) return false;
        if (door.Invitation is { Uncertain: true } invitation)
            await db.SurveyInvitations.Where(known => known.Id == invitation.Id && known.Uncertain).ExecuteUpdateAsync(set => set.SetProperty(known => known.Uncertain, false), cancel);
        return true;
    }

    private async Task WriteOwed(AppDb db, string invitation, CancellationToken cancel)
    {
        if (!_owed.TryGetValue(invitation, out var at)) return;
        await db.SurveyInvitations.Where(known => known.Id == invitation && (known.AnsweredAt == null || known.Uncertain))
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.AnsweredAt, known => known.AnsweredAt ?? at).SetProperty(known => known.Uncertain, false), cancel);
        _owed.TryRemove(invitation, out _);
    }

    [LoggerMessage(6302, LogLevel.Warning, "A survey was answered and its response is in the journal, but the application data did not take the notes of it: {Problem} They are written later")]
    private partial void LogOwed(string problem);

    [LoggerMessage(6303, LogLevel.Warning, "An anonymous survey is being answered, but the application data did not take beforehand that somebody who was asked answers: {Problem} It is noted later, unless this process dies before")]
    private partial void LogUnannounced(string problem);

    [LoggerMessage(6304, LogLevel.Warning, "An anonymous answer was not recorded, and the application data did not take back that somebody who was asked has answered: {Problem} He may still answer, but is not reminded")]
    private partial void LogNotTakenBack(string problem);
}
