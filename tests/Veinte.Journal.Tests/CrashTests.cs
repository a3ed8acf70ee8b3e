using Xunit;

namespace Veinte.Journal.Tests;

public sealed class CrashTests
{
    [Fact]
    public void Whatever_fails_whenever_every_acknowledged_entry_is_there_exactly_once()
    {
        for (var seed = 1; seed <= 3000; seed++) RunNamed(seed);
    }

    /// <summary>Seeds that once failed, by what they had found.</summary>
    [Theory]
    [InlineData(1, "a cut after a full disk was not durable when the next file began")]
    [InlineData(78, "a cut whose flush failed came back, after a restart and a power loss, behind a file that was not the last any more")]
    public void Lives_that_once_lost_something_do_not_any_more(int seed, string found)
    {
        Assert.NotEmpty(found);
        new JournalLives(seed).Run();
    }

    private static void RunNamed(int seed)
    {
        try
        {
            new JournalLives(seed).Run();
        }
        catch (Exception e) when (e is JournalDamagedException or NotSupportedException)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
        }
    }

    [Fact]
    public void The_lives_above_meet_every_kind_of_failure()
    {
        // A guard of the guard: if the simulation stopped breaking things, the test above would prove nothing.
        var lives = Enumerable.Range(1, 100).Select(seed => new JournalLives(seed)).ToList();
        lives.ForEach(life => life.Run());
        Assert.True(lives.Sum(life => life.Acknowledged) > 1000);
        Assert.True(lives.Sum(life => life.Kills) > 100);
        Assert.True(lives.Sum(life => life.PowerLosses) > 100);
        Assert.True(lives.Sum(life => life.TimesFull) > 100);
        Assert.True(lives.Sum(life => life.FailedFlushes) > 20);
        Assert.True(lives.Sum(life => life.TailsCut) > 20);
        Assert.True(lives.Sum(life => life.GroupsFoundUnacknowledged) > 20);
    }
}
