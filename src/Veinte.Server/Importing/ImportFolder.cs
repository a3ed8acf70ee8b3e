using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Veinte.Doors.Importing;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>
/// <c>imports</c> in the data folder: uploaded files, and orders that are not finished, which a restart goes on with.
/// Files are whole or not there: each is written beside and renamed. Thread-safe.
/// </summary>
internal sealed class ImportFolder(AppFolder folder, IOptions<ImportOptions> options, TimeProvider time)
{
    private const int IdBytes = 12;
    private readonly string _files = Path.Combine(folder.Path, "imports", "files");
    private readonly string _orders = Path.Combine(folder.Path, "imports", "orders");

    /// <summary>Bytes of a file at most.</summary>
    public long FileBytesMax => options.Value.FileMegabytesMax * 1024L * 1024L;

    /// <summary>Keeps a file.</summary>
    /// <exception cref="JobRefusedException">It is too large, or too many wait.</exception>
    public async Task<UploadedFile> Keep(string name, Stream content, CancellationToken cancel)
    {
        Directory.CreateDirectory(_files);
        if (Directory.GetDirectories(_files).Length >= options.Value.FilesMax)
            throw new JobRefusedException($"{options.Value.FilesMax} uploaded files wait already. Import or delete some: DELETE /api/v1/imports/files/ID");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
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
        return Find(id)!;
    }

    /// <summary>A file, or null.</summary>
    public UploadedFile? Find(string id)
    {
        if (!IsId(id)) return null;
        var content = new FileInfo(PathOf(id));
        return content.Exists
            ? new(id, File.ReadAllText(Path.Combine(_files, id, "name")), content.Length, new DateTimeOffset(content.LastWriteTimeUtc, TimeSpan.Zero))
            : null;
    }

    /// <summary>Where a file's content lies.</summary>
    public string PathOf(string id) => Path.Combine(_files, id, "content");

    /// <summary>All files, newest first.</summary>
    public IReadOnlyList<UploadedFile> List() => !Directory.Exists(_files) ? [] :
    [
        .. Directory.GetDirectories(_files).Select(path => Find(Path.GetFileName(path))).OfType<UploadedFile>().OrderByDescending(file => file.UploadedAt),
    ];

    /// <summary>Deletes a file; false when there is none.</summary>
    public bool Delete(string id)
    {
        if (Find(id) is null) return false;
        Directory.Delete(Path.Combine(_files, id), recursive: true);
        return true;
    }

    /// <summary>Keeps an order until <see cref="Forget"/>, so that it outlives the process.</summary>
    public void Keep(PendingOrder order)
    {
        Directory.CreateDirectory(_orders);
        var path = Path.Combine(_orders, order.Order.File + ".json");
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(order, ImportJson.Default.PendingOrder));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Orders that are not finished, oldest first.</summary>
    public IReadOnlyList<PendingOrder> Pending() => !Directory.Exists(_orders) ? [] :
    [
        .. Directory.GetFiles(_orders, "*.json").Select(path => JsonSerializer.Deserialize(File.ReadAllBytes(path), ImportJson.Default.PendingOrder)!)
            .OrderBy(order => order.AskedAt),
    ];

    /// <summary>Ids of the files that orders which are not finished need: their own, and those they join.</summary>
    public IReadOnlySet<string> Needed()
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Pending().Select(pending => pending.Order))
        {
            needed.Add(order.File);
            if (order.Joined is { } given) needed.UnionWith(given.Values);
            else if (ImportMapping.Read(order.Mapping).Mapping is { } mapping)
                needed.UnionWith(List().Where(file => mapping.JoinedFiles.Contains(file.Name)).Select(file => file.Id));
        }
        return needed;
    }

    /// <summary>Forgets an order that is finished or hopeless.</summary>
    public void Forget(PendingOrder order) => File.Delete(Path.Combine(_orders, order.Order.File + ".json"));

    /// <summary>An order as it is kept.</summary>
    public PendingOrder Pend(ImportOrder order, string author) => new(order, author, time.GetUtcNow());

    private static bool IsId(string id) => id.Length == IdBytes * 2 && id.All(char.IsAsciiHexDigitLower);

    private async Task CopyUpTo(Stream content, FileStream file, CancellationToken cancel)
    {
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            if (file.Length + read > FileBytesMax)
                throw new JobRefusedException($"The file has more than {options.Value.FileMegabytesMax} MB. Split it, or raise Import__FileMegabytesMax.");
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }
}

/// <summary>An import that was asked for and is not finished.</summary>
internal sealed record PendingOrder(ImportOrder Order, string Author, DateTimeOffset AskedAt);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(PendingOrder))]
internal sealed partial class ImportJson : System.Text.Json.Serialization.JsonSerializerContext;
