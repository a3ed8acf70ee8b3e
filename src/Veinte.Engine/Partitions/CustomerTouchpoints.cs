using System.Runtime.InteropServices;

namespace Veinte.Engine.Partitions;

/// <summary>
/// How one customer fared at each touchpoint, the first <see cref="CustomerState.TouchpointsMax"/> that he met. One short
/// array instead of a dictionary: nearly every interaction meets a customer that no cache holds any more, what is scattered
/// costs a trip to memory each, and every object costs the collector more than its bytes. A mutable value that lies in its
/// customer, never copied; owned by the partition's loop.
/// </summary>
internal struct CustomerTouchpoints
{
    private MetTouchpoint[]? _met;

    /// <summary>How many touchpoints.</summary>
    public int Count { get; private set; }

    /// <summary>The touchpoints met, in the order in which they were. Only until the next one is added.</summary>
    public readonly ReadOnlySpan<MetTouchpoint> All => _met.AsSpan(0, Count);

    /// <summary>Takes an interaction in (1) or out (−1). A touchpoint beyond the limit counts in the account only.</summary>
    public void Move(int code, int sign, int? gradeMilli, long amountMilli)
    {
        var place = PlaceOf(code);
        if (place < 0)
        {
            if (Count >= CustomerState.TouchpointsMax) return;
            place = Count;
            Add(new(code, 0, 0, 0, 0));
        }
        ref var met = ref _met![place];
        met.Interactions += sign;
        met.Graded += gradeMilli is null ? 0 : sign;
        met.GradeSumMilli += sign * (gradeMilli ?? 0);
        met.BalanceMilli += sign * amountMilli;
    }

    /// <summary>Reads what <see cref="Move"/> will ask for, so that it is near by then; says nothing.</summary>
    public readonly long ReadAhead() => Count == 0 ? 0 : _met![0].Code ^ _met[Count - 1].Interactions;

    /// <summary>Makes room for so many touchpoints in all.</summary>
    public void Reserve(int count)
    {
        if (count <= (_met?.Length ?? 0)) return;
        var wider = LongLived.Array<MetTouchpoint>(count, CustomerState.TouchpointsMax);
        All.CopyTo(wider);
        _met = wider;
    }

    /// <summary>Adds a touchpoint that is not there yet.</summary>
    public void Add(in MetTouchpoint touchpoint)
    {
        if (Count == (_met?.Length ?? 0)) Reserve(Count + 1);
        _met![Count++] = touchpoint;
    }

    private readonly int PlaceOf(int code)
    {
        var met = _met.AsSpan(0, Count);
        for (var place = 0; place < met.Length; place++)
            if (met[place].Code == code)
                return place;
        return -1;
    }
}

/// <summary>One customer at one touchpoint: 28 bytes, without the gaps that longs would like.</summary>
/// <param name="Code">The partition's code of the touchpoint.</param>
/// <param name="Interactions">How many interactions.</param>
/// <param name="Graded">How many of them are graded.</param>
/// <param name="GradeSumMilli">Sum of their grades, in thousandths.</param>
/// <param name="BalanceMilli">Sum of their amounts, in milli-points.</param>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal record struct MetTouchpoint(int Code, int Interactions, int Graded, long GradeSumMilli, long BalanceMilli);
