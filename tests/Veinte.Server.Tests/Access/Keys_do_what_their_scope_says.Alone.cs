using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Access;
using Veinte.Server.Cli;

namespace Veinte.Server.Tests.Access;

// What a test must look into the server for, or into its folder.
public sealed partial class Keys_do_what_their_scope_says
{
    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_says_so()
    {
        var admin = await server.CreateKey("admin");
        var made = (await server.Post("/api/v1/keys", """{"name":"gone","scope":"read"}""", admin)).Expect(201);
        Assert.Equal(204, (await server.Delete($"/api/v1/keys/{made.GetProperty("id").GetInt64()}", admin)).Status);
        var detail = (await server.Get("/api/v1/trial-balance", made.GetProperty("key").GetString())).ExpectProblem(401);
        Assert.Contains("revoked", detail);
    }

    [Fact]
    public async Task A_collector_still_knows_a_revoked_key_and_does_not_know_one_never_issued()
    {
        var keys = server.Host.Services.GetRequiredService<ApiKeys>();
        var (key, secret) = await keys.Create("rotated", ApiScope.Write, "test", TestContext.Current.CancellationToken);
        await keys.Revoke(key.Id, TestContext.Current.CancellationToken);
        Assert.Equal(key with { Enabled = false }, keys.Find(secret));
        Assert.Null(keys.Find("vk_write_" + new string('A', 43)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vk_")]
    [InlineData("vk_write_ñandú")]
    [InlineData("something else")]
    public void What_is_no_key_is_not_found(string secret) => Assert.Null(server.Host.Services.GetRequiredService<ApiKeys>().Find(secret));

    [Fact]
    public async Task A_key_made_by_the_command_beside_the_running_server_works_at_once()
    {
        await using var beside = OfflineAccounts.Open(server.Folder);
        var (_, secret) = await beside.Keys.Create("beside", ApiScope.Read, "somebody", TestContext.Current.CancellationToken);
        (await server.Get("/api/v1/trial-balance", secret)).Expect(200);
    }

    [Fact]
    public async Task No_secret_lies_in_the_data_folder()
    {
        var secret = await server.CreateKey("admin", "secret");
        foreach (var file in Directory.EnumerateFiles(server.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)) < 0, $"{file} holds a key's secret.");
        }
    }

    [Fact]
    public void The_scripts_make_the_tables_the_model_expects()
    {
        using var folder = new TemporaryFolder();
        using var services = new ServiceCollection().AddLogging().AddAccounts(new(folder.Path)).BuildServiceProvider();
        using var database = services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<AppDb>>().CreateDbContext();
        using var expected = new SqliteConnection("Data Source=:memory:");
        expected.Open();
        using (var create = expected.CreateCommand())
        {
            create.CommandText = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GenerateCreateScript(database.Database);
            create.ExecuteNonQuery();
        }
        using var found = new SqliteConnection(new AppFolder(folder.Path).ConnectionString);
        found.Open();
        Assert.Equal(Tables(expected), Tables(found));
    }

    [Fact]
    public void Scripts_have_numbers_of_their_own_one_after_the_other()
    {
        const string Prefix = "Veinte.Server.Access.Schema.";
        var numbers = typeof(AppSchema).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => int.Parse(name.AsSpan(Prefix.Length, 4), System.Globalization.CultureInfo.InvariantCulture));
        // A number is a version: of two scripts with the same one, a database that has run the one would never run the other.
        Assert.Equal(Enumerable.Range(1, AppSchema.Newest), numbers);
    }

    [Fact]
    public void A_database_of_a_newer_version_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var app = new AppFolder(folder.Path);
        AppSchema.Upgrade(app.ConnectionString);
        using (var connection = new SqliteConnection(app.ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }
        Assert.Contains("99", Assert.Throws<InvalidOperationException>(() => AppSchema.Upgrade(app.ConnectionString)).Message);
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            select t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
            from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'
            union select 'index ' || name || ' on ' || tbl_name from sqlite_master where type = 'index' and name not like 'sqlite_%' order by 1
            """;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read()) lines.Add(reader.GetString(0));
        Assert.True(lines.Count > 20);
        return lines;
    }
}
