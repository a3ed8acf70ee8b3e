using Npgsql;

namespace Veinte.Cluster.Tests;

/// <summary>A node waits for a database that is away, restarts or has a full disk, and says at once what no waiting mends.</summary>
public sealed class What_passes_by_itself
{
    [Theory]
    [InlineData("it shuts down", "57P01", "ProcessInterrupts", true)]
    [InlineData("its disk is full", "53100", "mdextend", true)]
    [InlineData("nothing was said in a transaction", "25P03", "ProcessInterrupts", true)]
    [InlineData("its disk is full, said by a connection that has just begun", "XX000", "write_item", true)]
    [InlineData("something is broken inside", "XX000", "heap_fetch_toast_slice", false)]
    [InlineData("a table is missing", "42P01", "parserOpenTable", false)]
    public void What_the_database_answers(string what, string state, string routine, bool passes) =>
        Assert.True(passes == DatabaseFailures.MayPass(new PostgresException(what, "ERROR", "ERROR", state, routine: routine)), what);

    [Fact]
    public void What_the_line_to_it_does()
    {
        Assert.True(DatabaseFailures.MayPass(new NpgsqlException("cut", new IOException())));
        Assert.False(DatabaseFailures.MayPass(new InvalidDataException("no books")));
    }
}
