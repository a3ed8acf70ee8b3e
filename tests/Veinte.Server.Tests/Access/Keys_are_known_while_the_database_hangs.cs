using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Veinte.Server.Access;

namespace Veinte.Server.Tests.Access;

/// <summary>Each request brings a key: one that is known is let in from memory, whatever has become of the database meanwhile.</summary>
public sealed class Keys_are_known_while_the_database_hangs
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_request_waits_for_it_and_the_others_do_not()
    {
        await using var server = await ServerFixture.Start();
        var secret = await server.CreateKey("write");
        var (time, database) = (new FakeTimeProvider(DateTimeOffset.UtcNow), new Hanging());
        var keys = new ApiKeys(server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>(), database, time);
        Assert.NotNull(keys.Find(secret));

        database.Hangs = true;
        time.Advance(TimeSpan.FromSeconds(2));
        var asking = Task.Run(() => keys.Find(secret), Cancel);
        await database.Asked.Task.WaitAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await Task.Run(() => keys.Find(secret), Cancel).WaitAsync(Cancel));

        database.Fail.Set();
        await Assert.ThrowsAsync<IOException>(() => asking);
        database.Hangs = false;
        Assert.NotNull(keys.Find(secret));
        Assert.Null(keys.Find(secret + "x"));
    }

    private sealed class Hanging : IAppChanges
    {
        public bool Hangs { get; set; }

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Fail { get; } = new();

        public long Version(bool certainly)
        {
            if (!Hangs) return 1;
            Asked.TrySetResult();
            Fail.Wait(Cancel);
            throw new IOException("It is away.");
        }
    }
}
