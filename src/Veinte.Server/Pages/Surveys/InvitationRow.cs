using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Pages.Surveys;

/// <summary>An invitation as the page shows it.</summary>
public sealed record InvitationRow(string Customer, string? Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int Reminders, DateTimeOffset? AnsweredAt)
{
    internal static InvitationRow Of(StoredInvitation one) => new(
        one.Customer, one.Name, Utc(one.CreatedAt), Utc(one.ExpiresAt), one.Reminders, one.AnsweredAt is { } answered ? Utc(answered) : null);

    private static DateTimeOffset Utc(DateTime stored) => new(DateTime.SpecifyKind(stored, DateTimeKind.Utc));
}
