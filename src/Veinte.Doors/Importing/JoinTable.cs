namespace Veinte.Doors.Importing;

/// <summary>A joined file in memory, by its key: only the columns that the mapping asks for. Immutable once read.</summary>
internal sealed class JoinTable
{
    private const long CharsMax = 256L * 1024 * 1024;
    private readonly Dictionary<string, List<string?[]>> _rows = new(StringComparer.Ordinal);

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or too large to be held.</exception>
    internal JoinTable(JoinRule rule, int number, AskedColumn[] asked, Stream file)
    {
        Slots = [.. Enumerable.Range(0, asked.Length).Where(slot => asked[slot].Join == number)];
        string[] names = [rule.Key, .. Slots.Select(slot => asked[slot].Name)];
        using var reader = ImportFiles.Open(file, rule.File, rule.How, names);
        ImportFiles.CheckColumns(reader, rule.File, name => name == rule.Key ? $"joins[{number}].key" : asked[Slots[Array.IndexOf(names, name) - 1]].Path);
        var chars = 0L;
        var values = new string?[names.Length];
        while (true)
        {
            switch (reader.Read(values))
            {
                case RowStatus.End:
                    return;
                case RowStatus.Bad:
                    Bad++;
                    continue;
                case RowStatus.Broken:
                    throw new InvalidDataException($"{rule.File}, line {reader.Line}: {reader.Detail}.");
            }
            var key = values[0]?.Trim();
            if (string.IsNullOrEmpty(key)) continue;
            if (!_rows.TryGetValue(key, out var rows)) _rows.Add(key, rows = new(1));
            rows.Add(values[1..]);
            chars += key.Length;
            foreach (var value in values) chars += value?.Length ?? 0;
            if (chars > CharsMax)
                throw new InvalidDataException($"{rule.File} holds more than {CharsMax >> 20} million characters in the columns that are needed, too many to look up in. Join it to the file beforehand.");
        }
    }

    /// <summary>Where its columns stand among the values of a row.</summary>
    internal int[] Slots { get; }

    /// <summary>Rows that could not be read, and are as good as missing.</summary>
    internal long Bad { get; private set; }

    /// <summary>The rows with a key; none is an empty list.</summary>
    internal IReadOnlyList<string?[]> Find(string key) => _rows.TryGetValue(key, out var rows) ? rows : [];
}
