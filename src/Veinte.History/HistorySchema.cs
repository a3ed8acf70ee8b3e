using DuckDB.NET.Data;

namespace Veinte.History;

/// <summary>
/// The layout of the history. <c>interactions</c> is the view people ask; <c>kept</c> is the table behind it, in which an
/// interaction stands as it came, and <c>belongs</c> says whom an identifier belongs to now. A change here is a new
/// version: older files are built again.
/// </summary>
internal static class HistorySchema
{
    private const int Version = 1;

    public static bool IsCurrent(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'mark'";
        if ((long)command.ExecuteScalar()! == 0) return false;
        command.CommandText = "SELECT layout FROM mark";
        return command.ExecuteScalar() is int version && version == Version;
    }

    public static void Create(DuckDBConnection connection) => HistoryDatabase.Execute(connection, $"""
        BEGIN;
        CREATE TABLE mark (layout INTEGER, position BIGINT, fingerprint UBIGINT, corrections BIGINT);
        INSERT INTO mark VALUES ({Version}, 0, 0, epoch_us(now()));
        CREATE TABLE kept (
            position BIGINT, occurred_at TIMESTAMP, received_at TIMESTAMP, identifier VARCHAR, identifier_key UBIGINT,
            touchpoint VARCHAR, touchpoint_code USMALLINT, channel VARCHAR, intent VARCHAR, staff VARCHAR, area VARCHAR, stage VARCHAR, journey VARCHAR,
            source VARCHAR, message_id VARCHAR, grade_milli INTEGER, weight_milli INTEGER, par_milli INTEGER,
            amount BIGINT, policy_version INTEGER, reversed BOOLEAN);
        CREATE TABLE touchpoints (code USMALLINT, name VARCHAR);
        CREATE TABLE pointers (identifier VARCHAR, identifier_key UBIGINT, into_identifier VARCHAR, into_key UBIGINT, since BIGINT);
        CREATE TABLE belongs (identifier VARCHAR, identifier_key UBIGINT, customer VARCHAR, customer_key UBIGINT);
        CREATE VIEW interactions AS SELECT
            position, occurred_at, received_at,
            substr(coalesce(b.customer, k.identifier), 3) AS customer,
            CASE coalesce(b.customer, k.identifier)[1] WHEN 'u' THEN 'user' ELSE 'anonymous' END AS customer_kind,
            k.identifier,
            touchpoint, channel, intent, staff, area, stage, journey, source, message_id,
            grade_milli / 1000.0 AS grade, weight_milli / 1000.0 AS weight, par_milli / 1000.0 AS par,
            amount, policy_version, reversed
            FROM kept k LEFT JOIN belongs b ON k.identifier = b.identifier;
        COMMIT;
        """);

    /// <summary>Empties everything, within the caller's transaction.</summary>
    public const string Clear = """
        DELETE FROM kept; DELETE FROM touchpoints; DELETE FROM pointers; DELETE FROM belongs;
        UPDATE mark SET position = 0, fingerprint = 0, corrections = corrections + 1;
        """;

    /// <summary>
    /// Works out anew whom identifiers belong to, following chains of merges to their end. Nobody is merged through more
    /// than 16 hops; a circle, which the books refuse, would end there too.
    /// </summary>
    public const string Resolve = """
        DELETE FROM belongs;
        INSERT INTO belongs
            WITH RECURSIVE walk(identifier, identifier_key, customer, customer_key, hops) AS (
                SELECT identifier, identifier_key, into_identifier, into_key, 1 FROM pointers WHERE into_identifier IS NOT NULL
                UNION ALL
                SELECT w.identifier, w.identifier_key, p.into_identifier, p.into_key, w.hops + 1 FROM walk w
                    JOIN pointers p ON p.identifier = w.customer
                    WHERE p.into_identifier IS NOT NULL AND w.hops < 16)
            SELECT identifier, any_value(identifier_key), arg_max(customer, hops), arg_max(customer_key, hops) FROM walk GROUP BY identifier;
        """;
}
