using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Results;

/// <summary>
/// Responses as files: CSV with a column for each question, JSON as a list of objects, Parquet with typed columns. Written
/// to a file of its own first, so that what arrives is whole or refused.
/// </summary>
internal static class ResponseExport
{
    private static readonly string[] Fixed = ["id", "position", "at", "version", "language", "way", "place", "customer", "touchpoint", "area", "staff", "partial"];

    /// <summary>Writes CSV (RFC 4180, UTF-8 with a byte-order mark); several options of one answer are parted by a semicolon.</summary>
    public static async Task Csv(Stream target, SurveyDefinition survey, IAsyncEnumerable<IndexedResponse> responses, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', Fixed.Concat(survey.Questions.Select(question => "answer_" + question.Id))));
        await foreach (var response in responses.WithCancellation(cancel))
        {
            var sheet = AnswerSheet.Stored(survey, response.Answers);
            var cells = FixedOf(response).Select(cell => Cell(cell, trusted: false)).Concat(survey.Questions.Select(question => Cell(Plain(sheet.GetValueOrDefault(question.Id)), trusted: question.Type != QuestionType.Text)));
            await writer.WriteLineAsync(string.Join(',', cells));
        }
    }

    /// <summary>Writes a JSON list; answers as they stand in the journal.</summary>
    public static async Task Json(Stream target, IAsyncEnumerable<IndexedResponse> responses, CancellationToken cancel)
    {
        await using var writer = new Utf8JsonWriter(target, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartArray();
        await foreach (var response in responses.WithCancellation(cancel))
        {
            writer.WriteStartObject();
            var values = FixedOf(response).ToArray();
            for (var index = 0; index < Fixed.Length; index++)
            {
                if (Fixed[index] is "position") writer.WriteNumber(Fixed[index], response.Position);
                else if (Fixed[index] is "version") writer.WriteNumber(Fixed[index], response.Version);
                else if (Fixed[index] is "partial") writer.WriteBoolean(Fixed[index], response.Partial);
                else writer.WriteString(Fixed[index], values[index]);
            }
            writer.WritePropertyName("answers");
            writer.WriteRawValue(response.Answers);
            writer.WriteEndObject();
            if (writer.BytesPending > 64 * 1024) await writer.FlushAsync(cancel);
        }
        writer.WriteEndArray();
        await writer.FlushAsync(cancel);
    }

    /// <summary>Writes Parquet by a DuckDB in memory of this export's own, which reads and writes nothing but this one file.</summary>
    /// <returns>How many rows.</returns>
    public static async Task<long> Parquet(string path, SurveyDefinition survey, IAsyncEnumerable<IndexedResponse> responses, CancellationToken cancel)
    {
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(cancel);
        Run(connection, "SET threads = 1; SET memory_limit = '256MiB'");
        Run(connection, $"CREATE TABLE responses (id VARCHAR, position BIGINT, \"at\" TIMESTAMPTZ, version INTEGER, language VARCHAR, way VARCHAR, place VARCHAR, customer VARCHAR, touchpoint VARCHAR, area VARCHAR, staff VARCHAR, partial BOOLEAN{string.Concat(survey.Questions.Select(question => $", \"answer_{question.Id}\" {TypeOf(question)}"))})");
        long rows = 0;
        using (var appender = connection.CreateAppender("responses"))
        {
            await foreach (var response in responses.WithCancellation(cancel))
            {
                Append(appender, survey, response);
                rows++;
            }
        }
        Run(connection, $"COPY responses TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet, COMPRESSION zstd)");
        return rows;
    }

    private static void Append(DuckDBAppender appender, SurveyDefinition survey, IndexedResponse response)
    {
        var sheet = AnswerSheet.Stored(survey, response.Answers);
        var row = appender.CreateRow().AppendValue(response.Id).AppendValue(response.Position)
            .AppendValue(new DateTimeOffset(DateTime.SpecifyKind(response.At, DateTimeKind.Utc))).AppendValue(response.Version);
        foreach (var text in (string?[])[response.Language, response.Way, response.Place, response.Customer, response.Touchpoint, response.Area, response.Staff])
            row = text is null ? row.AppendNullValue() : row.AppendValue(text);
        row = row.AppendValue(response.Partial);
        foreach (var question in survey.Questions)
        {
            var answer = sheet.GetValueOrDefault(question.Id);
            row = answer switch
            {
                null => row.AppendNullValue(),
                { Number: { } number } => row.AppendValue(number),
                _ when question.Type == QuestionType.Consent => row.AppendValue(answer.Options is ["yes"]),
                _ => row.AppendValue(Plain(answer)),
            };
        }
        row.EndRow();
    }

    private static string TypeOf(SurveyQuestion question) =>
        question.Scale is not null ? "INTEGER" : question.Type == QuestionType.Consent ? "BOOLEAN" : "VARCHAR";

    private static IEnumerable<string?> FixedOf(IndexedResponse response) =>
    [
        response.Id, response.Position.ToString(CultureInfo.InvariantCulture), response.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        response.Version.ToString(CultureInfo.InvariantCulture), response.Language, response.Way, response.Place, response.Customer, response.Touchpoint, response.Area,
        response.Staff, response.Partial ? "true" : "false",
    ];

    private static string? Plain(SurveyAnswer? answer) =>
        answer is null ? null : answer.Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : answer.Text ?? string.Join(';', answer.Options!);

    // What begins like a formula would run in a spreadsheet; the apostrophe makes it text there.
    private static string Cell(string? text, bool trusted)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var harmless = !trusted && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
