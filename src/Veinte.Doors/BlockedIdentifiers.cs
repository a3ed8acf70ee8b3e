using System.Text;

namespace Veinte.Doors;

/// <summary>
/// Identifiers that name nobody: what programs write when they have none. A door treats them as absent, for merging
/// all customers called <c>undefined</c> into one would spoil the books. Compared without regard to case. Immutable, thread-safe.
/// </summary>
public sealed class BlockedIdentifiers
{
    private readonly byte[][][] _byLength;

    /// <summary>A list of one's own.</summary>
    public BlockedIdentifiers(IEnumerable<string> values)
    {
        Values = [.. values];
        var words = Values.Select(Encoding.UTF8.GetBytes).ToArray();
        _byLength = new byte[words.Length == 0 ? 0 : words.Max(word => word.Length) + 1][][];
        for (var length = 0; length < _byLength.Length; length++)
            _byLength[length] = [.. words.Where(word => word.Length == length)];
    }

    /// <summary>The list every workspace starts with.</summary>
    public static BlockedIdentifiers Default { get; } = new(
    [
        "null", "(null)", "nil", "none", "undefined", "[object Object]", "NaN", "n/a", "na", "-", "0", "-1", "true", "false",
        "anonymous", "anon", "guest", "unknown", "user", "userid", "user_id", "id", "email", "distinct_id", "distinctid",
        "not_authenticated", "test", "00000000-0000-0000-0000-000000000000", "00000000000000000000000000000000",
    ]);

    /// <summary>The blocked values.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether an identifier in UTF-8 names nobody. Blank ones never do.</summary>
    public bool Contains(ReadOnlySpan<byte> identifierUtf8)
    {
        var trimmed = identifierUtf8.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty) return true;
        if (trimmed.Length >= _byLength.Length) return false;
        foreach (var word in _byLength[trimmed.Length])
            if (Ascii.EqualsIgnoreCase(trimmed, word))
                return true;
        return false;
    }
}
