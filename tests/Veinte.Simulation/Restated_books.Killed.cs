using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Journal;

namespace Veinte.Simulation;

// In a data folder the change of books takes several steps, and each may be the last.
public sealed partial class Restated_books
{
    [Theory]
    [InlineData("made", false)]
    [InlineData("stopped", false)]
    [InlineData("durable", false)]
    [InlineData("decided", true)]
    [InlineData("named", true)]
    public async Task Killed_at_any_step_the_books_are_the_old_or_the_new_and_verify_agrees(string step, bool restated)
    {
        var crashed = Directory.CreateTempSubdirectory("veinte-").FullName;
        try
        {
            await using var books = await Scenario.Open(new PartitionOptions { CheckpointEntriesMax = 100 });
            await Story(books);
            await books.Node.Desk.PublishPolicy(Strict, "kim");
            var old = await Figures(books.Node);
            books.Node.StepTaken = taken =>
            {
                if (taken == step) books.CopyTo(crashed);
            };
            await books.Node.PublishRestatement(1, "kim");
            var anew = await Figures(books.Node);
            await using var node = await EmbeddedNode.Open(crashed, TimeProvider.System, books.Options, new JournalOptions());
            Assert.Equal(restated ? anew : old, await Figures(node));
            Assert.Equal([], (await node.Verify()).Differences);
            // What the crash left half-made is gone, and the decision can be taken (again).
            Assert.Single(Directory.GetDirectories(Path.Combine(crashed, "books")));
            Assert.Equal(restated ? DeskStatus.AlreadyDone : DeskStatus.Done, (await node.PublishRestatement(1, "kim")).Status);
            Assert.Equal(anew, await Figures(node));
        }
        finally
        {
            Directory.Delete(crashed, recursive: true);
        }
    }
}
