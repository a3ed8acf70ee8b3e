using Npgsql;
using Veinte.Engine.Seams;

namespace Veinte.Cluster.Checkpoints;

internal sealed partial class PostgresCheckpoints
{
    /// <inheritdoc/>
    /// <remarks>Streamed. When the database goes away in between, the rest is left out.</remarks>
    public IEnumerable<T> ReadMany<T>(int max, StateDecoder<T> decode) where T : class
    {
        using var command = source.CreateCommand("select state from veinte.customers where generation = $1 and partition = $2 limit $3");
        Bind(command, Of(generation), Of(partition), Of(max));
        NpgsqlDataReader? reader = null;
        try
        {
            while (Next(ref reader, command) is { } state) yield return decode(state);
        }
        finally
        {
            reader?.Dispose();
        }
    }

    private static byte[]? Next(ref NpgsqlDataReader? reader, NpgsqlCommand command)
    {
        try
        {
            reader ??= command.ExecuteReader();
            return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            return null;
        }
    }
}
