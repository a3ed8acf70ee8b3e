using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Answering;

/// <summary>Whether somebody may answer, and if not, why; in order of precedence.</summary>
public enum DoorState
{
    /// <summary>He may.</summary>
    Open = 1,
    /// <summary>The address leads nowhere, or its signature is not ours.</summary>
    Unknown = 2,
    /// <summary>The personal link has ended.</summary>
    Expired = 3,
    /// <summary>The survey has not gone live yet.</summary>
    NotLive = 4,
    /// <summary>The survey was closed.</summary>
    Closed = 5,
    /// <summary>By this personal link somebody has answered already.</summary>
    Answered = 6,
    /// <summary>The survey has all the responses it wanted.</summary>
    Full = 7,
}

/// <summary>A survey somebody has come to, and how.</summary>
/// <param name="State">Whether he may answer.</param>
/// <param name="Survey">The survey; null when the address leads nowhere.</param>
/// <param name="Definition">The version in force; null before it went live.</param>
/// <param name="Way">By which way, see <see cref="AnswerWay"/>.</param>
/// <param name="Place">The place, or null.</param>
/// <param name="Invitation">The invitation, or null.</param>
internal sealed record AnswerDoor(
    DoorState State, StoredSurvey? Survey, SurveyDefinition? Definition, string Way, StoredPlace? Place = null, StoredInvitation? Invitation = null)
{
    /// <summary>A door that leads nowhere.</summary>
    public static AnswerDoor Nowhere { get; } = new(DoorState.Unknown, null, null, AnswerWay.Link);

    /// <summary>Where answers are posted: the invitation's word counts most, then the place's, then the survey's.</summary>
    public string Touchpoint(SurveyDefinition definition) => First(Invitation?.Touchpoint, Place?.Touchpoint) ?? definition.Records.Touchpoint;

    /// <summary>The area answers are posted to, or null.</summary>
    public string? Area(SurveyDefinition definition) => First(Invitation?.Area, Place?.Area, definition.Records.Area);

    /// <summary>The staff member answers are posted to, or null.</summary>
    public string? Staff(SurveyDefinition definition) => First(Invitation?.Staff, Place?.Staff, definition.Records.Staff);

    /// <summary>The customer who answers, or null when nobody is known or the survey is anonymous.</summary>
    public string? Customer(SurveyDefinition definition) => definition.Anonymous ? null : Invitation?.Customer;

    private static string? First(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
            if (!string.IsNullOrWhiteSpace(name))
                return name;
        return null;
    }
}
