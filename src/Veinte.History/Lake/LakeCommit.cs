using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.History.Lake;

/// <summary>
/// One step of the lake, as its file in <c>_commits</c> says it. Once that file is there the step is taken, and what it lists
/// is part of the lake, for ever unchanged.
/// </summary>
/// <param name="Format">Version of this file and of the columns: 1.</param>
/// <param name="Number">Which step; 1 is the first.</param>
/// <param name="After">Everything up to here was in the steps before.</param>
/// <param name="Position">Everything up to here is in this one and those before.</param>
/// <param name="Fingerprint">Of the books it was made from, so that books restated since are noticed.</param>
/// <param name="Interactions">Rows of interactions it adds.</param>
/// <param name="Reversals">Rows of reversals it adds.</param>
/// <param name="Merges">Rows of merges it adds.</param>
/// <param name="Files">Its files, relative to the generation's folder.</param>
public sealed record LakeCommit(
    int Format, long Number, long After, long Position, ulong Fingerprint, long Interactions, long Reversals, long Merges, IReadOnlyList<LakeFile> Files)
{
    internal const int FormatNow = 1;

    internal HistoryMark Mark => new(new(Position), Fingerprint);

    internal static LakeCommit None { get; } = new(FormatNow, 0, 0, 0, 0, 0, 0, 0, []);
}

/// <summary>One file of a step.</summary>
/// <param name="Path">Where it is, with slashes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record LakeFile(string Path, long Bytes);

/// <summary>Which generation readers should read: books that were restated are another one.</summary>
/// <param name="Generation">Its number; its folder is <c>generation-N</c>.</param>
internal sealed record LakeCurrent(int Generation);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(LakeCommit))]
[JsonSerializable(typeof(LakeCurrent))]
internal sealed partial class LakeJson : JsonSerializerContext;
