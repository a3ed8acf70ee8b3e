namespace Veinte.Model;

/// <summary>
/// Where an entry stands in the journal. The first entry ever written has position 1; positions have no gaps within
/// one journal and are assigned by its single writer only. <c>default</c> is <see cref="None"/>: before the first entry.
/// </summary>
/// <param name="Value">0 for none, else 1, 2, 3…</param>
public readonly record struct Position(long Value) : IComparable<Position>
{
    /// <summary>Before the first entry.</summary>
    public static Position None => default;

    /// <inheritdoc/>
    public int CompareTo(Position other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="a"/> stands before <paramref name="b"/>.</summary>
    public static bool operator <(Position a, Position b) => a.Value < b.Value;

    /// <summary>Whether <paramref name="a"/> stands after <paramref name="b"/>.</summary>
    public static bool operator >(Position a, Position b) => a.Value > b.Value;

    /// <summary>Whether <paramref name="a"/> stands before or at <paramref name="b"/>.</summary>
    public static bool operator <=(Position a, Position b) => a.Value <= b.Value;

    /// <summary>Whether <paramref name="a"/> stands after or at <paramref name="b"/>.</summary>
    public static bool operator >=(Position a, Position b) => a.Value >= b.Value;

    /// <summary>The position <paramref name="count"/> entries later.</summary>
    public static Position operator +(Position a, int count) => new(a.Value + count);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
