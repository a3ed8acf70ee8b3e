using Microsoft.Extensions.DependencyInjection;
using System.Text;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Cli;
using Veinte.Server.Moving;
using Veinte.Server.Retention;

namespace Veinte.Server.Tests.Retention;

/// <summary>Retention by class of data: what goes never made a grade or an amount, so the books say the same before and after.</summary>
public sealed class What_may_not_be_kept_goes_and_the_books_stay : IDisposable
{
    private const string Secret = "my name is Ana and I live at number seven";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        var before = await Fill();
        var (rules, now) = (Rules(("texts", 30), ("quarantine", 30), ("context", 30)), DateTimeOffset.UtcNow);
        var found = await JournalRetention.InFolder(_folder.Path, rules, now, apply: false, new Progress<(long, long)>(), Cancel);
        Assert.Equal(["quarantine 1", "texts 2", "context 1"], found.Select(one => $"{one.Class} {one.Items}"));
        Assert.All(found, one => Assert.True(one.Bytes > 0));
        Assert.Equal(before, await Told());
        Assert.True(InJournal(Secret));
    }

    [Fact]
    public async Task Texts_devices_and_refused_bytes_leave_the_journal_and_every_amount_and_verify_stay()
    {
        var before = await Fill();
        Assert.Equal(0, await CommandLine.Run(["retain", "--keep", "texts=30", "quarantine=30", "context=30", "--apply", "--data", _folder.Path]));
        foreach (var gone in (string[])[Secret, "198.51.100.7", "not a rating at all"]) Assert.False(InJournal(gone), gone);
        // What is younger than the rule stays, and so does what is no text.
        Assert.True(InJournal("came today"));
        Assert.True(InJournal("\"order\":77"));
        Assert.Equal(before, await Told());
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "journal.before")));
        // From the journal alone too: nothing that went was needed.
        Directory.Delete(Path.Combine(_folder.Path, "books"), recursive: true);
        Assert.Equal(before, await Told());
        // A second time there is nothing left to go.
        var again = await JournalRetention.InFolder(_folder.Path, Rules(("texts", 30), ("quarantine", 30), ("context", 30)), DateTimeOffset.UtcNow, apply: true, new Progress<(long, long)>(), Cancel);
        Assert.All(again, one => Assert.Equal(0, one.Items));
    }

    [Fact]
    public async Task Free_answers_of_a_survey_go_and_scores_and_choices_stay()
    {
        await Fill();
        await JournalRetention.InFolder(_folder.Path, Rules(("texts", 30)), DateTimeOffset.UtcNow, apply: true, new Progress<(long, long)>(), Cancel);
        Assert.False(InJournal("slow and rude"));
        Assert.True(InJournal("""
            "answers":{"service":2,"where":"counter"}
            """.Trim()));
        Assert.True(InJournal("\"text_removed\":true"));
    }

    [Fact]
    public async Task A_chosen_option_stays_though_somebody_wrote_the_same_word()
    {
        await Fill();
        await using (var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel))
        {
            using var batch = new EntryBatchBuilder();
            Add(batch, "m9", DateTimeOffset.UtcNow.AddDays(-90), "ana", 2, """{"survey_id":"s","text":"counter","written":["why"],"answers":{"why":"counter","place":"counter"}}""", "");
            await node.Journal.Append(batch.Build(), Cancel);
        }
        await JournalRetention.InFolder(_folder.Path, Rules(("texts", 30)), DateTimeOffset.UtcNow, apply: true, new Progress<(long, long)>(), Cancel);
        Assert.True(InJournal("""
            "written":["why"],"answers":{"place":"counter"}
            """.Trim()));
    }

    [Fact]
    public async Task A_server_that_is_started_while_the_journal_is_written_anew_says_so_and_spoils_nothing()
    {
        var before = await Fill();
        var told = new List<string>();
        await JournalRetention.InFolder(_folder.Path, Rules(("texts", 30)), DateTimeOffset.UtcNow, apply: true, new Each(() =>
            told.Add(Assert.ThrowsAny<IOException>(() => Hosting.VeinteHost.Start(new() { Data = _folder.Path, Port = 0 }, TimeProvider.System, Cancel).GetAwaiter().GetResult()).Message)), Cancel);
        Assert.NotEmpty(told);
        Assert.All(told, message => Assert.Contains("'veinte retain'", message));
        Assert.False(InJournal(Secret));
        Assert.Equal(before, await Told());
        // And no command changes a journal that somebody is opening.
        using (FolderInChange.Enter(_folder.Path))
            await Assert.ThrowsAsync<IOException>(() => JournalRetention.InFolder(_folder.Path, Rules(("context", 30)), DateTimeOffset.UtcNow, apply: true, new Progress<(long, long)>(), Cancel));
    }

    [Fact]
    public async Task A_backup_from_before_is_not_gone_on_with_however_alike_the_journals_begin()
    {
        using var elsewhere = new TemporaryFolder();
        var (old, next) = (Path.Combine(elsewhere.Path, "old"), Path.Combine(elsewhere.Path, "next"));
        await using (var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel))
        {
            using var batch = new EntryBatchBuilder();
            for (var i = 0; i < 100; i++) Add(batch, $"first{i}", DateTimeOffset.UtcNow, "eva", 4, "", "");
            var payload = batch.Build();
            Assert.True(payload.Payload.Length > 8_192);
            await node.Journal.Append(payload, Cancel);
        }
        await Fill();
        await FolderBackup.Take(_folder.Path, old, TimeProvider.System, Cancel);
        await JournalRetention.InFolder(_folder.Path, Rules(("texts", 30)), DateTimeOffset.UtcNow, apply: true, new Progress<(long, long)>(), Cancel);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => FolderBackup.Take(_folder.Path, old, TimeProvider.System, Cancel));
        Assert.Contains("veinte retain --apply", refused.Message);
        var first = await FolderBackup.Take(_folder.Path, next, TimeProvider.System, Cancel);
        Assert.Equal((first.Position, 0L), (await FolderBackup.Take(_folder.Path, next, TimeProvider.System, Cancel)) switch { var again => (again.Position, again.CopiedBytes) });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_dies_while_the_journal_changes_leaves_one_that_is_whole(bool between)
    {
        var before = await Fill();
        // As a crash between the two renamings leaves it, or one before the first.
        if (between) Directory.Move(Path.Combine(_folder.Path, "journal"), Path.Combine(_folder.Path, "journal.before"));
        Directory.CreateDirectory(Path.Combine(JournalSwap.NextFolder(_folder.Path), "journal"));
        JournalSwap.Finish(_folder.Path);
        Assert.Equal(before, await Told());
        Assert.False(Directory.Exists(JournalSwap.NextFolder(_folder.Path)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_died_keeps_no_server_from_starting_while_a_backup_is_taken(bool between)
    {
        var before = await Fill();
        if (between) Directory.Move(Path.Combine(_folder.Path, "journal"), Path.Combine(_folder.Path, "journal.before"));
        Directory.CreateDirectory(Path.Combine(JournalSwap.NextFolder(_folder.Path), "journal"));
        using (FolderInChange.Enter(_folder.Path))
        await using (await Hosting.VeinteHost.Start(new() { Data = _folder.Path, Port = 0 }, TimeProvider.System, Cancel))
            Assert.False(Directory.Exists(JournalSwap.NextFolder(_folder.Path)));
        Assert.Equal(before, await Told());
    }

    [Fact]
    public async Task A_backup_between_the_two_renamings_is_of_the_whole_journal()
    {
        await Fill();
        using var elsewhere = new TemporaryFolder();
        Directory.Move(Path.Combine(_folder.Path, "journal"), Path.Combine(_folder.Path, "journal.before"));
        var taken = await FolderBackup.Take(_folder.Path, Path.Combine(elsewhere.Path, "copy"), TimeProvider.System, Cancel);
        await using var opened = await FolderJournal.Open(_folder.Path);
        Assert.Equal((true, opened.Journal.Head.Value), (taken.Position > 0, taken.Position));
    }

    [Fact]
    public async Task An_empty_journal_that_came_between_the_two_renamings_costs_neither_copy()
    {
        var before = await Fill();
        var journal = Path.Combine(_folder.Path, "journal");
        Directory.Move(journal, journal + ".before");
        Directory.CreateDirectory(Path.Combine(JournalSwap.NextFolder(_folder.Path), "journal"));
        // As a command of an earlier version left it.
        Directory.CreateDirectory(journal);
        JournalSwap.Finish(_folder.Path);
        Assert.Equal(before, await Told());
        Assert.True(Directory.Exists(journal + ".foreign"));
    }

    [Fact]
    public async Task Whoever_opens_the_folder_between_the_two_renamings_gets_the_journal_back()
    {
        var before = await Fill();
        var journal = Path.Combine(_folder.Path, "journal");
        Directory.Move(journal, journal + ".before");
        Assert.Equal(before, await Told());
        Directory.Move(journal, journal + ".before");
        await using var opened = await FolderJournal.Open(_folder.Path);
        Assert.True(opened.Journal.Head > Position.None);
    }

    [Fact]
    public async Task Rules_that_only_count_are_not_kept()
    {
        await Fill();
        await using var accounts = OfflineAccounts.Open(new AppFolder(_folder.Path));
        var desk = new RetentionDesk(new(accounts.Database));
        Assert.Equal(0, await CommandLine.Run(["retain", "--keep", "texts=30", "uploads=1", "--data", _folder.Path]));
        Assert.Empty((await desk.Read(Cancel)).Days);
        Assert.Equal(0, await CommandLine.Run(["retain", "--keep", "texts=30", "--apply", "--data", _folder.Path]));
        Assert.Equal(30, (await desk.Read(Cancel)).Days["texts"]);
    }

    [Fact]
    public async Task Rules_are_set_and_read_by_the_API_and_nonsense_is_refused()
    {
        await using var server = await ServerFixture.Start();
        var (admin, reader) = (await server.CreateKey("admin"), await server.CreateKey("read"));
        Assert.Empty((await server.Get("/api/v1/retention", reader)).Expect(200).GetProperty("days").EnumerateObject());
        Assert.Equal(403, (await Put(server, """{"days":{"texts":365}}""", reader)).Status);
        (await Put(server, """{"days":{"texts":365,"uploads":1}}""", admin)).Expect(200);
        Assert.Equal(365, (await server.Get("/api/v1/retention", reader)).Expect(200).GetProperty("days").GetProperty("texts").GetInt32());
        Assert.Contains("no class", (await Put(server, """{"days":{"grades":1}}""", admin)).ExpectProblem(400));
        Assert.Contains("not 0", (await Put(server, """{"days":{"texts":0}}""", admin)).ExpectProblem(400));
        Assert.Equal(400, (await Put(server, "{}", admin)).Status);
    }

    [Fact]
    public async Task Uploaded_files_and_history_older_than_their_rules_are_counted_and_then_gone()
    {
        await using var server = await ServerFixture.Start();
        var admin = await server.CreateKey("admin");
        await server.Interact("ana", "Gate", 5);
        var file = (await server.Send(HttpMethod.Post, "/api/v1/imports/files?name=left.csv", admin, new StringContent("who;stars\n"))).Expect(201).GetProperty("id").GetString()!;
        var service = server.Host.Services.GetRequiredService<RetentionService>();
        var history = server.Host.Services.GetRequiredService<Server.Analysis.HistoryService>();
        while (!history.IsOpen) await Task.Delay(20, Cancel);
        await history.History.Index.WaitFor(server.Host.Node.Journal.Head, Cancel);
        (await Put(server, """{"days":{"uploads":1,"history":1}}""", admin)).Expect(200);
        Assert.Equal(["uploads 0", "history 0"], Counts(await server.Post("/api/v1/retention/report", "", admin)));

        File.SetLastWriteTimeUtc(Path.Combine(server.Folder, "imports", "files", file, "content"), DateTime.UtcNow.AddDays(-2));
        Assert.Equal(1, history.History.Index.Forget(Instant.From(DateTimeOffset.UtcNow.AddHours(1)), apply: false));
        Assert.Equal(["uploads 1", "history 0"], Counts(await server.Post("/api/v1/retention/report", "", admin)));
        // An import that is not finished needs its file, however old.
        await using var app = await server.Host.Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        app.Jobs.Add(new() { Kind = "import", Author = "kim", State = "running", Server = "another", ServerName = "another", Order = $$"""{"file":"{{file}}","mapping":{} }""" });
        await app.SaveChangesAsync(Cancel);
        Assert.Equal(["uploads 0", "history 0"], Counts(await server.Post("/api/v1/retention/report", "", admin)));
        app.Jobs.RemoveRange(app.Jobs);
        await app.SaveChangesAsync(Cancel);
        Assert.Equal(["uploads 1", "history 0"], (await service.Run(Rules(("uploads", 1), ("history", 1)), apply: true, Cancel)).Select(one => $"{one.Class} {one.Items}"));
        (await server.Get($"/api/v1/imports/files/{file}/preview", admin)).ExpectProblem(404);
        Assert.Equal(1, history.History.Index.Forget(Instant.From(DateTimeOffset.UtcNow.AddHours(1)), apply: true));
        Assert.Equal(0, history.History.Index.Forget(Instant.From(DateTimeOffset.UtcNow.AddHours(1)), apply: false));
        Assert.Equal(10_000, (await server.Get("/api/v1/customers/ana", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64());
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Each(Action report) : IProgress<(long, long)>
    {
        public void Report((long, long) value) => report();
    }

    private static string[] Counts(Answer report) =>
        [.. report.Expect(200).GetProperty("classes").EnumerateArray().Select(one => $"{one.GetProperty("class").GetString()} {one.GetProperty("items").GetInt32()}")];

    private static Task<Answer> Put(ServerFixture server, string json, string key) =>
        server.Send(HttpMethod.Put, "/api/v1/retention", key, new StringContent(json, Encoding.UTF8, "application/json"));

    private static RetentionRules Rules(params (string Class, int Days)[] days) => new(days.ToDictionary(day => day.Class, day => day.Days));

    private bool InJournal(string text) => Directory.GetFiles(Path.Combine(_folder.Path, "journal"), "*.journal").Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    // Old and new texts, a device, a survey's response, a refused event, a merge and a reversal.
    private async Task<string> Fill()
    {
        await using var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel);
        var old = DateTimeOffset.UtcNow.AddDays(-90);
        using var batch = new EntryBatchBuilder();
        Add(batch, "m1", old, "ana", 4, $$"""{"text":"{{Secret}}","order":77}""", """{"ip":"198.51.100.7"}""");
        Add(batch, "m2", old, "ana", 2, """{"survey_id":"s","text":"slow and rude\n\nnever again","answers":{"service":2,"why":"slow and rude","more":"never again","where":"counter"}}""", "");
        Add(batch, "m3", old, "ben", 5, """{"order":78}""", "");
        Add(batch, "m4", DateTimeOffset.UtcNow, "ben", 3, """{"text":"came today"}""", """{"ip":"203.0.113.9"}""");
        QuarantinedView.Add(batch, Instant.From(old), "shop", "rating-off-scale", "'not a rating at all' is no number", "segment", "{\"rating\":\"not a rating at all\"}"u8);
        var first = await node.Journal.Append(batch.Build(), Cancel);
        Assert.Equal(DeskStatus.Done, (await node.Desk.Merge("ben", "ana", "kim", Cancel)).Status);
        Assert.Equal(DeskStatus.Done, (await node.Desk.Reverse(first.Value + 2, "kim", "wrong person", Cancel)).Status);
        // What is on its way between two customers has arrived, here and after every start.
        while ((await node.Books.TrialBalance(Cancel)).InTransit != 0) await Task.Delay(10, Cancel);
        return await Told(node);
    }

    private async Task<string> Told()
    {
        await using var node = await EmbeddedNode.Open(_folder.Path, TimeProvider.System, Cancel);
        return await Told(node);
    }

    private static async Task<string> Told(EmbeddedNode node)
    {
        Assert.True((await node.Verify(cancel: Cancel)).Agrees);
        var lines = (await node.Books.Statement(AccountKind.Customer, "ana", null, 500, "en", Cancel))!.Items;
        return $"{await node.Books.TrialBalance(Cancel)} {string.Join(',', lines.Select(line => $"{line.Id} {line.MessageId} {line.Amount} {line.Grade}"))} {string.Join(',', (await node.Books.Drops(Cancel)).Select(drop => $"{drop.Reason} {drop.Count}"))}";
    }

    private static void Add(EntryBatchBuilder batch, string message, DateTimeOffset at, string customer, double rating, string properties, string context)
    {
        var id = Encoding.UTF8.GetBytes(message);
        batch.Add(new InteractionDraft
        {
            Channel = Channel.Web,
            Intent = Intent.Unknown,
            Type = EventType.Track,
            CustomerKind = IdentifierKind.User,
            Message = StableHash.Message(StableHash.Source("shop"), id),
            OccurredAt = Instant.From(at),
            ReceivedAt = Instant.From(at),
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = new() { Present = SignalSet.Rating, Rating = rating, RatingMin = 1, RatingMax = 5 },
            Customer = Encoding.UTF8.GetBytes(customer),
            MessageId = id,
            Source = "shop"u8,
            Touchpoint = "Gate"u8,
            Properties = Encoding.UTF8.GetBytes(properties),
            Context = Encoding.UTF8.GetBytes(context),
        });
    }
}
