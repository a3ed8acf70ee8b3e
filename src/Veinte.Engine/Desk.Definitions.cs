using System.Text.Json;
using Veinte.Journal.Entries;

namespace Veinte.Engine;

public sealed partial class Desk
{
    /// <summary>
    /// Journals a definition that a fold keeps figures for, as the next version of its id. The caller has checked the
    /// document: what is in the journal can be read.
    /// </summary>
    /// <param name="capability">Whose definition it is: the fold's name.</param>
    /// <param name="id">Its id within the capability.</param>
    /// <param name="expected">The version it was made from, 0 for a new one: somebody else's change in between is not overwritten.</param>
    /// <param name="document">The document.</param>
    /// <param name="author">Who did it.</param>
    /// <param name="cancel">Ends the wait, not the decision.</param>
    /// <returns><see cref="DeskStatus.Refused"/> when the id has another version than expected.</returns>
    internal async Task<DeskResult> Define(string capability, string id, int expected, JsonElement document, string author, CancellationToken cancel = default)
    {
        var version = expected + 1;
        if ((await _books.DefinitionAt(capability, id, cancel)).Version != expected) return Overtaken(id);
        var at = await Append(
            EntryKind.DefinitionSet, UInt128.Zero, new DefinitionSet(capability, id, version, author, document), EntryJson.Default.DefinitionSet, cancel,
            EntryFlags.Broadcast);
        return await _books.DefinitionAt(capability, id, cancel) == (version, at.Value)
            ? new(DeskStatus.Done, $"'{id}' is now version {version}.", at)
            : Overtaken(id);
    }

    /// <summary>Journals a verdict; whether it counts is decided where it is applied.</summary>
    internal Task<Model.Position> Note(VerdictReached verdict, CancellationToken cancel) =>
        Append(EntryKind.VerdictReached, UInt128.Zero, verdict, EntryJson.Default.VerdictReached, cancel, EntryFlags.Broadcast);

    private static DeskResult Overtaken(string id) =>
        new(DeskStatus.Refused, $"Somebody else changed '{id}' at the same moment. Look at it and try again.");
}
