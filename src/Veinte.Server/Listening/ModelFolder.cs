using System.Globalization;
using Veinte.Language.Learning;
using Veinte.Model;

namespace Veinte.Server.Listening;

/// <summary>
/// The snapshots of the learned model in the data folder, each under the position up to which it has learned. The last
/// three are kept, so that one can go back. They are derived: without them the journal is learned from anew.
/// </summary>
internal sealed class ModelFolder(string folder)
{
    private const int Kept = 3;
    private const string Ending = ".tone";

    /// <summary>Positions of the snapshots, newest first.</summary>
    public IReadOnlyList<long> Positions() =>
        !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder, "*" + Ending).Select(file => long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1)
                .Where(at => at >= 0).OrderDescending(),
        ];

    /// <summary>The newest snapshot that can be read, or an empty model and no position.</summary>
    /// <param name="head">The journal's end: a snapshot from beyond it is of another journal, and deleted.</param>
    /// <param name="lost">Told of each that cannot.</param>
    public (FirmModel Model, Position Position) Newest(Position head, Action<string> lost)
    {
        ForgetAfter(head.Value);
        foreach (var at in Positions())
        {
            try
            {
                return (At(at), new(at));
            }
            catch (Exception damaged) when (damaged is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                lost(damaged.Message);
            }
        }
        return (new(), Position.None);
    }

    /// <summary>The model of a snapshot.</summary>
    public FirmModel At(long position) => FirmModel.Restore(File.ReadAllBytes(FileOf(position)));

    /// <summary>Keeps a snapshot; the old ones stay until it is whole on disk.</summary>
    public void Keep(FirmModel model, Position position)
    {
        Directory.CreateDirectory(folder);
        var part = FileOf(position.Value) + ".part";
        using (var file = File.Create(part))
        {
            file.Write(model.Snapshot());
            file.Flush(flushToDisk: true);
        }
        File.Move(part, FileOf(position.Value), overwrite: true);
        foreach (var old in Positions().Skip(Kept)) File.Delete(FileOf(old));
    }

    /// <summary>Deletes the snapshots that were made after a position: one has gone back before them.</summary>
    public void ForgetAfter(long position)
    {
        foreach (var at in Positions().Where(at => at > position)) File.Delete(FileOf(at));
    }

    private string FileOf(long position) => Path.Combine(folder, position.ToString("D20", CultureInfo.InvariantCulture) + Ending);
}
