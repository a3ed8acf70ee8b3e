using System.Text.Json;

namespace Veinte.Engine.Moments;

/// <summary>Where people's decisions on outcomes enter: each is an entry of the journal, with its author. Thread-safe.</summary>
/// <param name="desk">The desk.</param>
/// <param name="reader">Where outcomes are read.</param>
public sealed class MomentsDesk(Desk desk, MomentsReader reader)
{
    private const int IdMax = 64;

    /// <summary>Defines an outcome, or a new version of one. Its figures begin anew; what came before is counted from the books.</summary>
    /// <param name="id">Its id: letters, digits and hyphens.</param>
    /// <param name="expected">The version it was made from, so that nobody else's change is overwritten; null for whatever is there.</param>
    /// <param name="outcome">The definition, already checked (<see cref="OutcomeReading"/>).</param>
    /// <param name="author">Who does it.</param>
    /// <param name="cancel">Ends the wait, not the decision.</param>
    public async Task<DeskResult> Define(string id, int? expected, OutcomeDefinition outcome, string author, CancellationToken cancel = default)
    {
        if (!IsId(id)) return new(DeskStatus.Refused, $"An outcome's id has 1 to {IdMax} lower-case letters, digits or hyphens, not '{id}'.");
        var known = await reader.Outcomes(cancel);
        if (!outcome.Ended && known.Count >= MomentsFold.OutcomesMax && known.All(view => view.Id != id))
            return new(DeskStatus.Refused, $"There are {known.Count} outcomes already; end one that is no longer asked for.");
        return await desk.Define(MomentsFold.Capability, id, expected ?? (await reader.DefinitionOf(id, cancel)).Version, JsonSerializer.SerializeToElement(outcome, OutcomeJson.Default.OutcomeDefinition), author, cancel);
    }

    /// <summary>Ends an outcome: it is no longer counted, and its figures are given up.</summary>
    public async Task<DeskResult> End(string id, string author, CancellationToken cancel = default)
    {
        var known = (await reader.Outcomes(cancel)).FirstOrDefault(view => view.Id == id);
        return known is null
            ? new(DeskStatus.NotFound, $"There is no outcome '{id}'.")
            : await Define(id, known.Version, known.Definition with { Ended = true }, author, cancel);
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= IdMax && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
