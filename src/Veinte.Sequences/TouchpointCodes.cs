namespace Veinte.Sequences;

/// <summary>
/// Gives each name a code in the order of first sight: 1, 2, 3… Bounded: names that come when the bound is reached share
/// the code <see cref="Other"/>, so one client that invents names cannot fill the memory. Not thread-safe.
/// </summary>
/// <param name="namesMax">How many names are told apart, 1–65,535.</param>
public sealed class TouchpointCodes(int namesMax = TouchpointCodes.NamesMaxDefault)
{
    /// <summary>The code that all names beyond the bound share.</summary>
    public const ushort Other = 0;

    /// <summary>As many as the pairs of a directly-follows graph are kept in a table for.</summary>
    public const int NamesMaxDefault = 1023;

    private readonly int _namesMax = namesMax is >= 1 and <= ushort.MaxValue
        ? namesMax
        : throw new ArgumentOutOfRangeException(nameof(namesMax), namesMax, "1 to 65,535 names are told apart.");

    private readonly Dictionary<string, ushort> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [""];

    /// <summary>How many names have a code of their own.</summary>
    public int Count => _codes.Count;

    /// <summary>The name's code; gives it one when it is new and there is room.</summary>
    public ushort CodeOf(string name)
    {
        if (_codes.TryGetValue(name, out var code)) return code;
        if (_codes.Count == _namesMax) return Other;
        code = (ushort)_names.Count;
        _codes.Add(name, code);
        _names.Add(name);
        return code;
    }

    /// <summary>The name's code, when it has one of its own.</summary>
    public bool TryFind(string name, out ushort code) => _codes.TryGetValue(name, out code);

    /// <summary>The name behind a code; empty for <see cref="Other"/>.</summary>
    public string NameOf(ushort code) => _names[code];
}
