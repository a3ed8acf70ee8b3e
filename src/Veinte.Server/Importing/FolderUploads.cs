using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>Uploaded files in <c>imports</c> of the data folder: each is written beside and renamed.</summary>
internal sealed class FolderUploads(AppFolder folder, UploadLimits limits) : IUploads
{
    private readonly string _files = Path.Combine(folder.Path, "imports", "files");

    /// <inheritdoc/>
    public async Task<UploadedFile> Keep(string name, Stream content, CancellationToken cancel)
    {
        Directory.CreateDirectory(_files);
        limits.Admit(Directory.GetDirectories(_files).Length, All().Sum(file => file.Bytes));
        var id = UploadLimits.NewId();
        var made = Path.Combine(_files, id + ".new");
        Directory.CreateDirectory(made);
        try
        {
            await using (var file = new FileStream(Path.Combine(made, "content"), FileMode.CreateNew))
            {
                await CopyUpTo(content, file, cancel);
                file.Flush(flushToDisk: true);
            }
            await File.WriteAllTextAsync(Path.Combine(made, "name"), name, cancel);
            Directory.Move(made, Path.Combine(_files, id));
        }
        catch
        {
            Directory.Delete(made, recursive: true);
            throw;
        }
        return Of(id)!;
    }

    /// <inheritdoc/>
    public Task<UploadedFile?> Find(string id, CancellationToken cancel) => Task.FromResult(Of(id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadedFile>> List(CancellationToken cancel) => Task.FromResult<IReadOnlyList<UploadedFile>>([.. All().OrderByDescending(file => file.UploadedAt)]);

    /// <inheritdoc/>
    public Stream Open(UploadedFile file)
    {
        try
        {
            return ImportRequest.OpenFile(PathOf(file.Id));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw UploadLimits.Gone(file.Name);
        }
    }

    /// <inheritdoc/>
    public Task<bool> Delete(string id, CancellationToken cancel)
    {
        if (Of(id) is null) return Task.FromResult(false);
        Directory.Delete(Path.Combine(_files, id), recursive: true);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task TakeLeft(CancellationToken cancel) => Task.CompletedTask;

    private string PathOf(string id) => Path.Combine(_files, id, "content");

    private IEnumerable<UploadedFile> All() => !Directory.Exists(_files) ? [] : Directory.GetDirectories(_files).Select(path => Of(Path.GetFileName(path))).OfType<UploadedFile>();

    private UploadedFile? Of(string id)
    {
        if (!UploadLimits.IsId(id)) return null;
        var content = new FileInfo(PathOf(id));
        return content.Exists
            ? new(id, File.ReadAllText(Path.Combine(_files, id, "name")), content.Length, new DateTimeOffset(content.LastWriteTimeUtc, TimeSpan.Zero))
            : null;
    }

    private async Task CopyUpTo(Stream content, FileStream file, CancellationToken cancel)
    {
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            if (file.Length + read > limits.FileBytesMax) throw new JobRefusedException(limits.TooLarge);
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }
}
