namespace Veinte.Engine.Partitions;

/// <summary>
/// How one customer fared at each touchpoint, the first <see cref="CustomerState.TouchpointsMax"/> that he met. Two short
/// arrays instead of a dictionary: nearly every interaction meets a customer that no cache holds any more, and what is
/// scattered costs a trip to memory each. Owned by the partition's loop.
/// </summary>
internal sealed class CustomerTouchpoints
{
    private const int FirstCapacity = 4;
    private int[] _codes = [];
    private TouchpointFigures[] _figures = [];

    /// <summary>How many touchpoints.</summary>
    public int Count { get; private set; }

    /// <summary>The touchpoints met, from 0, in the order in which they were.</summary>
    public (int Code, TouchpointFigures Figures) this[int place] => (_codes[place], _figures[place]);

    /// <summary>The touchpoints met, in the order in which they were.</summary>
    public IEnumerable<(int Code, TouchpointFigures Figures)> All()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    /// <summary>Takes an interaction in (1) or out (−1). A touchpoint beyond the limit counts in the account only.</summary>
    public void Move(int code, int sign, int? gradeMilli, long amountMilli)
    {
        var i = _codes.AsSpan(0, Count).IndexOf(code);
        if (i < 0)
        {
            if (Count >= CustomerState.TouchpointsMax) return;
            i = Add(code, default);
        }
        ref var figures = ref _figures[i];
        figures = new(
            figures.Interactions + sign,
            figures.Graded + (gradeMilli is null ? 0 : sign),
            figures.GradeSumMilli + sign * (gradeMilli ?? 0),
            figures.BalanceMilli + sign * amountMilli);
    }

    /// <summary>Reads what <see cref="Move"/> will ask for, so that it is near by then; says nothing.</summary>
    public long ReadAhead() => Count == 0 ? 0 : _codes[0] ^ _codes[Count - 1] ^ _figures[Count - 1].Interactions;

    /// <summary>Makes room for so many touchpoints in all.</summary>
    public void Reserve(int count)
    {
        if (count <= _codes.Length) return;
        Array.Resize(ref _codes, count);
        Array.Resize(ref _figures, count);
    }

    /// <summary>Adds a touchpoint that is not there yet, as it was stored, and returns its place.</summary>
    public int Add(int code, TouchpointFigures figures)
    {
        if (Count == _codes.Length)
        {
            Reserve(Math.Max(FirstCapacity, Count * 2));
        }
        (_codes[Count], _figures[Count]) = (code, figures);
        return Count++;
    }
}

/// <summary>One customer at one touchpoint.</summary>
internal record struct TouchpointFigures(long Interactions, long Graded, long GradeSumMilli, long BalanceMilli);
