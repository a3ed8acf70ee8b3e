namespace Veinte.Server.Tests.Moments;

// What a test must look into the server for, or have it empty.
public sealed partial class Moments_are_asked_by_the_API
{
    [Fact]
    public async Task Few_data_are_said_to_be_few_and_claim_nothing()
    {
        await using var own = await ServerFixture.Start();
        var key = await own.CreateKey("read");
        var view = (await own.Get("/api/v1/moments", key)).Expect(200);
        Assert.Equal("recommendation", view.GetProperty("outcome").GetProperty("id").GetString());
        Assert.False(view.GetProperty("enough").GetBoolean());
        Assert.Equal(0, view.GetProperty("items").GetArrayLength());
        Assert.True(view.GetProperty("needed").GetInt64() >= 30);
    }

    [Fact]
    public async Task What_was_read_from_history_is_kept_on_the_servers_disk()
    {
        await using var own = await ServerFixture.Start();
        var (key, write) = (await own.CreateKey("admin"), await own.CreateKey("write"));
        (await own.Post("/v1/track", """{"event":"Till","userId":"ana","messageId":"one","properties":{"revenue":10}}""", write)).Expect(200);
        (await own.Post("/api/v1/moments/outcomes", """{"id":"spent","outcome":{"name":"Spent","kind":"revenue","touchpoint":"Till"}}""", key)).Expect(200);
        await Read(own, "spent", key);
        Assert.True(File.Exists(Path.Combine(own.Folder, "moments", "spent.past")));
    }
}
