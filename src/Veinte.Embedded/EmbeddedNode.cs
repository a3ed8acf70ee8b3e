using System.Text.Json;
using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Journal;
using Veinte.Journal.Storage;

namespace Veinte.Embedded;

/// <summary>
/// The whole stream in one process over one data folder: nothing to install, sole owner of every partition. This file is
/// the list of what stands behind the four seams in the embedded mode.
/// </summary>
public sealed class EmbeddedNode : VeinteNode
{
    private const int VerifyAttemptsMax = 20;

    private readonly SegmentedJournal _journal;
    private readonly PartitionHost[] _hosts;
    private readonly SqliteCheckpoints[] _checkpoints;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BooksManifest _manifest;
    private readonly PartitionOptions _options;
    private Task _running = Task.CompletedTask;

    private EmbeddedNode(SegmentedJournal journal, BooksManifest manifest, string folder, PartitionOptions options, TimeProvider time)
    {
        (_journal, _manifest, _options) = (journal, manifest, options);
        Live = new();
        _hosts = [.. Enumerable.Range(0, manifest.Partitions).Select(p => new PartitionHost(p, manifest.Partitions, options, Live, time))];
        _checkpoints = [.. Enumerable.Range(0, manifest.Partitions).Select(p => SqliteCheckpoints.Open(manifest.BooksFolder(folder), p))];
        var calls = new DirectCalls(_hosts);
        Books = new(calls, journal);
        Desk = new(journal, Books, time);
        Calls = calls;
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
    public override Engine.Seams.IPartitionCalls Calls { get; }

    /// <inheritdoc/>
    public override Task<Exception> Failure => _failure.Task;

    /// <summary>Opens the folder, creating it when there is none, and returns once every partition has caught up with the journal.</summary>
    /// <exception cref="IOException">Another process has the folder open; the message names it.</exception>
    public static Task<EmbeddedNode> Open(string folder, TimeProvider time, CancellationToken cancel = default) =>
        Open(folder, time, new PartitionOptions(), new JournalOptions { Time = time }, cancel);

    /// <summary>Opens the folder with limits of one's own.</summary>
    public static async Task<EmbeddedNode> Open(
        string folder, TimeProvider time, PartitionOptions options, JournalOptions journalOptions, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        var journal = await SegmentedJournal.Open(new DirectoryStorage(JournalFolder(folder)), journalOptions);
        try
        {
            var manifest = BooksManifest.Read(folder);
            manifest = manifest with { Epoch = manifest.Epoch + 1 };
            manifest.Write(folder);
            var node = new EmbeddedNode(journal, manifest, folder, options, time);
            await node.Start(cancel);
            return node;
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<Verification> Verify(IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var replay = new Replay(_manifest.Partitions, _options, restated: null);
        // Both must be looked at in the same place: what arrives meanwhile is caught up with, which is soon done.
        for (var attempt = 0; attempt < VerifyAttemptsMax; attempt++)
        {
            var head = Head;
            await replay.Run(_journal, head, progress, cancel);
            var verification = await replay.CompareWith(Calls, cancel);
            if (Head == head) return verification;
        }
        throw new InvalidOperationException("Interactions arrived faster than the books could be compared. Verify again when less is going on, or with the server stopped.");
    }

    /// <inheritdoc/>
    public override async Task<Restatement> Restate(JsonElement policy, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var reading = Grading.ScoringPolicyJson.Read(policy);
        if (reading.Policy is null) throw new ArgumentException(string.Join(' ', reading.Errors), nameof(policy));
        var head = Head;
        var version = (await Books.Policies(cancel)).FirstOrDefault(published => published.Policy.GetRawText() == policy.GetRawText())?.Version ?? -1;
        var replay = new Replay(_manifest.Partitions, _options, new(version, head, new(reading.Policy), []));
        await replay.Run(_journal, head, progress, cancel);
        return await replay.Restatement(Books, version, head, cancel);
    }

    /// <inheritdoc/>
    public override Task<DeskResult> PublishRestatement(
        int policyVersion, string author, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default) =>
        Task.FromResult(new DeskResult(
            DeskStatus.Refused, "Restated books can be compared, but this version cannot put them in force yet. Nothing was changed."));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var checkpoints in _checkpoints) await checkpoints.DisposeAsync();
        await _journal.DisposeAsync();
        _stop.Dispose();
    }

    private long Head => _journal.Head.Value;

    private static string JournalFolder(string folder) => Path.Combine(folder, "journal");

    private async Task Start(CancellationToken cancel)
    {
        var following = new SharedFollowing(_journal, _manifest.Partitions);
        _running = new SoleOwnership(_manifest.Partitions, _manifest.Epoch).Run(
            (partition, epoch, lost) => _hosts[partition].Run(epoch, _checkpoints[partition], _journal, following.Follow, lost), _stop.Token);
        _ = WatchForFailure();
        var head = _journal.Head;
        while ((await Books.TrialBalance(cancel)).Position < head.Value)
        {
            if (_failure.Task.IsCompleted) throw new InvalidDataException(_failure.Task.Result.Message, _failure.Task.Result);
            await Task.Delay(5, cancel);
        }
    }

    private async Task WatchForFailure()
    {
        var ended = await Task.WhenAny(_running, _journal.Failure);
        if (ended == _journal.Failure) _failure.TrySetResult(await _journal.Failure);
        else if (_running.Exception?.InnerException is { } broken) _failure.TrySetResult(broken);
    }
}
