using DuckDB.NET.Data;
using Veinte.Model;

namespace Veinte.History;

// The usual questions: which interactions are behind a figure, and how grades are spread.
public sealed partial class HistoryQueries
{
    /// <summary>Items of a page at most.</summary>
    public const int LimitMax = 500;

    private const int TouchpointsMax = 1000;

    /// <summary>Interactions that fit, newest first (by time, then position), a page at a time.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those that stand before this one in the order; null for the first page.</param>
    /// <param name="limit">How many at most, 1–500.</param>
    /// <param name="cancel">Stops the question.</param>
    public Task<IReadOnlyList<HistoryInteraction>> Interactions(
        HistoryFilter filter, HistoryCursor? before, int limit, CancellationToken cancel = default)
    {
        var arguments = new List<object?>();
        var where = filter.Where(arguments);
        if (before is { } cursor)
        {
            arguments.Add(HistoryValues.Time(cursor.OccurredAt));
            arguments.Add(cursor.Position.Value);
            var (time, position) = ($"${arguments.Count - 1}", $"${arguments.Count}");
            where += $" AND (occurred_at < {time} OR occurred_at = {time} AND position < {position})";
        }
        // Few rows survive the inner question, so that their owners are looked up for these only.
        var sql = $"""
            SELECT position, occurred_at, received_at, substr(coalesce(b.customer, k.identifier), 3), k.identifier, touchpoint, channel,
                intent, staff, area, stage, journey, source, message_id, grade_milli, weight_milli, amount, policy_version, reversed
            FROM (SELECT * FROM kept WHERE {where} ORDER BY occurred_at DESC, position DESC LIMIT {Math.Clamp(limit, 1, LimitMax)}) k
            LEFT JOIN belongs b ON b.identifier = k.identifier
            ORDER BY occurred_at DESC, position DESC
            """;
        return _queue.Ask((connection, stop) => HistoryCommands.Read(connection, sql, arguments, ReadInteractions, stop), cancel);
    }

    /// <summary>
    /// How the grades of interactions that fit are spread at each touchpoint, most interactions first; at most 1,000
    /// touchpoints. Percentiles are exact, interpolated between neighbours.
    /// </summary>
    public Task<IReadOnlyList<TouchpointGrades>> Grades(HistoryFilter filter, CancellationToken cancel = default)
    {
        var arguments = new List<object?>();
        var where = filter.Where(arguments);
        var sql = $"""
            SELECT touchpoint, count(*), count(grade_milli), coalesce(avg(grade_milli), 0), coalesce(quantile_cont(grade_milli, [0.1, 0.25, 0.5, 0.75, 0.9]), []),
                sum(amount)::BIGINT
            FROM kept WHERE {where} GROUP BY touchpoint ORDER BY count(*) DESC, touchpoint LIMIT {TouchpointsMax}
            """;
        return _queue.Ask((connection, stop) => HistoryCommands.Read(connection, sql, arguments, ReadGrades, stop), cancel);
    }

