using Veinte.Server.Hosting;

namespace Veinte.Server.Tests.Access;

/// <summary><c>veinte key create</c> as scripts use it: the program itself, in a process of its own.</summary>
public sealed class The_command_makes_keys(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Beside_a_running_server_the_key_stands_alone_on_standard_output_and_works_at_once()
    {
        var (code, said, complained) = await VeinteCommand.Run("key", "create", "--scope", "read", "--name", "script", "--data", server.Folder);
        Assert.Equal((0, ""), (code, complained));
        Assert.Matches(@"^vk_read_\S+\n$", said.ReplaceLineEndings("\n"));
        (await server.Get("/api/v1/trial-balance", said.Trim())).Expect(200);
    }

    [Fact]
    public async Task Without_a_server_it_works_once_one_is_started_on_the_folder()
    {
        using var folder = new TemporaryFolder();
        var (code, said, _) = await VeinteCommand.Run("key", "create", "--scope", "write", "--name", "early", "--data", folder.Path);
        Assert.Equal(0, code);
        await using var host = await VeinteHost.Start(new() { Data = folder.Path, Port = 0 }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", said.Trim());
        using var answer = await client.PostAsync(
            "/v1/track", new StringContent("""{"userId":"ana","event":"Counter","properties":{"rating":5}}"""), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("'all' is not a scope", "key", "create", "--scope", "all", "--name", "x")]
    [InlineData("--name", "key", "create", "--scope", "read")]
    [InlineData("1 to 100 characters", "key", "create", "--scope", "read", "--name", " ")]
    public async Task A_mistake_ends_with_a_code_and_one_line_that_says_what_to_do(string line, params string[] arguments)
    {
        var (code, said, complained) = await VeinteCommand.Run([.. arguments, "--data", server.Folder]);
        Assert.Equal((2, ""), (code, said));
        Assert.Contains(line, Assert.Single(complained.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
