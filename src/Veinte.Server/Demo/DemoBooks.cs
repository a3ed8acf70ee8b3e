using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Embedded;
using Veinte.Journal.Storage;

namespace Veinte.Server.Demo;

/// <summary>
/// The note in a data folder that says: the books here are Aurora's. It is written before the first invented interaction
/// and is what makes wiping possible; a folder without it is never wiped. Immutable.
/// </summary>
/// <param name="Seed">Which Aurora.</param>
/// <param name="From">Where the history begins.</param>
/// <param name="Today">Where it ends and the live part begins.</param>
/// <param name="LiveAt">How far the live part has come in the airline's own time, a little behind at most: what is sent twice is recognised.</param>
/// <param name="Wiping">Whether somebody has asked for the end of these books; what is left of them goes at the next start.</param>
/// <param name="Again">Whether Aurora begins anew after that.</param>
internal sealed partial record DemoBooks(
    ulong Seed, DateTimeOffset From, DateTimeOffset Today, DateTimeOffset LiveAt, bool Wiping = false, bool Again = false)
{
    private const string FileName = "aurora.json";
    private static readonly string[] BooksOnly = ["books.json", "books", "journal", "history", Listening.ListeningService.FolderName, Moments.OutcomePastsService.FolderName];

    /// <summary>The note in a folder, or null when there is none.</summary>
    /// <exception cref="InvalidDataException">The note cannot be read.</exception>
    public static DemoBooks? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), DemoJson.Default.DemoBooks)!;
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"{path} says whether the books are the demo's, but it cannot be read: {damage.Message} Use another data folder, or delete this one if the books in it are the demo's.", damage);
        }
    }

    /// <summary>Writes the note, whole or not at all.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, DemoJson.Default.DemoBooks));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>
    /// Deletes what the note says is to be wiped: the books, and nothing else of the folder (accounts and keys stay).
    /// Interrupted, it goes on when called again.
    /// </summary>
    /// <returns>The note that was wiped, or null when there was nothing to wipe.</returns>
    /// <exception cref="IOException">Somebody opens, copies or changes the folder, or has it open: the message names him.</exception>
    public static DemoBooks? FinishWipe(string folder)
    {
        if (Read(folder) is not { Wiping: true } note) return null;
        using var alone = FolderInChange.Hold(folder);
        // Held, nobody opens the folder any more; whoever has it open already has the journal's own lock.
        new DirectoryStorage(Path.Combine(folder, "journal")).LockForWriting().Dispose();
        foreach (var name in BooksOnly)
        {
            var path = Path.Combine(folder, name);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
        File.Delete(Path.Combine(folder, FileName));
        return note;
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(DemoBooks))]
    private sealed partial class DemoJson : JsonSerializerContext;
}
