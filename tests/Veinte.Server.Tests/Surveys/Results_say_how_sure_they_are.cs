using System.Text;

namespace Veinte.Server.Tests.Surveys;

/// <summary>Figures with intervals and bounds, files with everything in them, and posters that can be scanned; here what holds however many processes serve.</summary>
public sealed partial class Results_say_how_sure_they_are(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_same_responses_as_CSV_as_JSON_and_as_Parquet()
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey("nps recommend required; multiple best of trato,precio; text why"));
        foreach (var (score, text) in ((string, string)[])[("9", "=cmd()"), ("2", "Una coma, y «comillas»"), ("7", "dos\nlíneas")])
        {
            var page = await people.Answer(await people.Open(link), score);
            page = await people.Answer(page, "trato", "precio");
            Assert.True((await people.Answer(page, text)).Finished);
        }
        var key = await server.CreateKey("read");
        var csv = await server.Get($"/surveys/{id}/responses.csv", key);
        Assert.Equal(200, csv.Status);
        Assert.Contains("answer_recommend,answer_best,answer_why\r\n", csv.Text);
        Assert.Contains("9,trato;precio,'=cmd()\r\n", csv.Text);
        Assert.Contains("\"Una coma, y «comillas»\"", csv.Text);
        var json = (await server.Get($"/surveys/{id}/responses.json", key)).Expect(200);
        Assert.Equal([9, 2, 7], json.EnumerateArray().Select(response => response.GetProperty("answers").GetProperty("recommend").GetInt32()));
        using var parquet = await server.Anybody.SendAsync(Asking($"/surveys/{id}/responses.parquet", key), TestContext.Current.CancellationToken);
        var bytes = await parquet.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("PAR1", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.Equal("PAR1", Encoding.ASCII.GetString(bytes, bytes.Length - 4, 4));
        Assert.Single((await server.Get($"/surveys/{id}/responses.json?language=es&from=2000-01-01", key)).Expect(200).EnumerateArray(), response => response.GetProperty("answers").GetProperty("recommend").GetInt32() == 9);
        Assert.Empty((await server.Get($"/surveys/{id}/responses.json?language=en", key)).Expect(200).EnumerateArray());
    }

    private static HttpRequestMessage Asking(string path, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        return request;
    }
}
