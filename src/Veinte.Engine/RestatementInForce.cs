using Veinte.Engine.Views;

namespace Veinte.Engine;

/// <summary>Which restatement a set of books embodies.</summary>
/// <param name="At">Position of the decision; 0 when there was none.</param>
/// <param name="Version">Scoring policy it brought.</param>
/// <param name="UpTo">Last position it applies to.</param>
internal readonly record struct RestatementInForce(long At, int Version, long UpTo)
{
    /// <summary>Why a policy cannot be put in force over all of history, or null when it can.</summary>
    public DeskResult? Hinders(int version, IReadOnlyList<PolicyView> policies)
    {
        if (policies.All(policy => policy.Version != version))
            return new(DeskStatus.NotFound, $"There is no published policy {version}. Publish it first; then history can be restated under it.");
        return HoldsThroughout(version, policies)
            ? new(DeskStatus.AlreadyDone, $"All of history is graded by scoring policy {version} already; nothing was changed.")
            : null;
    }

    /// <summary>What is told when it is in force.</summary>
    public static DeskResult Done(int version, long upTo, Model.Position at) =>
        new(DeskStatus.Done, $"The books are restated: everything up to position {upTo} is graded by scoring policy {version}.", at);

    /// <summary>What is told while another one is being made.</summary>
    public static DeskResult Busy { get; } = new(DeskStatus.Refused, "Other books are being put in force at this moment. Look again when that is done.");

    // Every interaction, past and to come, is under this version as things stand.
    private bool HoldsThroughout(int version, IReadOnlyList<PolicyView> policies) =>
        policies[0].Version == version && ((policies.Count == 1 && At == 0) || (At > 0 && Version == version && policies[0].Position <= UpTo));
}
