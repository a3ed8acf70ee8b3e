using System.Text;
using CsCheck;
using Veinte.Doors.Importing;

namespace Veinte.Doors.Tests.Importing;

public sealed class Bad_rows_are_told_with_line_and_column
{
    private const string Mapping = """
        {
          "customer": "{who}", "time": "{at}",
          "interactions": [
            { "touchpoint": "Desk", "rating": "{stars}", "outcome": { "column": "end", "values": { "ok": "success", "ko": "failure" } } },
            { "touchpoint": "Call", "when": { "column": "seconds", "present": true }, "wait": { "seconds": "{seconds}", "promisedSeconds": 60 } }
          ]
        }
        """;

    [Theory]
    [InlineData(",2026-01-01,4,ok,", "missing-customer", "who", "")]
    [InlineData("null,2026-01-01,4,ok,", "blocked-identifier", "who", "null")]
    [InlineData("ana,,4,ok,", "time-invalid", "at", "")]
    [InlineData("ana,yesterday,4,ok,", "time-invalid", "at", "yesterday")]
    [InlineData("ana,2026-02-30,4,ok,", "time-invalid", "at", "2026-02-30")]
    [InlineData("ana,2099-01-01,4,ok,", "time-out-of-range", "at", "2099-01-01T00:00:00.000Z")]
    [InlineData("ana,1812-01-01,4,ok,", "time-out-of-range", "at", "1812-01-01T00:00:00.000Z")]
    [InlineData("ana,2026-01-01,9,ok,", "rating-off-scale", "stars", "9")]
    [InlineData("ana,2026-01-01,NaN,ok,", "signal-not-a-number", "stars", "NaN")]
    [InlineData("ana,2026-01-01,1e999,ok,", "signal-not-a-number", "stars", "1e999")]
    [InlineData("ana,2026-01-01,four,ok,", "signal-not-a-number", "stars", "four")]
    [InlineData("ana,2026-01-01,4,perhaps,", "row-unmapped", "end", "perhaps")]
    [InlineData("ana,2026-01-01,4,ok,-1", "signal-off-scale", "seconds", "-1")]
    [InlineData("ana,2026-01-01,4", "row-unmapped", "", "")]
    [InlineData("ana,2026-01-01,4,ok,1,2", "row-unmapped", "", "")]
    [InlineData("\"ana\"x,2026-01-01,4,ok,", "row-unmapped", "", "")]
    public void Each_with_its_reason_and_the_others_go_on(string bad, string reason, string column, string value)
    {
        const string good = "ana,2026-01-01,4,ok,30";
        var (report, entries) = Imported.Read(Mapping, $"who,at,stars,end,seconds\n{good}\n{bad}\n{good}\n");
        Assert.Equal(["interaction Desk", "interaction Call", reason, "interaction Desk", "interaction Call"], entries.Select(entry => entry.What));
        var told = Assert.Single(report.Bad);
        Assert.Equal((3, column, value, reason), (told.Line, told.Column, told.Value, told.Reason));
        Assert.StartsWith("Line 3", told.Detail);
        var quarantined = entries[2].Quarantined!.Value;
        Assert.Equal((bad, "import", "import:test", told.Detail), (Encoding.UTF8.GetString(quarantined.Raw), quarantined.Door, quarantined.Source, quarantined.Detail));
    }

    [Fact]
    public void A_bad_row_leaves_none_of_its_interactions_behind()
    {
        var (report, entries) = Imported.Read(Mapping, "who,at,stars,end,seconds\nana,2026-01-01,4,ok,-1\n");
        Assert.Equal("signal-off-scale", Assert.Single(entries).What);
        Assert.Equal(["Desk 0 0", "Call 0 1"], report.Touchpoints.Select(at => $"{at.Touchpoint} {at.Graded} {at.Bad}"));
        Assert.Empty(report.Sample);
    }

