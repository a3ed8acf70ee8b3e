using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Results;

namespace Veinte.Server.Tests.Surveys;

// What needs no server, or a look into it.
public sealed partial class Results_say_how_sure_they_are
{
    [Theory]
    // Five promoters, three passives, two detractors: (5 − 2)/10.
    [InlineData("nps q", new[] { 1, 0, 0, 0, 0, 0, 1, 2, 1, 2, 3 }, 0, "nps 30.0 n=10")]
    [InlineData("nps q", new[] { 1, 0, 0, 0, 0, 0, 1, 2, 1, 2, 3 }, 10, "nps 30.0 n=10 worst=-35.0 best=65.0")]
    [InlineData("csat q", new[] { 1, 1, 2, 3, 3 }, 0, "satisfied 0.6 n=10")]
    [InlineData("csat q", new[] { 1, 1, 2, 3, 3 }, 10, "satisfied 0.6 n=10 worst=0.3 best=0.8")]
    [InlineData("ces q", new[] { 0, 0, 0, 0, 0, 1, 1 }, 0, "mean 6.5 n=2")]
    [InlineData("ces q", new[] { 0, 0, 0, 0, 0, 1, 1 }, 2, "mean 6.5 n=2 worst=3.8 best=6.8")]
    public void A_score_with_what_the_silent_leave_open(string questions, int[] points, int silent, string expected)
    {
        var score = ScaleScore.Of(Some.Survey(questions).Questions[0], points, silent);
        var text = FormattableString.Invariant($"{score.Kind} {score.Value:0.0} n={score.N}");
        if (score.Worst is { } worst) text += FormattableString.Invariant($" worst={worst:0.0} best={score.Best:0.0}");
        Assert.Equal(expected, text);
        Assert.True(score.Low <= score.Value && score.Value <= score.High && score.Low < score.High);
    }

    [Fact]
    public async Task A_file_that_was_made_to_be_downloaded_is_not_left_behind()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps recommend required"));
        Assert.True((await people.Answer(await people.Open(link), "9")).Finished);
        Assert.StartsWith("PAR1", (await own.Get($"/surveys/{id}/responses.parquet", await own.CreateKey("read"))).Text, StringComparison.Ordinal);
        // It goes once it has been sent whole, which whoever got it may know a moment earlier than the server.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (Directory.GetFiles(own.Folder, "*.part").Length > 0) await Task.Delay(20, limit.Token);
    }

    private static async Task HistoryIsThere(ServerFixture server)
    {
        var service = server.Host.Services.GetRequiredService<Veinte.Server.Analysis.HistoryService>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!service.IsOpen) await Task.Delay(20, limit.Token);
        await service.History.Index.WaitFor(server.Host.Node.Journal.Head, limit.Token);
    }

    [Fact]
    public async Task Who_stays_silent_is_told_by_how_customers_fared_before_they_were_asked()
    {
        await using var own = await ServerFixture.Start();
        string[] customers = ["bad-1", "bad-2", "bad-3", "good-1", "good-2", "new-1"];
        foreach (var customer in customers.Where(customer => customer != "new-1")) await own.Interact(customer, "Caja", customer.StartsWith("bad", StringComparison.Ordinal) ? 1 : 5);
        var admin = await own.CreateKey("admin");
        var id = (await own.Post("/api/v1/surveys", SurveyDocument.Write(Some.Survey("nps q required")), admin)).Expect(201).GetProperty("id").GetString()!;
        (await own.Post($"/api/v1/surveys/{id}/publish", "", admin)).Expect(200);
        (await own.Post($"/api/v1/surveys/{id}/invitations", System.Text.Json.JsonSerializer.Serialize(new { customers = customers.Select(customer => new { customer }) }), admin)).Expect(200);
        // Those who fared badly and do answer would look well by their answer: it is not counted among what came before.
        await own.Interact("bad-1", "Encuesta", 5);
        await using var db = await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        foreach (var answered in await db.SurveyInvitations.Where(invitation => invitation.Customer == "bad-1" || invitation.Customer == "good-1" || invitation.Customer == "good-2").ToListAsync(TestContext.Current.CancellationToken))
            answered.AnsweredAt = DateTime.UtcNow;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await HistoryIsThere(own);
        // How long it takes is not asked here: the question has minutes, and the clock that would break it off stands.
        var history = own.Host.Services.GetRequiredService<Veinte.Server.Analysis.HistoryService>().History.Queries;
        var silence = new SilenceByGrade((asked, _, cancel) => history.GradesBefore(asked, cancel, TimeSpan.FromMinutes(5)), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), Microsoft.Extensions.Logging.Abstractions.NullLogger<SilenceByGrade>.Instance);
        var (groups, heard) = await silence.Of(db.SurveyInvitations.Where(invitation => invitation.Survey == id), TestContext.Current.CancellationToken);
        Assert.Equal(HistoryHeard.Heard, heard);
        Assert.Equal([new("grade", "low", 3, 1), new("grade", "high", 2, 2), new("grade", "unknown", 1, 0)], groups);
        Assert.Equal(("0–8", "8–14", "14–20"), (SilenceByGrade.RangeOf("low"), SilenceByGrade.RangeOf("middle"), SilenceByGrade.RangeOf("high")));
    }

    [Fact]
    public void A_poster_is_the_same_in_SVG_and_in_PDF()
    {
        var poster = new QrPoster("¿Cómo le hemos atendido hoy?", "Escanee el código (un momento)", "Mostrador & 3 <b>", "https://opina.ejemplo.es/q/abc2345");
        var svg = poster.Svg();
        System.Xml.Linq.XDocument.Parse(svg);
        var pdf = Encoding.ASCII.GetString(poster.Pdf());
        Assert.Equal(Squares().Count(svg), Rectangles().Count(pdf));
        Assert.True(Squares().Count(svg) > 200);
        Assert.StartsWith("%PDF-1.4\n", pdf);
        // Each entry of the table leads to its object.
        foreach (Match entry in Offsets().Matches(pdf))
            Assert.Matches(@"\G\d+ 0 obj\n", pdf[int.Parse(entry.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)..]);
        Assert.Contains("\\277C\\363mo le hemos", pdf);
        Assert.Contains("\\(un momento\\)", pdf);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], poster.Png()[..4]);
    }

    [GeneratedRegex("M[0-9.]+ [0-9.]+h")]
    private static partial Regex Squares();

    [GeneratedRegex(" re\n")]
    private static partial Regex Rectangles();

    [GeneratedRegex(@"(\d{10}) 00000 n ")]
    private static partial Regex Offsets();
}
