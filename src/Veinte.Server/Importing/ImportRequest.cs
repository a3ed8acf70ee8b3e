using Veinte.Doors.Importing;

namespace Veinte.Server.Importing;

/// <summary>What is to be imported.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Mapping">What its columns are.</param>
/// <param name="Open">Opens the file, wherever it lies.</param>
/// <param name="FileName">What the file is called, which may say how it is written.</param>
/// <param name="Joined">Opens the joined files, by the names the mapping gives them.</param>
internal sealed record ImportRequest(string Name, ImportMapping Mapping, Func<Stream> Open, string FileName, IReadOnlyDictionary<string, Func<Stream>> Joined)
{
    /// <summary>A file of this machine; joined files lie beside it.</summary>
    public static ImportRequest Of(string path, ImportMapping mapping, string? name)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var joined = mapping.JoinedFiles.Distinct().Where(file => File.Exists(System.IO.Path.Combine(folder, file)))
            .ToDictionary(file => file, Func<Stream> (file) => () => OpenFile(System.IO.Path.Combine(folder, file)), StringComparer.Ordinal);
        var fileName = System.IO.Path.GetFileName(path);
        return new(name ?? fileName, mapping, () => OpenFile(path), fileName, joined);
    }

    /// <summary>Opens a file that is read once from its beginning to its end.</summary>
    public static Stream OpenFile(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
}

/// <summary>What came of an import.</summary>
/// <param name="Import">Its id.</param>
/// <param name="State"><c>dry-run</c>, <c>finished</c>, or <c>already-imported</c>: nothing was done, for it was done before.</param>
/// <param name="ResumedAtRow">How many rows an earlier run that was interrupted had done.</param>
/// <param name="SameFile">Other imports of the same file that stand in the books, with another mapping: their interactions are counted besides these.</param>
/// <param name="Report">What this run did, or would do.</param>
internal sealed record ImportResult(string Import, string State, long ResumedAtRow, IReadOnlyList<string> SameFile, ImportReport Report);
