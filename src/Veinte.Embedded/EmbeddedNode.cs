using System.Text.Json;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Journal;

namespace Veinte.Embedded;

/// <summary>The whole stream in one process over one data folder: nothing to install, sole owner of every partition.</summary>
public sealed class EmbeddedNode : VeinteNode
{
    private EmbeddedNode()
    {
    }

    /// <inheritdoc/>
    public override IJournal Journal => throw new NotImplementedException();

    /// <inheritdoc/>
    public override Books Books => throw new NotImplementedException();

    /// <inheritdoc/>
    public override Desk Desk => throw new NotImplementedException();

    /// <inheritdoc/>
    public override LiveFeed Live => throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<Exception> Failure => throw new NotImplementedException();

    /// <summary>Opens the folder, creating it when there is none, and returns once every partition has caught up with the journal.</summary>
    /// <exception cref="IOException">Another process has the folder open; the message names it.</exception>
    public static Task<EmbeddedNode> Open(string folder, TimeProvider time, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<Verification> Verify(IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<Restatement> Restate(JsonElement policy, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<DeskResult> PublishRestatement(int policyVersion, string author, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
