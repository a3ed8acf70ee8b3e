using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>Number of each producer account's last daybook line, by kind and code. Owned by the partition's loop.</summary>
internal sealed class ProducerChains
{
    private readonly List<uint>[] _last = [[], [], [], [], []];

    /// <summary>Number of the account's last line, 0 when it has none.</summary>
    public uint Last(AccountKind kind, int code) => code < _last[(int)kind].Count ? _last[(int)kind][code] : 0;

    /// <summary>Makes <paramref name="line"/> the account's last one and returns the one before.</summary>
    public uint Extend(AccountKind kind, int code, uint line)
    {
        var last = _last[(int)kind];
        while (last.Count <= code) last.Add(0);
        var before = last[code];
        last[code] = line;
        return before;
    }

    /// <summary>Writes all of them.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (var last in _last)
        {
            writer.Write(last.Count);
            foreach (var line in last) writer.Write(line);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        foreach (var last in _last)
        {
            last.Clear();
            for (var left = reader.ReadInt32(); left > 0; left--) last.Add(reader.ReadUInt32());
        }
    }
}
