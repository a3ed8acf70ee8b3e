using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;

namespace Veinte.Server.Surveys.Answering;

// That whoever was asked has answered is owed from the moment his response stands in the journal until it is noted. Where the
// application data do not take the note, it is written later: of an anonymous response nobody could find it again.
internal sealed partial class AnswerDesk
{
    private readonly ConcurrentDictionary<string, DateTime> _owed = new(StringComparer.Ordinal);

    /// <summary>Writes the notes that are owed.</summary>
    public async Task WriteOwed(CancellationToken cancel)
    {
        if (_owed.IsEmpty) return;
        await using var db = await database.CreateDbContextAsync(cancel);
        foreach (var invitation in _owed.Keys) await WriteOwed(db, invitation, cancel);
    }

    private void Owe(AnswerDoor door, GivenResponse given)
    {
        if (door.Invitation is not { } invitation) return;
        // That he answered is known of an anonymous survey too; the minute would say which answers are his.
        var now = time.GetUtcNow().UtcDateTime;
        _owed.TryAdd(invitation.Id, given.Definition.Anonymous ? now.Date : now);
    }

    private async Task WriteOwed(AppDb db, string invitation, CancellationToken cancel)
    {
        if (!_owed.TryGetValue(invitation, out var at)) return;
        await db.SurveyInvitations.Where(known => known.Id == invitation && known.AnsweredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.AnsweredAt, at), cancel);
        _owed.TryRemove(invitation, out _);
    }

    [LoggerMessage(6302, LogLevel.Warning, "A survey was answered and its response is in the journal, but the application data did not take the notes of it: {Problem} They are written later")]
    private partial void LogOwed(string problem);
}
