using System.IO.Hashing;
using System.Text;
using Veinte.Engine.Folds;

namespace Veinte.Server.Listening;

/// <summary>
/// What properties an interaction came with, in few bytes: 64 bits for each name with its value. Enough to look texts up by
/// any property without keeping properties, or reading the journal again; two different ones share a mark once in 10¹⁹. Pure.
/// </summary>
internal static class PropertyMarks
{
    /// <summary>How many properties of an interaction can be looked for: the first ones.</summary>
    public const int Max = 32;

    /// <summary>The marks of properties.</summary>
    public static ulong[] Of(IEnumerable<NamedValue> properties) => [.. properties.Select(Of)];

    /// <summary>Whether all that is asked for is among them.</summary>
    public static bool HaveAll(ulong[] marks, NamedValues asked)
    {
        foreach (var mark in asked.Marks)
            if (!marks.Contains(mark))
                return false;
        return true;
    }

    // A name with the divider in it is nothing worse than another name: whoever sends it finds the texts he sent.
    private static ulong Of(NamedValue property) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(property.Name + '\u001f' + property.Value));
}
