using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Veinte.Embedded;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Retention;

namespace Veinte.Server.Moving;

/// <summary>
/// Copies of a data folder that are good whenever they are taken, also from under a running server: application data first,
/// by SQLite's own means, then the journal, oldest file first, so that what the former speaks of stands in the latter. What
/// is derived is left out: restoring makes it again. Taken into the same folder again, only what is new is copied.
/// </summary>
internal static class FolderBackup
{
    private const string NoteName = "backup.json";
    private const string AppName = "app.db";

    // Small or unchanging: copied when another size or a later time says that they are others.
    private static readonly string[] Folders = ["cookie-keys", "imports"];

    /// <summary>Takes a backup.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="to">Where it goes: a folder that is new, empty, or holds an earlier backup of the same.</param>
    /// <param name="time">Dates it.</param>
    /// <param name="cancel">Gives up; what was copied stays and is used the next time.</param>
    /// <exception cref="InvalidDataException">The target holds something else, or the copy cannot be read back.</exception>
    public static async Task<BackupTaken> Take(string folder, string to, TimeProvider time, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, "books.json"))) throw new InvalidDataException($"There are no books in {folder}.");
        if (Within(to, folder)) throw new InvalidDataException($"{to} lies within the data folder: a backup belongs on another disk. Name a folder elsewhere.");
        var before = Read(to);
        if (before is null && Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
            throw new InvalidDataException($"{to} holds something else than a backup. Name a new folder, or one that holds an earlier backup.");
        using var entering = FolderInChange.Enter(folder);
        // A run of 'retain' that died within its change left no journal here; a copy of that would be sound and empty.
        FolderInChange.PutBack(folder);
        if (!BeginAlike(Path.Combine(folder, "journal"), Path.Combine(to, "journal")))
            throw new InvalidDataException($"The backup in {to} is of other books than those in {folder}, or was taken before 'veinte retain --apply' took something out of their journal. Nothing was changed. Name a new folder.");
        Directory.CreateDirectory(to);
        JournalSwap.CopyMark(Path.Combine(folder, "journal"), Path.Combine(to, "journal"));
        // Until it is finished, the folder is a backup to be taken again and none to be restored.
        Write(to, new(time.GetUtcNow(), before?.Position ?? 0, Finished: false));
        CopyDatabase(folder, to);
        foreach (var name in Folders) CopyNew(Path.Combine(folder, name), Path.Combine(to, name), cancel);
        File.Copy(Path.Combine(folder, "books.json"), Path.Combine(to, "books.json"), overwrite: true);
        var copied = CopyNew(Path.Combine(folder, "journal"), Path.Combine(to, "journal"), cancel);
        await using var journal = await FolderJournal.Open(to);
        var head = journal.Journal.Head.Value;
        // Opened, the journal checks its end; all the rest is read once, for a backup that cannot be read is none.
        await foreach (var _ in journal.Journal.Read(new(before?.Position ?? 0), cancel)) cancel.ThrowIfCancellationRequested();
        var taken = new BackupTaken(time.GetUtcNow(), head, Finished: true);
        Write(to, taken);
        return taken with { CopiedBytes = copied };
    }

    /// <summary>Makes a data folder from a backup, as it was at a position or a time.</summary>
    /// <param name="from">The backup.</param>
    /// <param name="to">The data folder; there must be none.</param>
    /// <param name="untilPosition">The last position to restore; null for all.</param>
    /// <param name="untilTime">The last moment to restore, by when doors received; null for all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Gives up; what was made so far is to be deleted.</param>
    /// <exception cref="InvalidDataException">There is no finished backup, or the target is not empty.</exception>
    public static async Task<long> Restore(
        string from, string to, long? untilPosition, DateTimeOffset? untilTime, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        if (Read(from) is not { Finished: true }) throw new InvalidDataException($"There is no finished backup in {from}. Name a folder that 'veinte backup' has written, or take it again.");
        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()) throw new InvalidDataException($"{to} is not empty. Name a new folder: nothing is overwritten.");
        new AppFolder(to).Create();
        await using var source = await FolderJournal.Open(from);
        // Without the mark of a restatement: the decision to restate is an entry, and the first start carries it out again.
        await using var target = await FolderJournal.Open(to, source.Partitions);
        var end = new Position(Math.Min(untilPosition ?? long.MaxValue, source.Journal.Head.Value));
        if (untilTime is { } time) end = await JournalMove.LastBefore(source.Journal, Instant.From(time), end, cancel);
        await JournalMove.Copy(source.Journal, end, target.Journal, progress, cancel);
        if (await JournalMove.Compare(source.Journal, end, target.Journal, progress, cancel) is { } difference)
            throw new InvalidDataException($"What was restored differs from the backup: {difference}. Delete {to} and restore again.");
        CopyDatabase(from, to);
        foreach (var name in Folders) CopyNew(Path.Combine(from, name), Path.Combine(to, name), cancel);
        return end.Value;
    }

    private static void CopyDatabase(string from, string to)
    {
        var (source, target) = (Path.Combine(from, AppName), Path.Combine(to, AppName));
        if (!File.Exists(source)) return;
        var next = target + ".next";
        File.Delete(next);
        using (var reading = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false, DefaultTimeout = 30 }.ToString()))
        using (var writing = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = next, Pooling = false }.ToString()))
        {
            reading.Open();
            writing.Open();
            reading.BackupDatabase(writing);
        }
        File.Move(next, target, overwrite: true);
    }

    // In the order of their names, which for the journal is the order of its positions. Of a file that is being written a
    // beginning is copied: the journal knows where it ends.
    private static long CopyNew(string from, string to, CancellationToken cancel)
    {
        if (!Directory.Exists(from)) return 0;
        var copied = 0L;
        Directory.CreateDirectory(to);
        foreach (var file in new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            if (file.Name.StartsWith("journal.", StringComparison.Ordinal)) continue;
            var target = new FileInfo(Path.Combine(to, Path.GetRelativePath(from, file.FullName)));
            if (target.Exists && target.Length == file.Length && target.LastWriteTimeUtc >= file.LastWriteTimeUtc) continue;
            target.Directory!.Create();
            file.CopyTo(target.FullName, overwrite: true);
            copied += file.Length;
        }
        return copied;
    }

    // The first entries of two journals of different books are never the same: they hold random numbers. After retention they
    // may be, so the journal has a mark then: a copy from before it cannot be gone on with, for its files end elsewhere.
    private static bool BeginAlike(string journal, string copy)
    {
        const int beginning = 4096;
        if (!Directory.Exists(copy) || Directory.EnumerateFiles(copy, "*.journal").Order(StringComparer.Ordinal).FirstOrDefault() is not { } copied) return true;
        if (JournalSwap.MarkOf(journal) != JournalSwap.MarkOf(copy)) return false;
        var original = Path.Combine(journal, Path.GetFileName(copied));
        return File.Exists(original) && Beginning(copied) is var known && Beginning(original).AsSpan().StartsWith(known);

        static byte[] Beginning(string file)
        {
            using var reading = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(beginning, reading.Length)];
            reading.ReadExactly(bytes);
            return bytes;
        }
    }

    private static bool Within(string path, string folder) =>
        (Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar).StartsWith(
            Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static BackupTaken? Read(string folder)
    {
        var note = Path.Combine(folder, NoteName);
        return File.Exists(note) ? JsonSerializer.Deserialize(File.ReadAllBytes(note), BackupJson.Default.BackupTaken) : null;
    }

    private static void Write(string folder, BackupTaken note) =>
        File.WriteAllBytes(Path.Combine(folder, NoteName), JsonSerializer.SerializeToUtf8Bytes(note, BackupJson.Default.BackupTaken));
}

/// <summary>A backup.</summary>
/// <param name="TakenAt">When.</param>
/// <param name="Position">The last position it holds.</param>
/// <param name="Finished">Whether it was taken to its end.</param>
/// <param name="CopiedBytes">Bytes of the journal that were new this time.</param>
internal sealed record BackupTaken(DateTimeOffset TakenAt, long Position, bool Finished, long CopiedBytes = 0);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(BackupTaken))]
internal sealed partial class BackupJson : JsonSerializerContext;
