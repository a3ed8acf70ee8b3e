using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Veinte.Language.Learning;
using Veinte.Model;
using Veinte.Server.Listening;

namespace Veinte.Server.Tests.Listening;

public sealed class Texts_are_heard_and_learned
{
    [Fact]
    public void The_last_three_snapshots_are_kept_and_a_damaged_one_gives_way_to_the_one_before()
    {
        using var folder = new TemporaryFolder();
        var models = new ModelFolder(folder.Path);
        var firm = new FirmModel();
        for (var at = 1; at <= 4; at++)
        {
            firm.Learn("muy bien", null, 5);
            models.Keep(firm, new(at * 10));
        }
        Assert.Equal([40L, 30L, 20L], models.Positions());
        File.WriteAllBytes(Path.Combine(folder.Path, 40.ToString("D20", System.Globalization.CultureInfo.InvariantCulture) + ".tone"), [1, 2, 3]);
        var lost = new List<string>();
        var (model, position) = models.Newest(new(1_000), lost.Add);
        Assert.Equal((30, 3), (position.Value, model.Texts));
        Assert.Contains("no model of Veinte", Assert.Single(lost));
        // A snapshot from beyond the journal's end is of a journal that is no more.
        Assert.Equal(20, models.Newest(new(25), lost.Add).Position.Value);
        Assert.Equal([20L], models.Positions());
    }

    [Fact]
    public void A_theme_that_grows_stands_first_and_one_that_lowers_grades_before_one_that_does_not()
    {
        var texts = new HeardTexts();
        var places = Language.Topics.Themes.All.ToList();
        var (food, staff, app) = (1u << places.IndexOf("food"), 1u << places.IndexOf("staff"), 1u << places.IndexOf("app"));
        for (var i = 0; i < 200; i++)
        {
            texts.Add(Heard(i, day: 5, food, 15 + i % 3));
            texts.Add(Heard(i, day: 15, food, 15 + i % 3));
            if (i % 4 == 0) texts.Add(Heard(i, day: 15, staff, 5 + i % 3));
            if (i % 4 == 0) texts.Add(Heard(i, day: 5, staff, 5 + i % 3));
            if (i % 5 == 0) texts.Add(Heard(i, day: 15, app, 15 + i % 3));
        }
        var answer = texts.Themes(new(Day(10), Day(20)), Language.TextLanguage.English);
        Assert.Equal(["app", "food", "staff"], answer.Items.Select(theme => theme.Code).Order());
        Assert.Equal(("app", true), (answer.Items[0].Code, answer.Items[0].Emerging));
        var lowers = answer.Items.Single(theme => theme.Code == "staff");
        Assert.False(lowers.Emerging);
        Assert.True(lowers.Effect is { Certain: true, Difference: < -9 });
        Assert.Equal((50, 50), (lowers.Texts, lowers.TextsBefore));
    }

    [Fact]
    public async Task A_language_model_names_topics_by_their_words_alone()
    {
        using var chat = new StandIn("""Sure: ["Piscina cerrada","Desayuno"]""");
        var named = await new ChatHelp(chat, false, NullLogger<ChatHelp>.Instance).Name(Topics(), TestContext.Current.CancellationToken);
        Assert.Equal(["Piscina cerrada", "Desayuno"], named.Select(topic => topic.Name));
        Assert.Contains("piscina", chat.Asked);
    }

    [Theory]
    [InlineData("I would rather not.")]
    [InlineData("[\"only one\"]")]
    [InlineData("[1,2]")]
    [InlineData("[\"\",\"x\"]")]
    public async Task An_answer_that_is_not_as_asked_changes_nothing(string answer)
    {
        using var chat = new StandIn(answer);
        Assert.All(await new ChatHelp(chat, false, NullLogger<ChatHelp>.Instance).Name(Topics(), TestContext.Current.CancellationToken), topic => Assert.Null(topic.Name));
    }

    [Fact]
    public async Task Without_a_language_model_topics_keep_their_words()
    {
        var off = new ChatHelp(null, false, NullLogger<ChatHelp>.Instance);
        Assert.False(off.IsOn);
        Assert.All(await off.Name(Topics(), TestContext.Current.CancellationToken), topic => Assert.Null(topic.Name));
    }

    private static List<TopicAnswer> Topics() => [new(["piscina", "cerrada"], null, 4, null, null, []), new(["desayuno"], null, 3, null, null, [])];

    private static HeardText Heard(int i, int day, uint themes, float grade) =>
        new(day * 1_000 + i, new(Day(day).UnixMicros + i), "desk", Channel.Web, false, 0.1f, grade, themes, 0);

    private static Instant Day(int day) => Instant.From(new DateTimeOffset(2026, 3, day, 0, 0, 0, TimeSpan.Zero));

    private sealed class StandIn(string answer) : IChatClient
    {
        public string Asked { get; private set; } = "";

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Asked = string.Join('\n', messages.Select(message => message.Text));
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
