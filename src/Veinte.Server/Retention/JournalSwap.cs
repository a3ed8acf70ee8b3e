using Veinte.Embedded;

namespace Veinte.Server.Retention;

/// <summary>
/// A folder's journal takes the place of the one before in two renamings. Whoever dies between them leaves a folder without a
/// journal and with the one before beside it; <see cref="Finish"/> puts that back. The one before is deleted only when the next one
/// is known to be in its place.
/// </summary>
internal static class JournalSwap
{
    private const string Next = "journal.next";

    /// <summary>Where the next journal is made: a data folder of its own beside the journal.</summary>
    public static string NextFolder(string folder) => Path.Combine(folder, Next);

    /// <summary>Puts in order what a run left that died: before anybody opens the journal.</summary>
    public static void Finish(string folder)
    {
        var (journal, before) = (Path.Combine(folder, "journal"), FolderInChange.Before(folder));
        // The next one still lies where it was made: a journal that is here all the same is none of both, and is set aside.
        if (Directory.Exists(before) && Directory.Exists(journal) && Directory.Exists(Made(folder))) Directory.Move(journal, Unused(journal + ".foreign"));
        FolderInChange.PutBack(folder);
        if (Directory.Exists(before)) Directory.Delete(before, recursive: true);
        if (Directory.Exists(NextFolder(folder))) Directory.Delete(NextFolder(folder), recursive: true);
    }

    /// <summary>Changes to the next journal; nobody may have either open.</summary>
    public static void Change(string folder)
    {
        var journal = Path.Combine(folder, "journal");
        if (!Directory.Exists(Made(folder))) throw new IOException($"The next journal in {NextFolder(folder)} is gone. The one in force is as it was; try again.");
        Directory.Move(journal, FolderInChange.Before(folder));
        Directory.Move(Made(folder), journal);
        Finish(folder);
    }

    private static string Made(string folder) => Path.Combine(NextFolder(folder), "journal");

    private static string Unused(string path)
    {
        var (name, number) = (path, 1);
        while (Directory.Exists(name)) name = $"{path}-{++number}";
        return name;
    }
}
