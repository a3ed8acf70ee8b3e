using Veinte.Embedded;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Journal.Simulation;
using Veinte.KillTarget;

namespace Veinte.Simulation;

public sealed class Disks_that_fill
{
    [Fact]
    public async Task A_node_whose_disk_is_full_says_when_to_come_back_and_goes_on_by_itself_when_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("veinte-full-").FullName;
        var storage = new SimulatedStorage();
        var options = new JournalOptions { SegmentBytes = 64 * 1024, RetryAfterFull = TimeSpan.FromSeconds(7) };
        await using (var node = await EmbeddedNode.Open(folder, TimeProvider.System, new(), options, storage))
        {
            var acknowledged = 0;
            for (var fill = 0; fill < 5; fill++)
            {
                storage.CapacityBytes = Used(storage) + 30_000;
                var refusals = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => WriteUntilRefused(node, $"{fill}-{writer}", () => Interlocked.Increment(ref acknowledged))));
                Assert.All(refusals, refusal => Assert.Equal(TimeSpan.FromSeconds(7), refusal.RetryAfter));
                Assert.All(refusals, refusal => Assert.Contains("full", refusal.Message, StringComparison.Ordinal));
                Assert.False(node.Failure.IsCompleted);
                storage.CapacityBytes = long.MaxValue;
                await Append(node, $"after-{fill}");
                acknowledged++;
                Assert.Equal(acknowledged, (await node.Books.TrialBalance()).Interactions);
            }
            var verification = await node.Verify();
            Assert.True(verification.Agrees, string.Join("; ", verification.Differences));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<JournalUnavailableException> WriteUntilRefused(EmbeddedNode node, string writer, Action acknowledged)
    {
        for (var i = 0; i < 100_000; i++)
        {
            try
            {
                await Append(node, $"{writer}-{i}");
                acknowledged();
            }
            catch (JournalUnavailableException refusal)
            {
                return refusal;
            }
        }
        throw new InvalidOperationException("The simulated disk never filled.");
    }

    private static async Task Append(EmbeddedNode node, string message)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, "ana", "shop", 4, message);
        await node.Journal.Append(builder.Build());
    }

    private static long Used(SimulatedStorage storage) => storage.List().Sum(name => (long)storage.Content(name).Length);
}
