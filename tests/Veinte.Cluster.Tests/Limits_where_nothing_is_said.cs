using Npgsql;

namespace Veinte.Cluster.Tests;

/// <summary>What a connection string does not say is limited, and what it says stands.</summary>
public sealed class Limits_where_nothing_is_said
{
    [Fact]
    public void A_plain_connection_string_gets_a_bounded_pool_prepared_statements_and_a_sign_of_life()
    {
        var settings = new NpgsqlConnectionStringBuilder(ClusterDatabase.Settings("Host=somewhere;Database=veinte"));

        Assert.Equal((20, 40, 5, 65_536), (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.KeepAlive, settings.WriteBufferSize));
        Assert.Equal("somewhere", settings.Host);
    }

    [Theory]
    [InlineData("Maximum Pool Size=7;Max Auto Prepare=0;Keepalive=60;Write Buffer Size=8192")]
    [InlineData("MaxPoolSize=7;MaxAutoPrepare=0;KeepAlive=60;WriteBufferSize=8192")]
    [InlineData("maximum pool size=7;max auto prepare=0;keepalive=60;write buffer size=8192")]
    public void What_the_connection_string_says_stands_however_it_is_spelled(string said)
    {
        var settings = new NpgsqlConnectionStringBuilder(ClusterDatabase.Settings("Host=somewhere;" + said));

        Assert.Equal((7, 0, 60, 8_192), (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.KeepAlive, settings.WriteBufferSize));
    }
}
