using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Storage;

namespace Veinte.Embedded;

/// <summary>
/// The whole stream in one process over one data folder: nothing to install, sole owner of every partition. This file is
/// the list of what stands behind the four seams in the embedded mode.
/// </summary>
public sealed partial class EmbeddedNode : VeinteNode
{
    private readonly SegmentedJournal _journal;
    private readonly DirectCalls _calls;
    private readonly string _folder;
    private readonly PartitionOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Held while one set of books takes the place of another, and by the end.
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile BooksManifest _manifest;
    private KeptBooks _kept = null!;

    private EmbeddedNode(SegmentedJournal journal, BooksManifest manifest, string folder, PartitionOptions options, TimeProvider time)
    {
        (_journal, _manifest, _folder, _options, _time) = (journal, manifest, folder, options, time);
        Live = new();
        _calls = new(manifest.Partitions);
        Books = new(_calls, journal);
        Desk = new(journal, Books, time);
    }

    /// <inheritdoc/>
    public override IJournal Journal => _journal;

    /// <inheritdoc/>
    public override Books Books { get; }

    /// <inheritdoc/>
    public override Desk Desk { get; }

    /// <inheritdoc/>
    public override LiveFeed Live { get; }

    /// <inheritdoc/>
    public override Engine.Seams.IPartitionCalls Calls => _calls;

    /// <inheritdoc/>
    public override Task<Exception> Failure => _failure.Task;

    /// <inheritdoc/>
    public override Engine.Views.JournalQueue Queue => new(_journal.QueuedBytes, _journal.QueueBytesMax);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Engine.Views.PartitionView>> Partitions(CancellationToken cancel = default) =>
        _calls.Stand([.. Enumerable.Range(0, _calls.Count).Select(partition => (partition, _manifest.Epoch, default(Guid?)))], _time, cancel);

    /// <summary>Nothing: whatever could ail it ends it.</summary>
    public override Task<string?> Ailment(CancellationToken cancel = default) => Task.FromResult<string?>(null);

    /// <summary>Opens the folder, creating it when there is none, and returns once every partition has caught up with the journal.</summary>
    /// <exception cref="IOException">Another process has the folder open; the message names it.</exception>
    public static Task<EmbeddedNode> Open(string folder, TimeProvider time, CancellationToken cancel = default) =>
        Open(folder, time, new PartitionOptions(), new JournalOptions { Time = time }, cancel);

    /// <summary>Opens the folder with limits of one's own.</summary>
    public static async Task<EmbeddedNode> Open(
        string folder, TimeProvider time, PartitionOptions options, JournalOptions journalOptions, CancellationToken cancel = default)
    {
        // Until the journal's own lock is taken, and a while longer.
        using var entering = FolderInChange.Enter(folder);
        FolderInChange.PutBack(folder);
        return await Open(folder, time, options, journalOptions, new DirectoryStorage(JournalFolder(folder)), cancel);
    }

    /// <summary>Opens the folder with its journal on a disk of one's own, which may be a simulated one.</summary>
    public static async Task<EmbeddedNode> Open(
        string folder, TimeProvider time, PartitionOptions options, JournalOptions journalOptions, IJournalStorage storage, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        var journal = await SegmentedJournal.Open(storage, journalOptions);
        try
        {
            var manifest = BooksManifest.Read(folder);
            manifest = manifest with { Epoch = manifest.Epoch + 1 };
            manifest.Write(folder);
            var node = new EmbeddedNode(journal, manifest, folder, options, time);
            await node.Start(journalOptions.Report, cancel);
            return node;
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _changing.WaitAsync();
        await _kept.Stop();
        _calls.Open(_kept.Hosts);
        await _kept.Close();
        await _journal.DisposeAsync();
        _changing.Dispose();
        _stop.Dispose();
    }

    private long Head => _journal.Head.Value;

    private static string JournalFolder(string folder) => Path.Combine(folder, "journal");

    private async Task Start(Action<string>? report, CancellationToken cancel)
    {
        _manifest.DeleteOthers(_folder);
        try
        {
            await Keep(await StoredBooks(cancel), cancel);
        }
        catch (InvalidDataException outdated) when (IsOutdated(outdated))
        {
            // An earlier version kept them. They are derived: the journal has everything, and is read anew.
            report?.Invoke($"The books in {_folder} are of an earlier version and are made again from the journal. Nothing is lost; until it is done nothing is answered.");
            await _kept.Close();
            _calls.Close();
            Directory.Delete(_manifest.BooksFolder(_folder), recursive: true);
            await Keep(await StoredBooks(cancel), cancel);
        }
        await FinishRestatement(cancel);
    }

    private async Task<IReadOnlyList<SqliteCheckpoints>> StoredBooks(CancellationToken cancel)
    {
        var checkpoints = OpenCheckpoints();
        if (!await LacksItsRestatement(checkpoints)) return checkpoints;
        foreach (var lost in checkpoints) await lost.DisposeAsync();
        return await MakeAgain(cancel);
    }

    private static bool IsOutdated(Exception? failure) => failure is not null && (failure is OutdatedStateException || IsOutdated(failure.InnerException));

    private IReadOnlyList<SqliteCheckpoints> OpenCheckpoints() =>
        [.. Enumerable.Range(0, _manifest.Partitions).Select(p => SqliteCheckpoints.Open(_manifest.BooksFolder(_folder), p))];

    /// <summary>Lets hosts keep the books in these checkpoints, and answers questions once they have caught up.</summary>
    private async Task Keep(IReadOnlyList<SqliteCheckpoints> checkpoints, CancellationToken cancel)
    {
        var kept = _kept = new(checkpoints, _journal, _options, Live, _time);
        kept.Run(_manifest.Epoch, _stop.Token);
        try
        {
            await kept.CaughtUp(cancel);
        }
        catch
        {
            await kept.Stop();
            _calls.Open(kept.Hosts);
            throw;
        }
        _calls.Open(kept.Hosts);
        _ = WatchForFailure(kept);
    }

    private async Task WatchForFailure(KeptBooks kept)
    {
        var ended = await Task.WhenAny(kept.Running, _journal.Failure);
        if (ended == _journal.Failure) _failure.TrySetResult(await _journal.Failure);
        else if (kept.Running.Exception?.InnerException is { } broken) _failure.TrySetResult(broken);
    }
}
