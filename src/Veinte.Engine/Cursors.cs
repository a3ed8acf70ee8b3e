using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Veinte.Engine;

/// <summary>Cursors of lists: opaque to callers, short, and refused with a clear word when they are not ours.</summary>
internal static class Cursors
{
    internal static int ReadSkip(string? cursor)
    {
        if (cursor is null) return 0;
        return int.TryParse(Decode(cursor), NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : throw Unknown(cursor);
    }

    internal static string WriteSkip(int skip) => Encode(skip.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads where each chain of a statement goes on: the chain's name and the number of its next line.</summary>
    internal static Dictionary<string, uint>? ReadChains(string? cursor)
    {
        if (cursor is null) return null;
        var chains = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var part in Decode(cursor).Split(','))
        {
            var colon = part.LastIndexOf(':');
            if (colon < 0 || !uint.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)) throw Unknown(cursor);
            chains[part[..colon]] = line;
        }
        return chains;
    }

    internal static string WriteChains(IEnumerable<KeyValuePair<string, uint>> chains) =>
        Encode(string.Join(',', chains.Select(chain => string.Create(CultureInfo.InvariantCulture, $"{chain.Key}:{chain.Value}"))));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Decode(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (FormatException)
        {
            throw Unknown(cursor);
        }
    }

    private static ArgumentException Unknown(string cursor) =>
        new($"The cursor '{cursor}' is not one this list gave out. Start again without a cursor.");
}