    /// <summary>
    /// The mean grade of what happened to each customer before a moment of his, at the same places as they were asked; null
    /// where nothing graded is known. Whoever was merged is who he belongs to now, with all that happened to him. One question
    /// however many they are, and only their interactions are joined.
    /// </summary>
    /// <param name="asked">Who, and before when.</param>
    /// <param name="cancel">Stops the question.</param>
    /// <param name="limit">How long it may take, its waiting included; null for what any question may take.</param>
    public Task<double?[]> GradesBefore(IReadOnlyList<(string Customer, Instant Before)> asked, CancellationToken cancel = default, TimeSpan? limit = null)
    {
        const char divider = '\u001f';
        object?[] arguments =
        [
            // An identifier that holds the divider itself would shift all others; its customer is as good as unknown.
            string.Join(divider, asked.Select(one => one.Customer.Contains(divider, StringComparison.Ordinal) ? "" : one.Customer)),
            string.Join(',', asked.Select(one => one.Before.UnixMicros.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ];
        const string sql = """
            WITH asked AS (
                SELECT unnest(range(len(customers))) AS place, unnest(customers) AS customer, unnest(moments)::BIGINT AS before
                FROM (SELECT string_split($1::VARCHAR, chr(31)) AS customers, string_split($2::VARCHAR, ',') AS moments)),
            whom AS (
                SELECT a.place, a.before, coalesce(b.customer, 'u:' || a.customer) AS customer
                FROM asked a LEFT JOIN belongs b ON b.identifier = 'u:' || a.customer),
            known AS (
                SELECT place, before, customer AS identifier FROM whom
                UNION SELECT w.place, w.before, b.identifier FROM whom w JOIN belongs b ON b.customer = w.customer)
            SELECT i.place, avg(k.grade_milli) / 1000.0 FROM known i JOIN kept k ON k.identifier = i.identifier
            WHERE k.grade_milli IS NOT NULL AND NOT k.reversed AND epoch_us(k.occurred_at) < i.before
            GROUP BY i.place
            """;
        return asked.Count == 0 ? Task.FromResult<double?[]>([]) : _queue.Ask((connection, stop) => HistoryCommands.Read(connection, sql, arguments, reader =>
        {
            var grades = new double?[asked.Count];
            while (reader.Read()) grades[checked((int)reader.GetInt64(0))] = reader.GetDouble(1);
            return grades;
        }, stop), cancel, limit);
    }

    /// <summary>What the history holds, to compare with the books.</summary>
    public Task<HistoryTotals> Totals(HistoryFilter filter, CancellationToken cancel = default)
    {
        var arguments = new List<object?>();
        var sql = $"SELECT count(*), count(grade_milli), coalesce(sum(amount), 0)::BIGINT FROM kept WHERE {filter.Where(arguments)}";
        return _queue.Ask((connection, stop) => HistoryCommands.Read(connection, sql, arguments, static reader =>
        {
            reader.Read();
            return new HistoryTotals(reader.GetInt64(0), reader.GetInt64(1), new(reader.GetInt64(2)));
        }, stop), cancel);
    }

    private static IReadOnlyList<HistoryInteraction> ReadInteractions(DuckDBDataReader reader)
    {
        var rows = new List<HistoryInteraction>();
        while (reader.Read())
        {
            rows.Add(new(
                reader.GetInt64(0), TimeOf(reader, 1), TimeOf(reader, 2), reader.GetString(3), reader.GetString(4)[2..], reader.GetString(5),
                reader.GetString(6), reader.GetString(7), TextOf(reader, 8), TextOf(reader, 9), TextOf(reader, 10), TextOf(reader, 11),
                reader.GetString(12), reader.GetString(13), reader.IsDBNull(14) ? null : reader.GetInt32(14) / 1000.0,
                reader.IsDBNull(14) ? null : reader.GetInt32(15) / 1000.0, reader.GetInt64(16), reader.GetInt32(17), reader.GetBoolean(18)));
        }
        return rows;
    }

    private static IReadOnlyList<TouchpointGrades> ReadGrades(DuckDBDataReader reader)
    {
        var rows = new List<TouchpointGrades>();
        while (reader.Read())
        {
            var graded = reader.GetInt64(2);
            var percentiles = graded == 0 ? null : reader.GetFieldValue<List<double>>(4).ConvertAll(static milli => milli / 1000);
            rows.Add(new(
                reader.GetString(0), reader.GetInt64(1), graded, graded == 0 ? null : reader.GetDouble(3) / 1000,
                percentiles?[0], percentiles?[1], percentiles?[2], percentiles?[3], percentiles?[4], reader.GetInt64(5)));
        }
        return rows;
    }

    private static DateTimeOffset TimeOf(DuckDBDataReader reader, int column) =>
        new(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    private static string? TextOf(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

/// <summary>Where a page of interactions ended.</summary>
/// <param name="OccurredAt">Time of its last one.</param>
/// <param name="Position">Position of its last one.</param>
public readonly record struct HistoryCursor(Instant OccurredAt, Position Position);

/// <summary>An interaction as the history answers it.</summary>
/// <param name="Id">Its position.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="ReceivedAt">When the door received it.</param>
/// <param name="Customer">Whose it is now.</param>
/// <param name="Identifier">The identifier it came with.</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Intent">What for, or <c>unknown</c>.</param>
/// <param name="Staff">The staff member, or null.</param>
/// <param name="Area">The area, or null.</param>
/// <param name="Stage">The stage, or null.</param>
/// <param name="Journey">The journey, or null.</param>
/// <param name="Source">The source.</param>
/// <param name="MessageId">The client's message id.</param>
/// <param name="Grade">0–20, or null when ungraded.</param>
/// <param name="Weight">The weight it was posted with, or null.</param>
/// <param name="Amount">Milli-points, from the customer's side.</param>
/// <param name="PolicyVersion">The scoring policy that graded it.</param>
/// <param name="Reversed">Whether its posting was taken back.</param>
public sealed record HistoryInteraction(
    long Id, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string Customer, string Identifier, string Touchpoint, string Channel,
    string Intent, string? Staff, string? Area, string? Stage, string? Journey, string Source, string MessageId, double? Grade,
    double? Weight, long Amount, int PolicyVersion, bool Reversed);

/// <summary>How grades are spread at a touchpoint.</summary>
/// <param name="Touchpoint">Where.</param>
/// <param name="Interactions">How many interactions.</param>
/// <param name="Graded">How many are graded; the figures below are null when none is.</param>
/// <param name="Mean">Mean grade.</param>
/// <param name="P10">Grade that a tenth does not exceed.</param>
/// <param name="P25">Lower quartile.</param>
/// <param name="P50">Median.</param>
/// <param name="P75">Upper quartile.</param>
/// <param name="P90">Grade that nine tenths do not exceed.</param>
/// <param name="Amount">Sum of what they posted, milli-points.</param>
public sealed record TouchpointGrades(
    string Touchpoint, long Interactions, long Graded, double? Mean, double? P10, double? P25, double? P50, double? P75, double? P90, long Amount);

/// <summary>Sums over interactions.</summary>
/// <param name="Interactions">How many.</param>
/// <param name="Graded">How many are graded.</param>
/// <param name="Amount">What they posted.</param>
public sealed record HistoryTotals(long Interactions, long Graded, Points Amount);
