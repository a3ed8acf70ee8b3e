using System.Globalization;
using Veinte.Model;

namespace Veinte.History.Lake;

/// <summary>
/// The history as Parquet for a lake or a warehouse: interactions partitioned by the day they happened, and beside them what
/// was taken back and who turned out to be whom. Incremental: each step adds files and changes none. Exactly once, whoever dies
/// when: how far it is lies in the lake itself, so any node can go on. Restated books make a new generation, to which
/// <c>current.json</c> changes once it has all the old one had. One exporter at a time holds the folder.
/// </summary>
public sealed class LakeExport : IDisposable
{
    private readonly string _folder;
    private readonly LakeOptions _options;
    private readonly FileStream _lock;
    private readonly Action<string>? _stepTaken;
    private int _generation;
    private LakeFolder _lake;

    private LakeExport(string folder, LakeOptions options, FileStream held, Action<string>? stepTaken)
    {
        (_folder, _options, _lock, _stepTaken) = (folder, options, held, stepTaken);
        // The newest is being made, or is current.
        _generation = Generations().Append(1).Max();
        _lake = LakeFolder.Open(FolderOf(_generation), stepTaken);
    }

    /// <summary>Everything up to here is in it.</summary>
    public Position Position => new(_lake.Last.Position);

    /// <summary>Opens a lake, or begins one, and puts in order what an exporter left that died.</summary>
    /// <exception cref="IOException">Another exporter has it open, or the folder cannot be used.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of a newer version; the message says what to do.</exception>
    public static LakeExport Open(string folder, LakeOptions? options = null) => Open(folder, options, stepTaken: null);

    internal static LakeExport Open(string folder, LakeOptions? options, Action<string>? stepTaken)
    {
        Directory.CreateDirectory(folder);
        FileStream held;
        try
        {
            held = new(Path.Combine(folder, "_lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy)
        {
            throw new IOException($"Another exporter writes to the lake {folder}. Stop it, or wait until it has ended.", busy);
        }
        try
        {
            return new(folder, options ?? new(), held, stepTaken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Brings the lake up to a position and returns how much that was.</summary>
    /// <param name="source">The books.</param>
    /// <param name="upTo">Up to here at least; the source must be able to come that far.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops after the last step; the next call goes on.</param>
    public async Task<LakeWritten> CatchUp(IHistorySource source, Position upTo, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var written = new LakeWritten(Position.Value, _generation, 0, 0, 0);
        while (true)
        {
            try
            {
                written = await Steps(source, upTo, written, progress, cancel);
                BecomeCurrent();
                return written with { Position = Position.Value, Generation = _generation };
            }
            catch (BooksRestatedException)
            {
                // Readers have the old generation until this one is as far.
                _generation++;
                _lake = LakeFolder.Open(FolderOf(_generation), _stepTaken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private async Task<LakeWritten> Steps(IHistorySource source, Position upTo, LakeWritten written, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        if (Position >= upTo) return written;
        using var waiting = new LakeTables(_options.MemoryMiB);
        await foreach (var batch in source.Read(_lake.Last.Mark, cancel))
        {
            waiting.Add(batch);
            var isLast = batch.Mark.Position >= upTo;
            if (waiting.Interactions + waiting.Reversals + waiting.Merges >= _options.RowsPerStep || isLast)
            {
                var (interactions, reversals, merges) = (waiting.Interactions, waiting.Reversals, waiting.Merges);
                waiting.Write(_lake.Begin(), _lake.Last.Number + 1);
                var taken = _lake.Take(batch.Mark, interactions, reversals, merges);
                written = written with { Interactions = written.Interactions + interactions, Steps = written.Steps + 1, Files = written.Files + taken.Files.Count };
                progress?.Report((Position.Value, upTo.Value));
            }
            if (isLast) break;
        }
        return written;
    }

    private void BecomeCurrent()
    {
        var file = Path.Combine(_folder, "current.json");
        if (!File.Exists(file) || LakeFolder.Read(file, LakeJson.Default.LakeCurrent).Generation != _generation)
            LakeFolder.Write(file, new LakeCurrent(_generation), LakeJson.Default.LakeCurrent, overwrite: true);
        foreach (var older in Generations().Where(number => number != _generation)) Directory.Delete(FolderOf(older), recursive: true);
    }

    private IEnumerable<int> Generations() => Directory.EnumerateDirectories(_folder, "generation-*")
        .Select(path => int.TryParse(Path.GetFileName(path).AsSpan("generation-".Length), CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0);

    private string FolderOf(int generation) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"generation-{generation}"));
}

/// <summary>How a lake is written.</summary>
public sealed record LakeOptions
{
    /// <summary>Rows after which a step is taken; fewer make more and smaller files. Default: 500,000.</summary>
    public int RowsPerStep { get; init; } = 500_000;

    /// <summary>Memory for the rows of a step, in MiB. Default: 512.</summary>
    public int MemoryMiB { get; init; } = 512;
}

/// <summary>What was added to a lake.</summary>
/// <param name="Position">Everything up to here is in it.</param>
/// <param name="Generation">Which generation it is; another one when the books were restated.</param>
/// <param name="Interactions">Rows of interactions added.</param>
/// <param name="Steps">In so many steps.</param>
/// <param name="Files">In so many files.</param>
public sealed record LakeWritten(long Position, int Generation, long Interactions, int Steps, int Files);
