using System.Text;
using System.Text.Json;
using Veinte.Language.Learning;
using Veinte.Server.Listening;

namespace Veinte.Server.Tests.Listening;

public sealed class Texts_are_read_line_by_line
{
    [Fact]
    public async Task Each_text_is_answered_with_its_tone_topics_intent_and_hostility()
    {
        var (answers, errors) = await Read("""
            {"text":"La atención fue excelente 😊"}
            {"text":"on hold for 2 hours","lang":"en"}
            """);
        Assert.Empty(errors);
        Assert.Equal("es", answers[0].GetProperty("lang").GetString());
        Assert.Equal("positive", answers[0].GetProperty("label").GetString());
        Assert.Equal("excelente", answers[0].GetProperty("spans")[1].GetProperty("words").GetString());
        Assert.True(answers[1].GetProperty("tone").GetDouble() < -0.2);
        Assert.Contains("waiting", answers[1].GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        Assert.Equal("unknown", answers[1].GetProperty("intent").GetString());
        Assert.Equal(0, answers[1].GetProperty("hostility").GetDouble());
    }

    [Theory]
    [InlineData("no json", "not JSON, at byte 2: 'no json' is an invalid JSON literal. Expected the literal 'null'. Write each text on a line of its own")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{\"lang\":\"es\"}", "'text' must be there")]
    [InlineData("{\"text\":3}", "'text' must be there")]
    [InlineData("{\"text\":\"a\",\"rating\":9}", "outside its scale, 1 to 5")]
    [InlineData("{\"text\":\"a\",\"rating\":\"9\"}", "'rating' must be a number")]
    [InlineData("{\"text\":\"a\",\"ratingMin\":5}", "must differ")]
    [InlineData("{\"text\":\"a\"} {\"text\":\"b\"}", "not JSON")]
    [InlineData("{\"text\":\"\\uD83D\"}", "half a character")]
    public async Task A_bad_line_is_told_with_its_number_and_the_next_is_read(string bad, string wrong)
    {
        var (answers, errors) = await Read("{\"text\":\"bien\"}\n" + bad + "\n{\"text\":\"mal\"}");
        Assert.Equal(3, answers.Count);
        Assert.Equal(2, answers[1].GetProperty("line").GetInt32());
        Assert.Contains(wrong, answers[1].GetProperty("error").GetString());
        Assert.Equal("negative", answers[2].GetProperty("label").GetString());
        Assert.StartsWith("veinte: line 2:", Assert.Single(errors));
    }

    [Fact]
    public async Task A_line_without_an_end_is_refused_without_being_kept()
    {
        var (answers, errors) = await Read(new string('x', 3 * TextLines.LineBytesMax) + "\n{\"text\":\"bien\"}");
        Assert.Contains("longer than 1,048,576 bytes; shorten its text", Assert.Single(errors));
        Assert.Equal("positive", answers[1].GetProperty("label").GetString());
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        var output = new MemoryStream();
        Assert.Equal(1, await new TextLines(new(), false).Run(new MemoryStream([.. "{\"text\":\"atenci"u8, 0xF3, .. "n\"}\n"u8]), output, new StringWriter(), default));
        Assert.Contains("not UTF-8", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task A_text_is_read_before_its_rating_is_learned()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"text\":\"zarandaja total\",\"lang\":\"es\",\"rating\":0,\"ratingMin\":0,\"ratingMax\":10}\n", 30));
        var (answers, _) = await Read(lines, learns: true);
        Assert.Equal(0, answers[0].GetProperty("tone").GetDouble());
        Assert.Equal("negative", answers[^1].GetProperty("label").GetString());
    }

    private static async Task<(List<JsonElement> Answers, List<string> Errors)> Read(string lines, bool learns = false)
    {
        var (output, errors) = (new MemoryStream(), new StringWriter());
        await new TextLines(new FirmModel(), learns).Run(new MemoryStream(Encoding.UTF8.GetBytes(lines)), output, errors, TestContext.Current.CancellationToken);
        return ([.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)],
            [.. errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
