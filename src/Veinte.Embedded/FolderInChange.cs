namespace Veinte.Embedded;

/// <summary>
/// A data folder whose journal was being changed for another one in two renamings. Whoever dies between them leaves the folder
/// without a journal and with the one before beside it. It is put back before anybody opens the folder: an empty journal in its
/// place would be taken for the books.
/// </summary>
public static class FolderInChange
{
    private const string LockName = "change.lock";

    /// <summary>Keeps a folder for a change of its journal: until it is given back nobody opens it.</summary>
    /// <exception cref="IOException">Somebody changes it already, or is opening it.</exception>
    public static IDisposable Hold(string folder) => Locked(folder, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Keeps changes of the journal away while the folder is being opened or copied; any number may do so together.</summary>
    /// <exception cref="IOException">Its journal is being changed.</exception>
    public static IDisposable Enter(string folder) => Locked(folder, FileAccess.Read, FileShare.Read);

    /// <summary>Where the journal lies while another takes its place.</summary>
    public static string Before(string folder) => Path.Combine(folder, "journal.before");

    /// <summary>Puts the journal back when it is missing; deletes nothing, and does nothing to a folder that has one.</summary>
    public static void PutBack(string folder)
    {
        var journal = Path.Combine(folder, "journal");
        if (Directory.Exists(journal) || !Directory.Exists(Before(folder))) return;
        try
        {
            Directory.Move(Before(folder), journal);
        }
        catch (IOException) when (Directory.Exists(journal))
        {
            // Somebody else who opens the folder has done it.
        }
    }

    private static FileStream Locked(string folder, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, access, share);
        }
        catch (IOException taken)
        {
            throw new IOException(
                share == FileShare.None
                    ? $"Another process is opening, copying or changing the journal in {folder} at this moment. Try again when that is done."
                    : $"The journal in {folder} is being written anew by 'veinte retain'. Start again when that is done: until then nothing opens this folder.", taken);
        }
    }
}
