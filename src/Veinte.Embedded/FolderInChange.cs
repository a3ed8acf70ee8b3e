namespace Veinte.Embedded;

/// <summary>
/// A data folder whose journal was being changed for another one in two renamings. Whoever dies between them leaves the folder
/// without a journal and with the one before beside it. It is put back before anybody opens the folder: an empty journal in its
/// place would be taken for the books.
/// </summary>
public static class FolderInChange
{
    /// <summary>Where the journal lies while another takes its place.</summary>
    public static string Before(string folder) => Path.Combine(folder, "journal.before");

    /// <summary>Puts the journal back when it is missing; deletes nothing, and does nothing to a folder that has one.</summary>
    public static void PutBack(string folder)
    {
        var journal = Path.Combine(folder, "journal");
        if (!Directory.Exists(journal) && Directory.Exists(Before(folder))) Directory.Move(Before(folder), journal);
    }
}
