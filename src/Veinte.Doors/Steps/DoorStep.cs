namespace Veinte.Doors.Steps;

/// <summary>Keeps an event (true) or refuses it (false, with the reason noted in it).</summary>
internal delegate bool DoorCheck(scoped ref Arriving arriving);

/// <summary>One named step of what a door does to an event before the journal: it keeps the event or sends it into quarantine.</summary>
public sealed class DoorStep
{
    internal DoorStep(string name, DoorCheck check, params QuarantineReason[] reasons)
    {
        Name = name;
        Check = check;
        Reasons = reasons;
    }

    /// <summary>The step's name in lists and metrics.</summary>
    public string Name { get; }

    /// <summary>Why this step may refuse.</summary>
    public IReadOnlyList<QuarantineReason> Reasons { get; }

    internal DoorCheck Check { get; }
}
