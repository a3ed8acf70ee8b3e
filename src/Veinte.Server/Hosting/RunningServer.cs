using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Server.Hosting;

/// <summary>The note a server leaves in its data folder, by which commands on the same folder find it.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="ProcessId">Its process.</param>
internal sealed partial record RunningServer(string Address, int ProcessId)
{
    private const string FileName = "server.json";

    /// <summary>Writes the note.</summary>
    public void Leave(string folder) =>
        File.WriteAllBytes(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, NoteJson.Default.RunningServer));

    /// <summary>Takes the note away.</summary>
    public static void Forget(string folder) => File.Delete(PathIn(folder));

    /// <summary>The server that runs on a folder, or null. A note left by a killed server counts for nothing: the server must answer.</summary>
    public static async Task<RunningServer?> Find(string folder, CancellationToken cancel)
    {
        RunningServer? note;
        try
        {
            note = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(PathIn(folder), cancel), NoteJson.Default.RunningServer);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
        if (note is null) return null;
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await client.GetAsync(new Uri(new(note.Address), "/healthz/live"), cancel);
            return answer.IsSuccessStatusCode ? note : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, FileName);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(RunningServer))]
    private sealed partial class NoteJson : JsonSerializerContext;
}
