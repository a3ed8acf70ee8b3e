using System.Runtime.InteropServices;
using Veinte.Cluster.Checkpoints;
using Veinte.Engine.Partitions;

namespace Veinte.Cluster.Tests;

/// <summary>Who takes a partition over reads hundreds of thousands of lines before anybody is answered.</summary>
public sealed class A_daybook_is_read_in_one_trip
{
    private const int Lines = 2_043;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_pages_its_lines_lie_in_and_each_line_is_the_one_that_was_written()
    {
        await using var database = await ClusterDatabase.Open(await PostgresServer.Instance.NewDatabase(), 2, Cancel);
        var lines = new DaybookEntry[Lines];
        for (var i = 0; i < Lines; i++) lines[i].Position = i + 1;
        await using (var writing = new PostgresCheckpoints(database.Source, 1, 0))
        {
            await writing.Open(1, Cancel);
            Assert.True(await writing.Commit(new(1, Lines, new byte[1], [], 0, [MemoryMarshal.AsBytes(lines.AsSpan()).ToArray()]), Cancel));
        }

        await using var reading = new PostgresCheckpoints(database.Source, 1, 0);
        foreach (var (first, count, most) in (ReadOnlySpan<(int, int, int)>)[(0, Lines, 1), (0, Lines, 0), (Lines - 3, 3, 0), (19, 2, 0)])
            Assert.Equal((most, true), Read(reading, first, count));
        // Another reader, which knows a page in the middle.
        await using var further = new PostgresCheckpoints(database.Source, 1, 0);
        Assert.Equal((1, true), Read(further, 1_005, 1));
        Assert.Equal((1, true), Read(further, 7, 1_900));
        Assert.Throws<InvalidDataException>(() => Read(further, Lines - 1, 2));

        (int Trips, bool AreThose) Read(PostgresCheckpoints from, int first, int count)
        {
            var read = new DaybookEntry[count];
            using var trips = new CountedTrips();
            from.ReadDaybook((long)first * DaybookEntry.Size, MemoryMarshal.AsBytes(read.AsSpan()));
            return (trips.Count, read.Select(line => line.Position).SequenceEqual(Enumerable.Range(first + 1, count).Select(i => (long)i)));
        }
    }
}
