using System.Text;

namespace Veinte.History;

/// <summary>
/// Texts that come again and again (sources, stages, journeys) as one string each. Bounded: when there are too many
/// different ones it forgets them all and begins anew.
/// </summary>
internal sealed class HistoryNames
{
    private const int NamesMax = 10_000;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly char[] _characters = new char[256];

    /// <summary>The text; null for an absent one.</summary>
    public string? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return null;
        if (utf8.Length > _characters.Length) return Encoding.UTF8.GetString(utf8);
        ReadOnlySpan<char> text = _characters.AsSpan(0, Encoding.UTF8.GetChars(utf8, _characters));
        var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known)) return known;
        if (_known.Count == NamesMax) _known.Clear();
        var name = text.ToString();
        _known.Add(name, name);
        return name;
    }
}
