using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Pages.Surveys;

/// <summary>An invitation as the page shows it. Of an anonymous answer only the day is known, which is said as the beginning of it (UTC).</summary>
public sealed record InvitationRow(string Customer, string? Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int Reminders, DateTimeOffset? AnsweredAt)
{
    internal static InvitationRow Of(StoredInvitation one) => new(
        one.Customer, one.Name, Utc(one.CreatedAt), Utc(one.ExpiresAt), one.Reminders, one.AnsweredAt is { } answered ? Utc(answered) : null);

    /// <summary>Whether only the day of the answer is known.</summary>
    public bool OnlyTheDay => AnsweredAt is { TimeOfDay: { Ticks: 0 } };

    private static DateTimeOffset Utc(DateTime stored) => new(DateTime.SpecifyKind(stored, DateTimeKind.Utc));
}
