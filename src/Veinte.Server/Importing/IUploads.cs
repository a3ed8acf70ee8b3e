using Microsoft.Extensions.Options;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>
/// Uploaded files that wait to be imported: in the data folder of a server that is alone (<see cref="FolderUploads"/>), in the database of a
/// cluster (<see cref="PostgresUploads"/>), so that any node goes on with what another took. Files are whole or not there. Thread-safe.
/// </summary>
internal interface IUploads
{
    /// <summary>Keeps a file.</summary>
    /// <exception cref="JobRefusedException">It is too large, or too many wait.</exception>
    Task<UploadedFile> Keep(string name, Stream content, CancellationToken cancel);

    /// <summary>A file, or null.</summary>
    Task<UploadedFile?> Find(string id, CancellationToken cancel);

    /// <summary>All files, newest first.</summary>
    Task<IReadOnlyList<UploadedFile>> List(CancellationToken cancel);

    /// <summary>Opens a file that was found; the stream can seek.</summary>
    /// <exception cref="InvalidDataException">Opened or read: it has been deleted meanwhile.</exception>
    Stream Open(UploadedFile file);

    /// <summary>Deletes a file; false when there is none.</summary>
    Task<bool> Delete(string id, CancellationToken cancel);

    /// <summary>Takes over files that a version which kept them elsewhere has left, under their ids.</summary>
    Task TakeLeft(CancellationToken cancel);
}

/// <summary>How much may be uploaded, and what whoever wants more is told.</summary>
internal sealed class UploadLimits(IOptions<ImportOptions> options)
{
    private const int IdBytes = 12;

    /// <summary>Bytes of a file at most.</summary>
    public long FileBytesMax => options.Value.FileMegabytesMax * 1024L * 1024L;

    /// <summary>What is said of a larger one.</summary>
    public string TooLarge => $"The file has more than {options.Value.FileMegabytesMax} MB. Split it, or raise Import__FileMegabytesMax.";

    /// <summary>An id for a new file.</summary>
    public static string NewId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>Whether this can be an id at all; nothing else becomes part of a path.</summary>
    public static bool IsId(string id) => id.Length == IdBytes * 2 && id.All(char.IsAsciiHexDigitLower);

    /// <summary>What is said of a file that somebody has deleted while it was read.</summary>
    public static InvalidDataException Gone(string name) => new($"The uploaded file {name} is not there any more. Upload it again.");

    /// <summary>Refuses one more file where too many wait, or too much.</summary>
    /// <exception cref="JobRefusedException">They do.</exception>
    public void Admit(int files, long bytes)
    {
        if (files >= options.Value.FilesMax)
            throw new JobRefusedException($"{options.Value.FilesMax} uploaded files wait already. Import or delete some: DELETE /api/v1/imports/files/ID");
        if (bytes >= options.Value.TotalMegabytesMax * 1024L * 1024L)
            throw new JobRefusedException($"Uploaded files that wait have {options.Value.TotalMegabytesMax} MB already. Import or delete some (DELETE /api/v1/imports/files/ID), or raise Import__TotalMegabytesMax.");
    }
}
