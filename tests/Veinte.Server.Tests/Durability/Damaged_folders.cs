using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Veinte.Embedded;
using Veinte.KillTarget;

namespace Veinte.Server.Tests.Durability;

/// <summary>What <c>veinte verify</c> says of real files that were torn or changed.</summary>
public sealed class Damaged_folders
{
    [Fact]
    public async Task A_sound_folder_agrees_and_ends_with_0()
    {
        using var folder = await Books();
        var (code, output, _) = await Verify(folder.Path);
        Assert.Equal(0, code);
        Assert.Contains("The books agree", output);
    }

    [Fact]
    public async Task A_changed_bit_is_told_with_file_and_byte_and_what_to_do_and_ends_with_more_than_0()
    {
        using var folder = await Books();
        var file = Segment(folder.Path);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 4;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        var (code, _, error) = await Verify(folder.Path);
        Assert.NotEqual(0, code);
        Assert.Contains("The journal is damaged", error);
        Assert.Contains(file, error);
        Assert.Contains("at byte", error);
        Assert.Contains("backup", error);
        Assert.DoesNotContain("   at ", error);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_and_the_books_agree()
    {
        using var folder = await Books();
        await using (var tail = new FileStream(Segment(folder.Path), FileMode.Append)) await tail.WriteAsync(new byte[777], TestContext.Current.CancellationToken);
        var (code, output, error) = await Verify(folder.Path);
        Assert.True(code == 0, error);
        Assert.Contains("The books agree", output);
    }

    [Fact]
    public async Task A_journal_shorter_than_its_books_is_told()
    {
        using var folder = await Books();
        using (var file = new FileStream(Segment(folder.Path), FileMode.Open)) file.SetLength(64);
        var (code, _, error) = await Verify(folder.Path);
        Assert.NotEqual(0, code);
        Assert.Contains("has already seen position", error);
    }

    [Fact]
    public async Task Books_of_an_earlier_version_are_made_again_from_the_journal_and_it_is_said()
    {
        using var folder = await Books();
        // As an earlier version would have written it: sound, and of a layout before ours.
        byte[] old = [1];
        byte[] outdated = [.. old, .. BitConverter.GetBytes(System.IO.Hashing.XxHash3.HashToUInt64(old))];
        foreach (var file in Directory.GetFiles(Path.Combine(folder.Path, "books"), "*.db", SearchOption.AllDirectories))
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "update head set aggregates = $outdated";
            command.Parameters.AddWithValue("$outdated", outdated);
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        var said = new List<string>();
        await using (await EmbeddedNode.Open(folder.Path, TimeProvider.System, new(), new() { Report = said.Add }, TestContext.Current.CancellationToken)) Assert.Contains("made again from the journal", Assert.Single(said));
        var (code, output, error) = await Verify(folder.Path);
        Assert.True(code == 0, error);
        Assert.Contains("The books agree", output);
    }

    [Fact]
    public async Task A_folder_of_a_newer_program_is_refused()
    {
        using var folder = await Books();
        await using (var file = new FileStream(Segment(folder.Path), FileMode.Open))
        {
            var header = new byte[64];
            await file.ReadExactlyAsync(header, TestContext.Current.CancellationToken);
            header[8] = 2;
            var state = uint.MaxValue;
            foreach (var b in header.AsSpan(0, 60)) state = System.Numerics.BitOperations.Crc32C(state, b);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), ~state);
            file.Position = 0;
            await file.WriteAsync(header, TestContext.Current.CancellationToken);
        }
        var (code, _, error) = await Verify(folder.Path);
        Assert.NotEqual(0, code);
        Assert.Contains("format version 2", error);
        Assert.DoesNotContain("   at ", error);
    }

    private static async Task<TemporaryFolder> Books()
    {
        var folder = new TemporaryFolder();
        await using var node = await EmbeddedNode.Open(folder.Path, TimeProvider.System, TestContext.Current.CancellationToken);
        using var builder = new Journal.Entries.EntryBatchBuilder();
        for (var i = 0; i < 200; i++)
        {
            Ratings.Add(builder, $"customer{i % 20}", "shop", 1 + i % 5, $"m{i}");
            if (i % 10 == 9) await node.Journal.Append(builder.Build(), TestContext.Current.CancellationToken);
        }
        return folder;
    }

    private static string Segment(string folder) => Path.Combine(folder, "journal", "00000000000000000001.journal");

    private static async Task<(int Code, string Output, string Error)> Verify(string folder)
    {
        var veinte = Path.Combine(AppContext.BaseDirectory, "veinte.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [veinte, "verify", "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
