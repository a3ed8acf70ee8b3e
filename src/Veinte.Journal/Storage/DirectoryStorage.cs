using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Veinte.Journal.Storage;

/// <summary>
/// A journal's files in a directory, which is created when there is none. The directory belongs to one writing process:
/// a lock file says so, and a second file beside it names the process (a locked file cannot be read by others everywhere).
/// </summary>
/// <param name="directory">The directory.</param>
public sealed partial class DirectoryStorage(string directory) : IJournalStorage
{
    private const string LockName = "journal.lock";
    private const string OwnerName = "journal.owner";

    private readonly string _directory = Path.GetFullPath(directory);

    /// <inheritdoc/>
    public string Place => _directory;

    /// <inheritdoc/>
    public IReadOnlyList<string> List() => Directory.Exists(_directory)
        ? [.. Directory.EnumerateFiles(_directory).Select(path => Path.GetFileName(path))]
        : [];

    /// <inheritdoc/>
    public IJournalFile Create(string name) => Guarded(name, path =>
        new JournalFile(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite)));

    /// <inheritdoc/>
    public IJournalFile Open(string name, bool forWriting) => Guarded(name, path =>
        new JournalFile(path, File.OpenHandle(
            path, FileMode.Open, forWriting ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(Path.Combine(_directory, name));

    /// <inheritdoc/>
    public void FlushNames()
    {
        // Windows keeps names durable by its own journal and has no such call.
        if (OperatingSystem.IsWindows()) return;
        var descriptor = OpenDescriptor(_directory, 0);
        if (descriptor < 0) throw NamesNotFlushed();
        var failed = FlushDescriptor(descriptor) < 0;
        var error = Marshal.GetLastPInvokeError();
        _ = CloseDescriptor(descriptor);
        if (failed) throw NamesNotFlushed(error);
    }

    /// <inheritdoc/>
    public IDisposable LockForWriting()
    {
        Directory.CreateDirectory(_directory);
        FileStream held;
        try
        {
            held = new(Path.Combine(_directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException(
                $"The journal in {_directory} is open in {Owner()}. Stop it first, or choose another folder.", taken);
        }
        File.WriteAllText(
            Path.Combine(_directory, OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        return held;
    }

    private string Owner()
    {
        try
        {
            return $"the process {int.Parse(File.ReadAllText(Path.Combine(_directory, OwnerName)), CultureInfo.InvariantCulture)}";
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    private IJournalFile Guarded(string name, Func<string, IJournalFile> open)
    {
        var path = Path.Combine(_directory, name);
        try
        {
            return open(path);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full(path, e);
        }
    }

    private static bool IsFull(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 0x70 or 0x27 // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
        : e.HResult is 28 or 122 or 69; // ENOSPC; EDQUOT on Linux; EDQUOT on macOS

    private static StorageFullException Full(string path, IOException e) =>
        new($"The disk that holds {path} is full. Make room on it.", e);

    private IOException NamesNotFlushed(int? error = null) => new(
        $"The directory {_directory} could not be flushed to disk (error {error ?? Marshal.GetLastPInvokeError()}).");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    private sealed class JournalFile(string path, SafeFileHandle handle) : IJournalFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public int Read(long offset, Span<byte> target)
        {
            var done = 0;
            while (done < target.Length)
            {
                var read = RandomAccess.Read(handle, target[done..], offset + done);
                if (read == 0) break;
                done += read;
            }
            return done;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            try
            {
                RandomAccess.Write(handle, bytes, offset);
            }
            catch (IOException e) when (IsFull(e))
            {
                throw Full(path, e);
            }
        }

        public void SetLength(long length) => RandomAccess.SetLength(handle, length);

        // fsync, and F_FULLFSYNC where fsync alone does not reach the platter. fdatasync would save nothing here: every
        // group makes the file longer, and a new length is metadata that fdatasync has to write as well.
        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => handle.Dispose();
    }
}