    [Fact]
    public void A_line_break_inside_quotes_does_not_shift_the_lines()
    {
        var (report, _) = Imported.Read(Mapping, "who,at,stars,end,seconds\n\"a\nb\",2026-01-01,4,ok,\n\nana,2026-01-01,9,ok,\n");
        Assert.Equal(5, Assert.Single(report.Bad).Line);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told()
    {
        var (report, _) = Imported.Read(Imported.Smallest, [.. "who,stars\n"u8, 0xC3, 0x28, .. ",4\nana,5\n"u8]);
        Assert.Equal("invalid-utf8", Assert.Single(report.Bad).Reason);
        Assert.Equal(1, report.Interactions);
    }

    [Fact]
    public void A_quote_that_is_never_closed_stops_a_large_file_with_its_line()
    {
        var file = "who,stars\nana,5\n\"bea,5\n" + string.Concat(Enumerable.Repeat("carla,5\n", 300_000));
        Assert.StartsWith("Line 3: a row has more than", Assert.Throws<InvalidDataException>(() => Imported.Read(Imported.Smallest, file)).Message);
    }

    [Theory]
    [InlineData("[1]", "not-an-object")]
    [InlineData("{\"who\":", "not-an-object")]
    [InlineData("{\"who\":\"\\ud800\",\"stars\":4}", "invalid-utf8")]
    [InlineData("{\"stars\":4}", "missing-customer")]
    [InlineData("{\"who\":\"ana\",\"stars\":{}}", "signal-not-a-number")]
    public void Lines_that_are_no_good_JSON_too(string bad, string reason)
    {
        var (report, entries) = Imported.Read(Imported.Smallest, "{\"who\":\"ana\",\"stars\":4}\n" + bad + "\n\n{\"who\":7,\"stars\":\"5\"}", "file.jsonl");
        Assert.Equal(["interaction Counter", reason, "interaction Counter"], entries.Select(entry => entry.What));
        Assert.Equal(2, Assert.Single(report.Bad).Line);
    }

    [Fact]
    public void Any_bytes_end_as_interactions_or_reasons() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool, Gen.Bool).Sample((noise, asJson, withHeader) =>
        {
            byte[] file = withHeader ? [.. "who,at,stars,end,seconds\n"u8, .. noise] : noise;
            try
            {
                Imported.Read(Mapping, file, asJson ? "f.jsonl" : "f.csv");
            }
            catch (InvalidDataException told)
            {
                Assert.NotEmpty(told.Message);
            }
        }, iter: 2_000);

    [Fact]
    public void Rows_made_of_awkward_pieces_are_counted_one_by_one()
    {
        var piece = OneOf("ana", "", "0", "null", "4", "9", "-1", "1e999", "2026-01-01", "2099-01-01", "ok", "a\"b", "\"\"", "\"a,b\"", "ñ", "\uFFFF", "{}", new string('x', 300));
        Gen.Select(piece.Array[1, 7], piece.Array[5]).Array[1, 20].Sample(rows =>
        {
            var lines = rows.Select(row => string.Join(',', row.Item1.Length % 2 == 0 ? row.Item1 : row.Item2)).Where(line => line.Trim().Length > 0).ToList();
            var (report, _) = Imported.Read(Mapping, "who,at,stars,end,seconds\n" + string.Join('\n', lines));
            Assert.Equal(lines.Count, report.Rows);
        }, iter: 1_000);
    }

    [Fact]
    public void Any_JSON_as_a_mapping_is_a_mapping_or_errors() =>
        Gen.Select(Gen.Int[0, 400], OneOf("null", "7", "\"\"", "\"{\"", "[]", "{}", "{\"column\":3}", "[[1]]", "\"\\ud800\"", "true")).Sample((at, junk) =>
        {
            // A good mapping with one of its values replaced.
            var start = Mapping.IndexOf(": ", Math.Min(at, Mapping.Length - 1), StringComparison.Ordinal);
            if (start < 0) return;
            var end = Mapping.IndexOfAny([',', '}'], start);
            var reading = ImportMapping.Read(Encoding.UTF8.GetBytes(Mapping[..(start + 2)] + junk + Mapping[end..]));
            Assert.True(reading.Mapping is not null || reading.Errors.Count > 0);
        }, iter: 2_000);

    private static Gen<string> OneOf(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(at => pieces[at]);
}
