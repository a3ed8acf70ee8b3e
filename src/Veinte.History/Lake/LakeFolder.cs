using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Veinte.History.Lake;

/// <summary>
/// One generation of the lake on its disk. A step is written aside first; its file in <c>_commits</c> decides; only then do its
/// files go where readers look. So whoever dies at any moment leaves a lake in which every step is whole or absent, and
/// <see cref="Open"/> puts in order what he left.
/// </summary>
internal sealed class LakeFolder
{
    private const string Commits = "_commits";
    private const string Aside = "_aside";
    private static readonly string[] Tables = ["interactions", "reversals", "merges"];

    private LakeFolder(string path, Action<string>? stepTaken) => (Path, StepTaken) = (path, stepTaken);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The last step taken.</summary>
    public LakeCommit Last { get; private set; } = LakeCommit.None;

    private Action<string>? StepTaken { get; }

    /// <summary>Opens a generation, or begins it.</summary>
    /// <exception cref="InvalidDataException">A file that a step lists is missing, or the lake is of a newer version.</exception>
    public static LakeFolder Open(string path, Action<string>? stepTaken)
    {
        var folder = new LakeFolder(path, stepTaken);
        Directory.CreateDirectory(System.IO.Path.Combine(path, Commits));
        // A name is given by renaming, so what bears one is whole.
        if (Directory.EnumerateFiles(System.IO.Path.Combine(path, Commits), "*.json").Max(StringComparer.Ordinal) is { } last)
            folder.Last = Read(last, LakeJson.Default.LakeCommit);
        if (folder.Last.Format != LakeCommit.FormatNow)
            throw new InvalidDataException($"The lake in {path} has format {folder.Last.Format}; this program knows {LakeCommit.FormatNow}. Go on with the version that wrote it, or name a new folder.");
        folder.PutInPlace(folder.Last);
        folder.RemoveWhatNobodyDecided();
        return folder;
    }

    /// <summary>An empty folder to write the next step's files into.</summary>
    public string Begin()
    {
        var aside = AsideOf(Last.Number + 1);
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        return aside;
    }

    /// <summary>Takes the step whose files were written aside.</summary>
    public LakeCommit Take(HistoryMark mark, long interactions, long reversals, long merges)
    {
        var number = Last.Number + 1;
        var aside = AsideOf(number);
        var files = Directory.EnumerateFiles(aside, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new LakeFile(System.IO.Path.GetRelativePath(aside, file).Replace('\\', '/'), new FileInfo(file).Length)).ToList();
        foreach (var file in files) Flush(System.IO.Path.Combine(aside, file.Path));
        StepTaken?.Invoke("written");
        var commit = new LakeCommit(LakeCommit.FormatNow, number, Last.Position, mark.Position.Value, mark.Fingerprint, interactions, reversals, merges, files);
        Write(System.IO.Path.Combine(Path, Commits, number.ToString("d12", CultureInfo.InvariantCulture) + ".json"), commit, LakeJson.Default.LakeCommit, overwrite: false);
        Last = commit;
        StepTaken?.Invoke("decided");
        PutInPlace(commit);
        return commit;
    }

    /// <summary>Reads a file of the lake.</summary>
    public static T Read<T>(string file, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(file), type) ?? throw new InvalidDataException($"{file} is empty. Delete the lake's folder; it is made again from the books.");

    /// <summary>Writes a file as a whole: beside, flushed, then renamed.</summary>
    public static void Write<T>(string file, T value, JsonTypeInfo<T> type, bool overwrite)
    {
        using (var stream = new FileStream(file + ".new", FileMode.Create))
        {
            JsonSerializer.Serialize(stream, value, type);
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".new", file, overwrite);
    }

    private string AsideOf(long number) => System.IO.Path.Combine(Path, Aside, number.ToString("d12", CultureInfo.InvariantCulture));

    private void PutInPlace(LakeCommit commit)
    {
        foreach (var file in commit.Files)
        {
            var (from, to) = (System.IO.Path.Combine(AsideOf(commit.Number), file.Path), System.IO.Path.Combine(Path, file.Path));
            if (File.Exists(to)) continue;
            if (!File.Exists(from)) throw new InvalidDataException($"{to} is missing, which step {commit.Number} of the lake lists. Delete the folder {Path}; it is made again from the books.");
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Move(from, to);
            StepTaken?.Invoke("moved");
        }
        if (Directory.Exists(AsideOf(commit.Number))) Directory.Delete(AsideOf(commit.Number), recursive: true);
    }

    // Steps that were being written, and files of a step whose decision a power failure took away.
    private void RemoveWhatNobodyDecided()
    {
        var aside = System.IO.Path.Combine(Path, Aside);
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        foreach (var table in Tables.Select(table => System.IO.Path.Combine(Path, table)).Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(table, "*.parquet", SearchOption.AllDirectories))
                if (NumberOf(file) > Last.Number) File.Delete(file);
    }

    // Names begin with the number of their step; what bears a shorter one is somebody else's.
    private static long NumberOf(string file) =>
        System.IO.Path.GetFileName(file) is { Length: >= 12 } name && long.TryParse(name.AsSpan(0, 12), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
