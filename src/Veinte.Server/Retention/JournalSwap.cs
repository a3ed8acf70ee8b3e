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
    private const string MarkName = "rewritten";

    /// <summary>Where the next journal is made: a data folder of its own beside the journal.</summary>
    public static string NextFolder(string folder) => Path.Combine(folder, Next);

    /// <summary>Whether it was changed since: journals with different marks are not beginnings of each other, however alike they begin.</summary>
    /// <param name="journal">The journal's own folder.</param>
    public static string MarkOf(string journal) => File.Exists(Mark(journal)) ? File.ReadAllText(Mark(journal)) : "";

    /// <summary>Gives a copy of a journal the journal's mark, before anything else of it is copied.</summary>
    public static void CopyMark(string journal, string copy)
    {
        if (!File.Exists(Mark(journal))) return;
        Directory.CreateDirectory(copy);
        File.Copy(Mark(journal), Mark(copy), overwrite: true);
    }

    /// <summary>Puts in order what a run left that died, if there is anything: at the start of a server, also while somebody copies the folder.</summary>
    /// <exception cref="IOException">The run is alive.</exception>
    public static void FinishLeft(string folder)
    {
        if (!Directory.Exists(NextFolder(folder)) && !Directory.Exists(FolderInChange.Before(folder))) return;
        // Who is at work holds the folder, and says so to whoever enters; once inside, what is left is of a run that died.
        // Nobody reads it, so it goes though others are inside. Only a journal is not set aside under the eyes of its readers.
        using (FolderInChange.Enter(folder))
        {
            if (!HasForeign(folder))
            {
                // Not asked again in here: who puts the journal back at this moment must not be taken for a stranger.
                FinishOwn(folder);
                return;
            }
        }
        using var alone = FolderInChange.Hold(folder);
        Finish(folder);
    }

    /// <summary>Puts in order what a run left that died, before anybody opens the journal: by whoever has kept the run's like away.</summary>
    public static void Finish(string folder)
    {
        if (HasForeign(folder)) Directory.Move(Journal(folder), Unused(Journal(folder) + ".foreign"));
        FinishOwn(folder);
    }

    private static void FinishOwn(string folder)
    {
        FolderInChange.PutBack(folder);
        Delete(FolderInChange.Before(folder));
        Delete(NextFolder(folder));
    }

    /// <summary>Changes to the next journal; nobody may have either open.</summary>
    public static void Change(string folder)
    {
        if (!Directory.Exists(Made(folder))) throw new IOException($"The next journal in {NextFolder(folder)} is gone. The one in force is as it was; try again.");
        File.WriteAllText(Mark(Made(folder)), Guid.NewGuid().ToString("n"));
        Directory.Move(Journal(folder), FolderInChange.Before(folder));
        Directory.Move(Made(folder), Journal(folder));
        Finish(folder);
    }

    // The next one still lies where it was made: a journal that is here all the same is none of both.
    // Looked for in this order: whoever puts the one before back takes its name away in the same step, so what is seen first cannot be it.
    private static bool HasForeign(string folder) => Directory.Exists(Journal(folder)) && Directory.Exists(FolderInChange.Before(folder)) && Directory.Exists(Made(folder));

    // Another server that starts may be at the same.
    private static void Delete(string left)
    {
        try
        {
            if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone, as wanted.
        }
    }

    private static string Journal(string folder) => Path.Combine(folder, "journal");

    private static string Mark(string journal) => Path.Combine(journal, MarkName);

    private static string Made(string folder) => Path.Combine(NextFolder(folder), "journal");

    private static string Unused(string path)
    {
        var (name, number) = (path, 1);
        while (Directory.Exists(name)) name = $"{path}-{++number}";
        return name;
    }
}
