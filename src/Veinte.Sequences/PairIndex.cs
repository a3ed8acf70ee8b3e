namespace Veinte.Sequences;

/// <summary>
/// Numbers pairs of touchpoints in the order they are first met: a square table while the codes are small, which the scan
/// reads with one load, a dictionary of pairs beyond.
/// </summary>
internal sealed class PairIndex
{
    internal const int None = -1;
    private const int TableShiftMax = 10;
    private const int EdgesMax = 1 << 20;

    private int _shift = 6;
    private int[] _table = NewTable(6);
    private readonly Dictionary<uint, int> _beyond = [];

    /// <summary>How many pairs have a number.</summary>
    internal int Count { get; private set; }

    /// <summary>The pair's number, or <see cref="None"/>.</summary>
    internal int Find(ushort from, ushort to)
    {
        if ((from | to) >> _shift == 0) return _table[(from << _shift) | to];
        return _beyond.TryGetValue(((uint)from << 16) | to, out var number) ? number : None;
    }

    /// <summary>Gives a new pair the next number.</summary>
    /// <exception cref="InvalidOperationException">There are more than a million different pairs.</exception>
    internal int Add(ushort from, ushort to)
    {
        if (Count == EdgesMax)
            throw new InvalidOperationException($"More than {EdgesMax} different pairs of touchpoints follow each other: fold rare touchpoints into one code first.");
        EnsureTable(Math.Max(from, to));
        if ((from | to) >> _shift == 0) _table[(from << _shift) | to] = Count;
        else _beyond.Add(((uint)from << 16) | to, Count);
        return Count++;
    }

    /// <summary>Widens the table until it holds <paramref name="code"/>, as far as a table goes.</summary>
    internal void EnsureTable(int code)
    {
        var shift = _shift;
        while (code >> shift != 0 && shift < TableShiftMax) shift++;
        if (shift == _shift) return;
        var table = NewTable(shift);
        for (var from = 0; from < 1 << _shift; from++)
            Array.Copy(_table, from << _shift, table, from << shift, 1 << _shift);
        (_table, _shift) = (table, shift);
    }

    /// <summary>The table, when it holds all codes below <paramref name="codes"/>; else null.</summary>
    internal int[]? TableFor(int codes, out int shift)
    {
        EnsureTable(Math.Max(0, codes - 1));
        shift = _shift;
        return codes <= 1 << _shift ? _table : null;
    }

    private static int[] NewTable(int shift)
    {
        var table = new int[1 << (2 * shift)];
        Array.Fill(table, None);
        return table;
    }
}
