namespace Veinte.Server.Retention;

/// <summary>
/// A folder's journal takes the place of the one before in two renamings. Whoever dies between them leaves a folder without a
/// journal and with the one before beside it; <see cref="Finish"/> puts that back.
/// </summary>
internal static class JournalSwap
{
    private const string Before = "journal.before";
    private const string Next = "journal.next";

    /// <summary>Where the next journal is made: a data folder of its own beside the journal.</summary>
    public static string NextFolder(string folder) => Path.Combine(folder, Next);

    /// <summary>Puts in order what a run left that died: before anybody opens the journal.</summary>
    public static void Finish(string folder)
    {
        var (journal, before) = (Path.Combine(folder, "journal"), Path.Combine(folder, Before));
        if (Directory.Exists(before))
        {
            if (Directory.Exists(journal)) Directory.Delete(before, recursive: true);
            else Directory.Move(before, journal);
        }
        if (Directory.Exists(NextFolder(folder))) Directory.Delete(NextFolder(folder), recursive: true);
    }

    /// <summary>Changes to the next journal; nobody may have either open.</summary>
    public static void Change(string folder)
    {
        var journal = Path.Combine(folder, "journal");
        Directory.Move(journal, Path.Combine(folder, Before));
        Directory.Move(Path.Combine(NextFolder(folder), "journal"), journal);
        Finish(folder);
    }
}
