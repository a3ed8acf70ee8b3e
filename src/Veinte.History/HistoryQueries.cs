using System.Globalization;
using System.Numerics;
using System.Text.Json;
using DuckDB.NET.Data;
using Veinte.Model;

namespace Veinte.History;

/// <summary>
/// Answers questions over all time: free ones in SQL, and the usual ones ready made. Reads only: no question can write, or
/// reach a file, a network or a setting. Questions wait in a bounded queue and are stopped when they take too long; an
/// answer is of one snapshot and says up to which position. Thread-safe.
/// </summary>
public sealed partial class HistoryQueries(HistoryIndex index) : IDisposable
{
    /// <summary>Characters a free question has at most.</summary>
    public const int SqlLengthMax = 20_000;

    private const int TextLengthMax = 10_000;
    private const long AnswerCharactersMax = 32L * 1024 * 1024;

    private readonly HistoryQueue _queue = new(index);

    /// <summary>Answers one SELECT statement (DuckDB's dialect) over the view <c>interactions</c>.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="rowsMax">Rows at most; more are left off and the answer says so. Null for the configured most.</param>
    /// <param name="cancel">Stops the question.</param>
    /// <exception cref="HistoryQuestionException">It is not one SELECT, or DuckDB refuses it; the message says why.</exception>
    /// <exception cref="HistoryBusyException">Too many wait already.</exception>
    /// <exception cref="HistoryTimeoutException">It took too long.</exception>
    public Task<HistoryAnswer> Query(string sql, int? rowsMax = null, CancellationToken cancel = default)
    {
        if (sql.Length > SqlLengthMax)
            throw new HistoryQuestionException($"The question has {sql.Length} characters; at most {SqlLengthMax} are taken.");
        var limit = Math.Clamp(rowsMax ?? index.Options.RowsMax, 1, index.Options.RowsMax);
        return _queue.Ask((connection, stop) => Answer(connection, sql, limit, stop), cancel);
    }

    /// <summary>Does other work in the same queue.</summary>
    internal Task<T> Ask<T>(Func<DuckDBConnection, CancellationToken, T> work, TimeSpan timeout, CancellationToken cancel) =>
        _queue.Ask(work, cancel, timeout);

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private HistoryAnswer Answer(DuckDBConnection connection, string sql, int limit, CancellationToken cancel)
    {
        try
        {
            RefuseUnlessSelect(connection, sql);
            var position = index.Position;
            return HistoryCommands.Read(connection, sql, [], reader => ReadAnswer(reader, limit, position), cancel);
        }
        catch (DuckDBException refused)
        {
            throw new HistoryQuestionException(refused.Message.Trim());
        }
    }

    /// <summary>DuckDB's own parser says what a text is; keywords cannot be hidden from it.</summary>
    private static void RefuseUnlessSelect(DuckDBConnection connection, string sql)
    {
        using var command = HistoryCommands.Command(connection, "SELECT json_serialize_sql($1::VARCHAR)::VARCHAR", [sql]);
        using var parsed = JsonDocument.Parse((string)command.ExecuteScalar()!);
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            var message = root.GetProperty("error_message").GetString()!;
            throw new HistoryQuestionException(message.StartsWith("Only SELECT", StringComparison.Ordinal)
                ? "Only one SELECT statement can be asked of the history."
                : $"The question cannot be read: {message}.");
        }
        var statements = root.GetProperty("statements").GetArrayLength();
        if (statements != 1) throw new HistoryQuestionException($"Ask one SELECT statement at a time, not {statements}.");
    }

    private static HistoryAnswer ReadAnswer(DuckDBDataReader reader, int limit, Position position)
    {
        var columns = new HistoryColumn[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++) columns[i] = new(reader.GetName(i), TypeOf(reader.GetFieldType(i)));
        var rows = new List<object?[]>();
        var characters = 0L;
        while (reader.Read())
        {
            if (rows.Count == limit || characters > AnswerCharactersMax) return new(columns, rows, true, position);
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : ValueOf(reader.GetValue(i));
                characters += row[i] is string text ? text.Length : 8;
            }
            rows.Add(row);
        }
        return new(columns, rows, false, position);
    }

    private static string TypeOf(Type type) =>
        type == typeof(bool) ? "boolean"
        : type == typeof(DateTime) || type == typeof(DateTimeOffset) ? "time"
        : type == typeof(string) ? "text"
        : type.IsPrimitive || type == typeof(decimal) || type == typeof(BigInteger) ? "number"
        : "text";

    /// <summary>Values as JSON can carry them: numbers, truth values and texts. Whole numbers too great for a double are texts.</summary>
    private static object ValueOf(object value) => value switch
    {
        bool or byte or sbyte or short or ushort or int or uint or long or float or double or decimal => value is double d && !double.IsFinite(d)
            ? d.ToString(CultureInfo.InvariantCulture)
            : value is float f && !float.IsFinite(f) ? f.ToString(CultureInfo.InvariantCulture) : value,
        ulong big => big <= long.MaxValue ? (long)big : big.ToString(CultureInfo.InvariantCulture),
        BigInteger big => big >= long.MinValue && big <= long.MaxValue ? (long)big : big.ToString(CultureInfo.InvariantCulture),
        DateTime time => Instant.From(new(DateTime.SpecifyKind(time, DateTimeKind.Utc))).ToString(),
        DateTimeOffset time => Instant.From(time).ToString(),
        string text => Cut(text),
        System.Collections.IEnumerable many => Cut("[" + string.Join(", ", many.Cast<object?>().Select(one => one is null ? "null" : ValueOf(one))) + "]"),
        _ => Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static string Cut(string text) => text.Length <= TextLengthMax ? text : text[..TextLengthMax] + "…";
}

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>number</c>, <c>text</c>, <c>time</c> or <c>boolean</c>.</param>
public sealed record HistoryColumn(string Name, string Type);

/// <summary>The answer to a free question.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows: numbers, truth values, texts and nulls; times are RFC 3339.</param>
/// <param name="LeftOff">Whether there are more rows than were given.</param>
/// <param name="Position">The books up to here are in it.</param>
public sealed record HistoryAnswer(
    IReadOnlyList<HistoryColumn> Columns, IReadOnlyList<object?[]> Rows, bool LeftOff, Position Position);
