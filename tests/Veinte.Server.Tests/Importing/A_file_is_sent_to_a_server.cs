namespace Veinte.Server.Tests.Importing;

/// <summary><c>veinte import --server</c>: from a console to a server elsewhere.</summary>
public sealed class A_file_is_sent_to_a_server(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"name":"Stars","file":{"format":"csv"},"id":"{id}","customer":"{who}","time":{"base":"2026-01-01","perRow":"PT1M"},
         "interactions":[{"touchpoint":"Counter","channel":"in-person","rating":{"column":"stars","min":1,"max":5,"notApplicable":["-"]}}]}
        """;

    [Fact]
    public async Task It_is_in_the_books_once_and_a_server_that_refuses_it_says_why_before_the_file_is_on_its_way()
    {
        using var folder = new TemporaryFolder();
        var (file, mapping) = (Path.Combine(folder.Path, "reviews.csv"), Path.Combine(folder.Path, "reviews.json"));
        await File.WriteAllTextAsync(mapping, Mapping, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(file, ["id,who,stars", .. Enumerable.Range(0, 200_000).Select(row => $"{row},customer number {row % 80} of the shop,{row % 5 + 1}")], TestContext.Current.CancellationToken);
        var refused = await VeinteCommand.Run("import", file, "--map", mapping, "--server", server.Address.ToString(), "--key", "vk_admin_nobody");
        Assert.Equal(("", true), (refused.Said, refused.Code > 0));
        Assert.Contains("401: This key was never", Assert.Single(refused.Complained.Split('\n', StringSplitOptions.RemoveEmptyEntries)));

        await File.WriteAllLinesAsync(file, ["id,who,stars", "1,ana,5", "2,ben,2"], TestContext.Current.CancellationToken);
        var key = await server.CreateKey("admin");
        for (var time = 0; time < 2; time++)
        {
            var (code, said, complained) = await VeinteCommand.Run("import", file, "--map", mapping, "--server", server.Address.ToString(), "--key", key);
            Assert.True(code == 0, said + complained);
        }
        Assert.Equal(2, (await server.Get("/api/v1/trial-balance", key)).Expect(200).GetProperty("interactions").GetInt32());
    }
}
